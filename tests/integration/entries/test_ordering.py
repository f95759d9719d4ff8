"""The order of entries, under any sequence of what people do with it."""

from datetime import timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories import NOON, change_entry, entry_of, make_entry, make_member, make_plan
from ucap.core.database import session
from ucap.core.errors import RuleBroken
from ucap.entries.models import Entry
from ucap.entries.operations.arranging import duplicate_entry, move_entry
from ucap.entries.operations.deleting import bring_back_entry, delete_entry
from ucap.entries.operations.saving import save_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.history.chain import hash_of
from ucap.history.log import hashed_facts
from ucap.history.models import Chain, Event
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.objectives import Area, Objective

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "delete", "back", "copy", "save back", "add"]), st.integers(0, 6), st.integers(1, 8)
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_the_places_stay_without_gap_and_a_move_is_one_event(
    app: Flask, steps: list[tuple[str, int, int]]
) -> None:
    plan = make_plan()
    asha = make_member(plan)
    known = [make_entry(plan, Area, by=asha, focus=f"Area {number}") for number in range(4)]
    other = make_entry(plan, Objective, by=asha)
    minutes = count(1)

    for what, which, place in steps:
        entry, at = known[which % len(known)], NOON + timedelta(minutes=next(minutes))
        before, events = order_of(plan), count_events()
        if what == "move" and entry in before and place <= len(before):
            move_entry(plan.id, entry, to_position=place, by=asha, at=at)
            wanted = [one for one in before if one != entry]
            wanted.insert(place - 1, entry)
            assert order_of(plan) == wanted
            assert count_events() - events == (0 if wanted == before else 1)
        elif what == "delete":
            delete_entry(plan.id, entry, by=asha, at=at)
            assert order_of(plan) == [one for one in before if one != entry]
        elif what == "back":
            bring_back_entry(plan.id, entry, by=asha, at=at)
            assert [one for one in order_of(plan) if one in before] == before
        elif what == "copy" and entry in before:
            known.append(duplicate_entry(plan.id, entry, by=asha, at=at))
            assert order_of(plan).index(known[-1]) == before.index(entry) + 1
        elif what == "save back" and entry not in before:
            values = {"focus": f"Saved at {at}"}
            save_entry(plan.id, entry, values=values, seen_version=version_of(entry), by=asha, at=at)
            assert entry in order_of(plan)
        elif what == "add":
            known.append(make_entry(plan, Area, by=asha, at=at))
            assert order_of(plan)[-1] == known[-1]
        assert positions_of(plan) == list(range(1, len(order_of(plan)) + 1))

    assert entry_of(plan, other).position == 1
    assert is_whole(plan)


def test_a_move_leaves_the_version_and_who_wrote_last(app: Flask) -> None:
    plan, (first, second, _third) = plan_of_three()
    bram = make_member(plan, side=1, name="Bram Vos")
    before = entry_of(plan, second)

    move_entry(plan.id, second, to_position=1, by=bram, at=NOON + timedelta(hours=1))

    after = entry_of(plan, second)
    assert (after.version, after.changed_at, after.changed_by) == (before.version, before.changed_at, before.changed_by)
    assert entry_of(plan, first).position == 2


def test_who_writes_in_an_entry_that_is_moved_saves_without_a_conflict(app: Flask) -> None:
    plan, (first, _second, _third) = plan_of_three()
    asha = make_member(plan)

    move_entry(plan.id, first, to_position=3, by=asha, at=NOON)
    save_entry(plan.id, first, values={"focus": "Mine"}, seen_version=1, by=asha, at=NOON)

    assert [entry.title() for entry in entries_of_plan(plan.id)] == ["Two", "Three", "Mine"]


@pytest.mark.parametrize("place", [0, -1, 4, 2**31, 10**30])
def test_a_place_that_the_list_does_not_have_is_refused(app: Flask, place: int) -> None:
    plan, ids = plan_of_three()
    asha = make_member(plan)

    with pytest.raises(RuleBroken):
        move_entry(plan.id, ids[0], to_position=place, by=asha, at=NOON)

    assert order_of(plan) == ids


@pytest.mark.parametrize("place", [1, 2, 3])
def test_each_place_of_the_list_can_be_moved_to(app: Flask, place: int) -> None:
    plan, ids = plan_of_three()

    move_entry(plan.id, ids[1], to_position=place, by=make_member(plan), at=NOON)

    assert order_of(plan).index(ids[1]) == place - 1


def test_the_order_of_another_plan_and_of_another_type_stays(app: Flask) -> None:
    plan, ids = plan_of_three()
    other, others = plan_of_three()
    asha = make_member(plan)
    objectives = [make_entry(plan, Objective, by=asha) for _ in range(3)]

    move_entry(plan.id, ids[0], to_position=3, by=asha, at=NOON)
    delete_entry(plan.id, ids[1], by=asha, at=NOON)

    assert order_of(other) == others
    assert [entry_of(plan, one).position for one in objectives] == [1, 2, 3]


def test_a_deleted_entry_comes_back_to_its_old_place(app: Flask) -> None:
    plan, ids = plan_of_three()
    asha = make_member(plan)

    delete_entry(plan.id, ids[1], by=asha, at=NOON)
    bring_back_entry(plan.id, ids[1], by=asha, at=NOON)

    assert order_of(plan) == ids


def test_it_comes_last_where_its_old_place_is_gone(app: Flask) -> None:
    plan, ids = plan_of_three()
    asha = make_member(plan)

    for one in (ids[2], ids[1]):
        delete_entry(plan.id, one, by=asha, at=NOON)
    bring_back_entry(plan.id, ids[2], by=asha, at=NOON)

    assert order_of(plan) == [ids[0], ids[2]]
    assert positions_of(plan) == [1, 2]


def test_a_move_in_the_transaction_of_another_change_sees_what_it_did(app: Flask) -> None:
    plan, ids = plan_of_three()
    asha = make_member(plan)
    change_entry(plan, ids[2], by=asha, focus="Changed")

    for one in reversed(ids):
        move_entry(plan.id, one, to_position=3, by=asha, at=NOON)

    assert order_of(plan) == list(reversed(ids))


def plan_of_three() -> tuple[PlanFacts, list[UUID]]:
    plan = make_plan(f"A {uuid4()}", f"B {uuid4()}")
    asha = make_member(plan, name="Asha Rao")
    return plan, [make_entry(plan, Area, by=asha, focus=focus) for focus in ("One", "Two", "Three")]


def order_of(plan: PlanFacts) -> list[UUID]:
    return [entry.id for entry in entries_of_plan(plan.id, [Area])]


def positions_of(plan: PlanFacts) -> list[int]:
    return [entry.position for entry in entries_of_plan(plan.id, [Area])]


def version_of(entry_id: UUID) -> int:
    return session().scalars(select(Entry.version).where(Entry.id == entry_id)).one()


def count_events() -> int:
    return session().scalars(select(func.count()).select_from(Event)).one()


def is_whole(plan: PlanFacts) -> bool:
    """Tell whether each event of the plan's chain follows from the one before, and the chain ends with the last."""
    previous = ""
    for event in session().scalars(select(Event).where(Event.chain_id == plan.id).order_by(Event.number)):
        names = ("number", "record_type", "field", "language", "version", "old_digest", "new_digest")
        facts = {name: getattr(event, name) for name in names}
        previous = hash_of(previous, hashed_facts(facts, event.chain_id, event.record_id, event.by_id, event.at))
        assert event.hash == previous
    return session().scalars(select(Chain.head).where(Chain.id == plan.id)).one() == previous
