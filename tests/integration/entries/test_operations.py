from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.factories import NOON, change_entry, entry_of, make_entry, make_member, make_person, make_plan
from ucap.core.database import session, transactional
from ucap.core.errors import EditConflict, Forbidden, NotFound, RuleBroken
from ucap.entries.fields import FieldValue
from ucap.entries.models import EntryText
from ucap.entries.operations.saving import add_entry, save_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.history.models import Chain, Event, EventValue
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import MeasureState

LATER = NOON + timedelta(hours=1)


def test_an_entry_is_added_at_the_end_with_all_its_values(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan, name="Asha Rao")
    make_entry(plan, Measure, by=asha)
    objective = make_entry(plan, Objective, by=asha)
    values: dict[str, FieldValue] = {
        "title": "Water plaza",
        "giver_id": plan.sides[1].id,
        "receiver_id": plan.sides[0].id,
        "practice": "A square.",
        "why_it_works": "Rain.",
        "must_change": "The market.",
        "mode": TransferMode.ADAPT,
        "objectives": (objective,),
        "state": MeasureState.PROPOSED,
        "state_because": "It came up in May.",
    }

    added = entry_of(plan, add_entry(plan.id, Measure, values=values, by=asha, at=LATER))

    assert added.values() == values
    assert (added.position, added.version, added.language) == (2, 1, "en")
    assert (added.created_by, added.created_at, added.changed_by, added.changed_at) == (
        "Asha Rao",
        LATER,
        "Asha Rao",
        LATER,
    )


def test_a_save_raises_the_version_once_and_says_who_and_when(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan, name="Asha Rao"), make_member(plan, side=1, name="Bram Vos")
    objective = make_entry(plan, Objective, by=asha)

    change_entry(plan, objective, by=bram, at=LATER, statement="New", indicator="New", unit="m³", target=Decimal("1.5"))

    saved = entry_of(plan, objective)
    assert saved.version == 2
    assert (saved.created_by, saved.changed_by, saved.changed_at) == ("Asha Rao", "Bram Vos", LATER)


def test_a_value_that_is_taken_away_is_gone(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    objective = make_entry(
        plan, Objective, by=asha, unit="m³", target=Decimal(1), due_on=date(2027, 1, 1), area=(area,), indicator="x"
    )

    change_entry(plan, objective, by=asha, unit=None, target=None, due_on=None, area=(), indicator="")

    left = entry_of(plan, objective)
    assert {name: value for name, value in left.values().items() if value} == {"statement": "objective"}


def test_saving_what_stands_there_changes_nothing(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan, name="Asha Rao"), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha)
    objective = make_entry(plan, Objective, by=asha, area=(area,), target=Decimal("1.50"), unit="m³", indicator="x")
    before, events = entry_of(plan, objective), count_of(Event)

    change_entry(plan, objective, by=bram, at=LATER, target=Decimal("1.5"))

    assert entry_of(plan, objective) == before
    assert count_of(Event) == events


def test_a_save_over_a_newer_version_is_refused_and_changes_nothing(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    area = make_entry(plan, Area, by=asha)
    change_entry(plan, area, by=asha, focus="Hers")

    for seen in (0, 1, 3):
        with pytest.raises(EditConflict):
            save_entry(plan.id, area, values={"focus": "His"}, seen_version=seen, by=bram, at=LATER)

    assert entry_of(plan, area).title() == "Hers"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEAD])
def test_editors_and_leads_of_each_side_write(app: Flask, role: Role) -> None:
    plan = make_plan("A", "B", "C")
    writers = [make_member(plan, role, side=side) for side in range(3)]

    area = make_entry(plan, Area, by=writers[0])
    for number, writer in enumerate(writers):
        change_entry(plan, area, by=writer, focus=f"Focus {number}")

    assert entry_of(plan, area).version == 4


def test_an_observer_may_not_write_and_is_told_who_leads_the_own_side(app: Flask) -> None:
    plan = make_plan()
    asha, observer = make_member(plan), make_member(plan, Role.OBSERVER)
    make_member(plan, Role.LEAD, name="Lena Lead")
    make_member(plan, Role.LEAD, side=1, name="Other Lead")
    area = make_entry(plan, Area, by=asha)

    with pytest.raises(Forbidden) as added:
        make_entry(plan, Area, by=observer)
    with pytest.raises(Forbidden) as saved:
        save_entry(plan.id, area, values={"focus": "x"}, seen_version=1, by=observer, at=NOON)

    assert added.value.ask == saved.value.ask == ["Lena Lead"]
    assert [entry.title() for entry in entries_of_plan(plan.id)] == ["area"]


def test_for_outsiders_there_is_no_plan(app: Flask) -> None:
    plan, other = make_plan(), make_plan("Colima", "Galați")
    area = make_entry(plan, Area, by=make_member(plan))

    for stranger in (make_person(), make_member(other, Role.LEAD)):
        with pytest.raises(NotFound):
            make_entry(plan, Area, by=stranger)
        with pytest.raises(NotFound):
            save_entry(plan.id, area, values={"focus": "x"}, seen_version=1, by=stranger, at=NOON)


def test_an_entry_of_another_plan_is_not_there(app: Flask) -> None:
    plan, other = make_plan(), make_plan("Colima", "Galați")
    asha = make_member(plan)
    area = make_entry(other, Area, by=make_member(other))

    for missing in (area, uuid4()):
        with pytest.raises(NotFound):
            save_entry(plan.id, missing, values={"focus": "x"}, seen_version=1, by=asha, at=NOON)
    with pytest.raises(NotFound):
        add_entry(uuid4(), Area, values={"focus": "x"}, by=asha, at=NOON)


@pytest.mark.parametrize("field", ["giver_id", "receiver_id"])
def test_a_side_of_another_pairing_is_refused(app: Flask, field: str) -> None:
    plan, other = make_plan(), make_plan("Colima", "Galați")
    asha = make_member(plan)

    for foreign in (other.sides[0].id, uuid4()):
        with pytest.raises(RuleBroken) as broken:
            add_entry(plan.id, Measure, values={"title": "x", field: foreign}, by=asha, at=NOON)
        assert broken.value.field == field


def test_links_to_other_plans_and_to_other_types_are_refused(app: Flask) -> None:
    plan, other = make_plan(), make_plan("Colima", "Galați")
    asha = make_member(plan)
    area, objective = make_entry(plan, Area, by=asha), make_entry(plan, Objective, by=asha)
    foreign = make_entry(other, Objective, by=make_member(other))

    for targets in ((foreign,), (area,), (uuid4(),), (objective, foreign)):
        with pytest.raises(RuleBroken) as broken:
            make_entry(plan, Measure, by=asha, objectives=targets)
        assert broken.value.field == "objectives"


def test_a_field_for_one_link_takes_one(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second = make_entry(plan, Area, by=asha), make_entry(plan, Area, by=asha)

    with pytest.raises(RuleBroken) as broken:
        make_entry(plan, Objective, by=asha, area=(first, second))

    assert broken.value.field == "area"


def test_the_same_link_twice_is_one_link(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)

    measure = make_entry(plan, Measure, by=asha, objectives=(objective, objective))

    assert entry_of(plan, measure).value("objectives") == (objective,)


def test_a_measure_from_a_side_to_itself_is_refused(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    side = plan.sides[0].id
    measure = make_entry(plan, Measure, by=asha, giver_id=side)

    with pytest.raises(RuleBroken) as added:
        make_entry(plan, Measure, by=asha, giver_id=side, receiver_id=side)
    with pytest.raises(RuleBroken) as saved:
        change_entry(plan, measure, by=asha, receiver_id=side)

    assert added.value.field == saved.value.field == "receiver_id"
    assert entry_of(plan, measure).version == 1


def test_an_operation_that_fails_leaves_no_trace(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    traces = [count_of(table) for table in (Event, EventValue, EntryText)]

    @transactional
    def write_and_fail() -> None:
        change_entry(plan, area, by=asha, focus="Half")
        make_entry(plan, Area, by=asha, focus="Never")
        raise RuleBroken(Area.singular)

    with pytest.raises(RuleBroken):
        write_and_fail()

    assert [entry.title() for entry in entries_of_plan(plan.id)] == ["area"]
    assert [count_of(table) for table in (Event, EventValue, EntryText)] == traces
    assert session().scalars(select(Chain.length).where(Chain.id == plan.id)).one() == plan.version + traces[0]


def test_after_a_failure_the_next_operation_works(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)

    @transactional
    def write_twice() -> None:
        session().add(EntryText(entry_id=uuid4(), field="focus", language="en", text="x", version=1))
        session().flush()

    with pytest.raises((IntegrityError, ValueError)):
        write_twice()

    assert entry_of(plan, make_entry(plan, Area, by=asha)).version == 1


def count_of(table: type[Event | EventValue | EntryText]) -> int:
    return session().scalars(select(func.count()).select_from(table)).one()
