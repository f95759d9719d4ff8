"""Files lie in the store whole or not at all, and what the plan says of them is held against it."""

import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask

from tests.factories import NOON, entry_of, make_member, make_part, make_pilot, make_plan
from ucap.accounts.models import Person
from ucap.core.clock import utc_now
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.file_store import SMALL, FileStore, store
from ucap.core.files import BroughtFile
from ucap.core.text import message
from ucap.entries.files import MOST_FILES
from ucap.entries.operations.attaching import NewFile, attach_files, clear_away, erase_file, in_store
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.operations.saving import open_to_change
from ucap.entries.queries.files import files_of_plan
from ucap.entries.verify import verify_chain
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.queries.plans import PlanFacts
from ucap.pilots.models.following import Update
from ucap.pilots.models.photos import Attachment

CONTENT, SHOWN = b"as it is kept", b"as it is shown"
LATER = timedelta(days=2)


@pytest.fixture
def plan(app: Flask) -> PlanFacts:
    return make_plan("Surat", "Rotterdam")


def new_file(content: bytes = CONTENT, name: str = "rain.jpg") -> NewFile:
    return NewFile(BroughtFile("jpg", name, content, SHOWN, 40, 30), "A full basin", "file_1")


def make_update(plan: PlanFacts, asha: Person) -> UUID:
    return make_part(plan, Update, make_pilot(plan, asha), by=asha, title="It rained")


@transactional
def attach(plan: PlanFacts, entry_id: UUID, new: NewFile, by: Person) -> None:
    with in_store([new]) as files:
        open_to_change(plan.id, by=by, at=NOON)
        attach_files(plan.id, entry_id, files, by=by, at=NOON)


def test_a_file_lies_in_the_store_under_a_name_that_says_nothing(plan: PlanFacts) -> None:
    asha = make_member(plan)
    update = make_update(plan, asha)

    attach(plan, update, new_file(), asha)

    (file,) = files_of_plan(plan.id)
    assert (store().read(file.id), store().read(file.id, part=SMALL)) == (CONTENT, SHOWN)
    entry = entry_of(plan, file.id)
    assert (entry.type, entry.value("name"), entry.value("size")) == (Attachment, "rain.jpg", Decimal(1))
    with pytest.raises(NotFound):
        attach(plan, make_pilot(plan, asha), new_file(), asha)


def test_more_files_than_fit_are_refused_and_the_same_one_is_taken_once(plan: PlanFacts) -> None:
    asha = make_member(plan)
    update = make_update(plan, asha)
    for number in range(MOST_FILES):
        attach(plan, update, new_file(bytes([number])), asha)
    attach(plan, update, new_file(bytes([0])), asha)
    assert len(files_of_plan(plan.id)) == MOST_FILES

    with pytest.raises(RuleBroken) as refused:
        attach(plan, update, new_file(b"one more"), asha)

    assert refused.value.field == "file_1"
    assert len(files_of_plan(plan.id)) == MOST_FILES


def test_the_files_of_a_plan_take_no_more_than_is_set(plan: PlanFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    asha, other = make_member(plan), make_plan("Pune", "Oslo")
    update = make_update(plan, asha)
    ours, theirs = make_member(other), make_update(other, make_member(other))
    monkeypatch.setattr(store(), "most_of_plan", 1)
    attach(plan, update, new_file(b"a" * 600_000), asha)
    attach(plan, update, new_file(b"b" * 400_000), asha)
    (first, _second) = files_of_plan(plan.id)
    delete_entry(plan.id, first.id, by=asha, at=NOON)

    with pytest.raises(RuleBroken, match="which is all that fits") as refused:
        attach(plan, update, new_file(b"c"), asha)
    erase_file(plan.id, first.id, by=asha, at=NOON)
    attach(plan, update, new_file(b"c"), asha)
    attach(other, theirs, new_file(b"d" * 900_000), ours)

    assert refused.value.field == "file_1"
    assert len([one for one in files_of_plan(plan.id) if one.digest]) == 2


def test_what_is_missing_or_altered_in_the_store_is_found(plan: PlanFacts) -> None:
    asha = make_member(plan)
    update = make_update(plan, asha)
    for content in (b"one", b"two"):
        attach(plan, update, new_file(content), asha)
    assert problems_in(plan) == []
    gone, altered = (file.id for file in files_of_plan(plan.id))

    store().remove(gone)
    store().keep(altered, b"not the same")

    assert problems_in(plan) == [
        f"speaks of file {gone.hex}, which is missing from the store",
        f"speaks of file {gone.hex}-small, which is missing from the store",
        f"speaks of file {altered.hex}, which was altered in the store",
    ]


def test_what_no_entry_tells_of_is_cleared_away_after_a_day(plan: PlanFacts) -> None:
    asha = make_member(plan)
    attach(plan, make_update(plan, asha), new_file(), asha)
    lost = uuid4()
    store().keep(lost, b"of a save that was cut off")
    store().keep(lost, b"small", part=SMALL)
    (told,) = files_of_plan(plan.id)

    assert clear_away(at=utc_now()) == 0
    clear_away(at=utc_now() + LATER)

    assert store().read(told.id) == CONTENT
    with pytest.raises(FileNotFoundError):
        store().read(lost)
    assert clear_away(at=utc_now() + LATER) == 0


def test_files_of_a_save_that_fails_are_taken_out_again(plan: PlanFacts) -> None:
    kept: list[UUID] = []

    def fail() -> None:
        with in_store([new_file()]) as files:
            kept.extend(one.id for one in files)
            raise RuleBroken(message("No."))

    with pytest.raises(RuleBroken):
        fail()
    with pytest.raises(FileNotFoundError):
        store().read(kept[0])


def test_a_store_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    own, file_id = FileStore(tmp_path / "files", most_of_plan=1), uuid4()
    own.keep(file_id, b"whole")
    half = next((tmp_path / "files").glob("??")) / ".half"
    half.write_bytes(b"of a machine that stopped")
    os.utime(half, (0, 0))

    assert list(own.kept_before(utc_now() - LATER)) == []

    assert not half.exists()
    assert oct(half.parent.stat().st_mode)[-3:] == "700"
    with pytest.raises(ValueError, match="no name of a file"):
        own.read(file_id, part="/../../etc/passwd")


def problems_in(plan: PlanFacts) -> list[str]:
    session().rollback()
    chain = next(chain for chain in kept_chains() if chain.id == plan.id)
    found = [one.fault for one in verify_chain(chain) if isinstance(one, Verified)]
    return [fault.problem for fault in found if fault]
