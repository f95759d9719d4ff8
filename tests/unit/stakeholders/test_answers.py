from datetime import UTC, datetime, timedelta

import pytest

from ucap.entries.fields import Prose
from ucap.stakeholders.rules.answers import refusal_of_answer_link, refusal_to_ask_by_link, with_answer

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_link_opens_until_its_time_is_over_or_it_is_withdrawn() -> None:
    assert refusal_of_answer_link(withdrawn_at=None, expires_at=AT + SECOND, at=AT) is None
    assert refusal_of_answer_link(withdrawn_at=None, expires_at=AT, at=AT) is not None
    assert refusal_of_answer_link(withdrawn_at=AT, expires_at=AT + SECOND, at=AT) is not None


@pytest.mark.parametrize(
    ("has_stakeholder", "is_answered", "is_settled", "may"),
    [(True, False, False, True), (False, False, False, False), (True, True, False, False), (True, False, True, False)],
)
def test_one_is_asked_who_is_known_and_has_not_answered(
    *, has_stakeholder: bool, is_answered: bool, is_settled: bool, may: bool
) -> None:
    refusal = refusal_to_ask_by_link(has_stakeholder=has_stakeholder, is_answered=is_answered, is_settled=is_settled)

    assert (refusal is None) == may


def test_an_answer_stands_below_what_was_given_and_must_fit() -> None:
    longest = Prose().longest

    assert with_answer("", "yes") == "yes"
    assert with_answer("before", "yes") == "before\n\nyes"
    assert with_answer("x" * (longest - 5), "yes") is not None
    assert with_answer("x" * (longest - 4), "yes") is None
