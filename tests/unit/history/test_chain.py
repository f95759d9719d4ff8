import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.entries.fields import Section
from ucap.history.chain import digest_of, hash_of, json_of, moment
from ucap.history.log import hashed_facts

AN_ID = UUID("12345678-1234-5678-1234-567812345678")
ANOTHER_ID = UUID("12345678-1234-5678-1234-567812345679")
NOON = datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC)
FACTS: dict[str, str | int] = {
    "number": 1,
    "record_type": "entry",
    "field": "title",
    "language": "en",
    "version": 1,
    "old_digest": "",
    "new_digest": "a" * 64,
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (Section.MEASURES, '"measures"'),
        (Decimal("1200.50"), '"1200.50"'),
        (AN_ID, '"12345678-1234-5678-1234-567812345678"'),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        ('Galați "x"\n', '"Galați \\"x\\"\\n"'),
        ("", '""'),
        (NOON, '"2026-11-22T12:00:00.000005+00:00"'),
        (date(2027, 12, 31), '"2027-12-31"'),
        (["gu", "nl"], '["gu", "nl"]'),
    ],
)  # fmt: skip
def test_each_kind_of_value_has_its_json(value: object, text: str | None) -> None:
    assert json_of(value) == text


@pytest.mark.parametrize("value", [b"x", [1], {"a": 1}, object()])
def test_what_the_log_does_not_know_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        json_of(value)


def test_a_moment_is_told_in_utc() -> None:
    assert moment(NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))) == "2026-11-22T12:00:00.000005+00:00"


@given(st.text())
def test_text_comes_back_from_its_json(text: str) -> None:
    assert json.loads(json_of(text) or "") == text


def test_a_digest_is_the_sha_256_of_salt_and_value() -> None:
    assert digest_of("salt", '"ä"') == hashlib.sha256('salt"ä"'.encode()).hexdigest()
    assert digest_of("salt", None) == ""


def test_another_salt_or_value_gives_another_digest() -> None:
    assert len({digest_of("a", '"b"'), digest_of("b", '"b"'), digest_of("a", '"c"'), digest_of("a", '""')}) == 4


@pytest.mark.parametrize("name", sorted(FACTS))
def test_the_hash_changes_if_any_fact_changes(name: str) -> None:
    value = FACTS[name]
    other = value + 1 if isinstance(value, int) else f"{value}x"

    assert hash_of("", {**FACTS, name: other}) != hash_of("", FACTS)


def test_the_hash_changes_if_the_one_before_or_chain_record_person_or_moment_changes() -> None:
    def hashed(
        previous: str = "", *, chain: UUID = AN_ID, record: UUID = AN_ID, by: UUID = AN_ID, at: datetime = NOON
    ) -> str:
        return hash_of(previous, hashed_facts(FACTS, chain, record, by, at))

    hashes = {
        hashed(),
        hashed("b" * 64),
        hashed(chain=ANOTHER_ID),
        hashed(record=ANOTHER_ID),
        hashed(by=ANOTHER_ID),
        hashed(at=NOON + timedelta(microseconds=1)),
    }

    assert len(hashes) == 6


def test_the_hash_does_not_depend_on_the_order_of_the_facts() -> None:
    assert hash_of("", dict(reversed(FACTS.items()))) == hash_of("", FACTS)


def test_a_list_is_kept_as_its_texts() -> None:
    assert json_of(["gu", "en"]) == '["gu", "en"]'
