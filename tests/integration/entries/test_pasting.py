from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from flask import Flask

from tests.factories import NOON, make_entry, make_member, make_plan
from tests.rows import digest_of_rows
from ucap.core.errors import Forbidden, NotFound, RuleBroken
from ucap.entries.fields import FieldValue
from ucap.entries.operations.pasting import add_entries
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import Role
from ucap.plans.models.objectives import Objective

LATER = NOON + timedelta(hours=1)
ROWS: list[dict[str, FieldValue]] = [{"statement": "Dry streets", "target": Decimal(5)}, {"statement": "More shade"}]


def test_rows_become_entries_in_their_order_after_those_there_are(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first = make_entry(plan, Objective, by=asha)

    added = add_entries(plan.id, Objective, rows=ROWS, key=uuid4(), by=asha, at=LATER)

    entries = entries_of_plan(plan.id, [Objective])
    assert [entry.id for entry in entries] == [first, *added]
    assert [entry.title() for entry in entries[1:]] == ["Dry streets", "More shade"]
    assert entries[1].columns["target"] == 5


def test_one_row_that_makes_no_sense_adds_none(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    before = digest_of_rows()

    with pytest.raises(RuleBroken):
        add_entries(plan.id, Objective, rows=[*ROWS, {"statement": ""}], key=uuid4(), by=asha, at=LATER)

    assert digest_of_rows() == before


def test_the_same_rows_with_the_same_key_are_added_once(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Objective, by=asha)
    key = uuid4()

    first = add_entries(plan.id, Objective, rows=ROWS, key=key, by=asha, at=LATER)
    before = digest_of_rows()
    second = add_entries(plan.id, Objective, rows=ROWS, key=key, by=asha, at=LATER + timedelta(hours=1))

    assert second == first
    assert digest_of_rows() == before


def test_other_rows_another_key_and_another_person_are_added(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    key = uuid4()
    add_entries(plan.id, Objective, rows=ROWS, key=key, by=asha, at=LATER)

    add_entries(plan.id, Objective, rows=ROWS[:1], key=key, by=asha, at=LATER)
    add_entries(plan.id, Objective, rows=ROWS, key=uuid4(), by=asha, at=LATER)
    add_entries(plan.id, Objective, rows=ROWS, key=key, by=bram, at=LATER)

    assert len(entries_of_plan(plan.id, [Objective])) == 7


def test_no_rows_add_nothing(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    before = digest_of_rows()

    assert add_entries(plan.id, Objective, rows=[], key=uuid4(), by=asha, at=LATER) == []
    assert digest_of_rows() == before


def test_who_may_not_write_adds_nothing(app: Flask) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    with pytest.raises(Forbidden):
        add_entries(plan.id, Objective, rows=ROWS, key=uuid4(), by=make_member(plan, Role.OBSERVER), at=LATER)
    with pytest.raises(NotFound):
        add_entries(plan.id, Objective, rows=ROWS, key=uuid4(), by=make_member(other), at=LATER)

    assert entries_of_plan(plan.id, [Objective]) == []
