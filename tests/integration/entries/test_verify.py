"""Whatever is changed behind the log's back is found, and the first event that does not fit is named."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Executable, Table, delete, insert, select, update

from tests.factories import NOON, change_entry, make_entry, make_member, make_plan
from ucap.core.database import Model, session
from ucap.entries.models import DELETED, Entry, EntryLink, EntryText
from ucap.entries.verify import verify_chain
from ucap.history.chain import digest_of, hash_of
from ucap.history.log import hashed_facts
from ucap.history.models import Chain, Event, EventValue
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.objectives import Area, Objective


def rows(model: type[Model]) -> Table:
    """Return the table itself, whose changes the log does not see."""
    return cast("Table", model.__table__)


EVENTS, VALUES, CHAINS = rows(Event), rows(EventValue), rows(Chain)


@pytest.fixture
def plan(app: Flask) -> PlanFacts:
    """Give a plan with an area and an objective in it, of nine events."""
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Rain")
    objective = make_entry(plan, Objective, by=asha, statement="Dry streets", area=(area,), unit="streets")
    change_entry(plan, area, by=asha, focus="Storms", at=NOON + timedelta(minutes=1))
    change_entry(plan, objective, by=asha, area=(), unit="days", at=NOON + timedelta(minutes=2))
    return plan


def verified(plan: PlanFacts) -> Verified:
    session().rollback()
    chain = next(chain for chain in kept_chains() if chain.id == plan.id)
    *_numbers, found = verify_chain(chain)
    assert isinstance(found, Verified)
    return found


def test_a_plan_written_through_the_application_verifies(plan: PlanFacts) -> None:
    assert verified(plan) == Verified(9, None)


def test_an_empty_plan_verifies(app: Flask) -> None:
    assert verified(make_plan()) == Verified(0, None)


def run(statement: Executable) -> None:
    session().connection().execute(statement)
    session().commit()


def change_event(plan: PlanFacts) -> None:
    run(update(EVENTS).where(EVENTS.c.number == 3).values(at=NOON - timedelta(days=1)))


def change_hash(plan: PlanFacts) -> None:
    run(update(EVENTS).where(EVENTS.c.number == 3).values(hash="0" * 64))


def change_author(plan: PlanFacts) -> None:
    run(update(EVENTS).where(EVENTS.c.number == 3).values(by_id=make_member(plan, side=1).id))


def change_value(plan: PlanFacts) -> None:
    run(update(VALUES).where(VALUES.c.event_id == id_of(3)).values(value='"forged"'))


def delete_value(plan: PlanFacts) -> None:
    run(delete(VALUES).where(VALUES.c.event_id == id_of(3)))


def add_value(plan: PlanFacts) -> None:
    run(insert(VALUES).values(event_id=id_of(3), side="old", salt="s", value='"forged"'))


def delete_event(plan: PlanFacts) -> None:
    run(delete(VALUES).where(VALUES.c.event_id == id_of(3)))
    run(delete(EVENTS).where(EVENTS.c.number == 3))


def swap_events(plan: PlanFacts) -> None:
    first, second = id_of(3), id_of(4)
    run(update(EVENTS).where(EVENTS.c.id == first).values(number=100))
    run(update(EVENTS).where(EVENTS.c.id == second).values(number=3))
    run(update(EVENTS).where(EVENTS.c.id == first).values(number=4))


@pytest.mark.parametrize(
    ("tamper", "problem"),
    [
        (change_event, "not what was logged"),
        (change_hash, "not what was logged"),
        (change_author, "not what was logged"),
        (change_value, "another value after"),
        (delete_value, "another value after"),
        (add_value, "another value before"),
        (delete_event, "is missing: event 4 comes instead"),
        (swap_events, "not what was logged"),
    ],
)
def test_the_first_event_that_does_not_fit_is_named(
    plan: PlanFacts, tamper: Callable[[PlanFacts], None], problem: str
) -> None:
    tamper(plan)

    found = verified(plan)

    assert found.events == 2
    assert found.fault
    assert found.fault.number == 3
    assert problem in found.fault.problem


def test_an_event_that_cannot_be_read_is_named(plan: PlanFacts) -> None:
    run(update(VALUES).where(VALUES.c.event_id == id_of(1)).values(value="no JSON"))

    found = verified(plan)

    assert found.fault
    assert found.fault.number == 1


def test_the_last_event_deleted_is_missed(plan: PlanFacts) -> None:
    run(delete(VALUES).where(VALUES.c.event_id == id_of(9)))
    run(delete(EVENTS).where(EVENTS.c.number == 9))

    found = verified(plan)

    assert found.fault
    assert (found.fault.number, found.fault.problem) == (9, "is missing: the chain has 9 events")


@pytest.mark.parametrize(
    ("values", "number"), [({"head": "0" * 64}, 9), ({"length": 8}, 9), ({"length": 10}, 10), ({"length": 0}, 1)]
)
def test_a_chain_that_says_something_else_of_itself_is_found(
    plan: PlanFacts, values: dict[str, Any], number: int
) -> None:
    run(update(CHAINS).where(CHAINS.c.id == plan.id).values(**values))

    found = verified(plan)

    assert found.fault
    assert found.fault.number == number


def test_an_event_appended_with_the_right_hash_is_found(plan: PlanFacts) -> None:
    append_forged(plan, with_head=False)

    found = verified(plan)

    assert found.fault
    assert (found.fault.number, found.fault.problem) == (10, "was added without the log: the chain ends with event 9")


def test_an_event_appended_with_the_right_hash_and_head_does_not_agree_with_the_plan(plan: PlanFacts) -> None:
    append_forged(plan, with_head=True)

    found = verified(plan)

    assert found.fault
    assert found.fault.number == 10
    assert "another value than the plan holds in focus" in found.fault.problem


def change_text(plan: PlanFacts) -> None:
    run(update(rows(EntryText)).where(rows(EntryText).c.field == "focus").values(text="forged"))


def change_column(plan: PlanFacts) -> None:
    run(update(rows(Objective)).values(unit="forged"))


def delete_text(plan: PlanFacts) -> None:
    run(delete(rows(EntryText)).where(rows(EntryText).c.field == "focus"))


def delete_entry(plan: PlanFacts) -> None:
    entries = rows(Entry)
    person = session().scalars(select(entries.c.created_by_id)).first()
    run(update(entries).where(entries.c.type == "area").values(deleted_at=NOON, deleted_by_id=person))


def bring_back_link(plan: PlanFacts) -> None:
    area, objective = (session().scalars(select(rows(table).c.id)).one() for table in (Area, Objective))
    links = rows(EntryLink)
    run(insert(links).values(id=uuid4(), entry_id=objective, field="area", target_id=area, version=2))


@pytest.mark.parametrize(
    ("tamper", "field", "number"),
    [
        (change_text, "focus", 7),
        (delete_text, "focus", 7),
        (change_column, "unit", None),
        (delete_entry, DELETED, 7),
        (bring_back_link, "area", None),
    ],
)
def test_a_row_changed_behind_the_logs_back_is_told_by_the_event_it_disagrees_with(
    plan: PlanFacts, tamper: Callable[[PlanFacts], None], field: str, number: int | None
) -> None:
    tamper(plan)

    found = verified(plan)

    assert found.events == 9
    assert found.fault
    assert f"another value than the plan holds in {field}" in found.fault.problem
    assert found.fault.number in ({number} if number else {8, 9})


def test_an_entry_that_no_event_tells_of_is_found(plan: PlanFacts) -> None:
    entries = rows(Entry)
    row = session().execute(select(entries).where(entries.c.type == "area")).mappings().one()
    entry_id = uuid4()
    run(insert(entries).values({**row, "id": entry_id, "position": 2}))
    run(insert(rows(Area)).values(id=entry_id))

    found = verified(plan)

    assert found.fault
    assert found.fault.problem == f"no event tells of entry {entry_id}"


def test_an_entry_that_is_gone_is_found(plan: PlanFacts) -> None:
    area = session().scalars(select(rows(Area).c.id)).one()
    for table in (rows(EntryText), rows(Area), rows(Entry)):
        column = table.c.entry_id if "entry_id" in table.c else table.c.id
        run(delete(table).where(column == area))

    found = verified(plan)

    assert found.fault
    assert found.fault.problem == f"speaks of entry {area}, which is not in the plan"


@pytest.mark.parametrize(
    ("values", "problem"),
    [({"shortcomings": []}, "what it lacks"), ({"written_by": []}, "sides"), ({"written_by": [1]}, "sides")],
)
def test_a_kept_fact_that_is_not_what_the_rules_say_is_found(
    plan: PlanFacts, values: dict[str, Any], problem: str
) -> None:
    run(update(rows(Entry)).where(rows(Entry).c.type == "area").values(**values))

    found = verified(plan)

    assert found.fault
    assert found.fault.number == 7
    assert problem in found.fault.problem


def test_sides_that_wrote_are_not_guessed_of_people_who_changed_posts(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Area, by=asha, at=NOON - timedelta(days=1))
    run(update(rows(Entry)).values(written_by=[1]))

    assert verified(plan).fault is None


def test_the_place_in_the_order_is_not_compared(plan: PlanFacts) -> None:
    run(update(rows(Entry)).where(rows(Entry).c.type == "area").values(position=7))

    assert verified(plan).fault is None


def test_a_value_that_was_erased_breaks_nothing(plan: PlanFacts) -> None:
    run(update(VALUES).values(value=None).where(VALUES.c.event_id.in_([id_of(2), id_of(7)])))

    assert verified(plan).fault is None


CHANGES = st.lists(st.tuples(st.integers(0, 2), st.text("ab ", max_size=4)), min_size=1, max_size=8)
FACTS = ("number", "record_type", "record_id", "field", "language", "version", "at", "old_digest", "new_digest", "hash")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(made=CHANGES, place=st.integers(0, 100), fact=st.sampled_from((*FACTS, "value", "gone")))
def test_any_single_change_of_any_history_is_found_at_its_place_or_before(
    app: Flask, made: list[tuple[int, str]], place: int, fact: str
) -> None:
    plan = make_plan()
    asha = make_member(plan)
    areas = [make_entry(plan, Area, by=asha, focus=f"Area {number}") for number in range(3)]
    for which, text in made:
        change_entry(plan, areas[which], by=asha, focus=f"{text}!")
    session().rollback()
    count = verified(plan).events
    number = place % count + 1

    tamper_with(plan, number, fact)

    found = verified(plan)
    assert found.fault
    assert found.fault.number is not None
    assert found.fault.number <= number


def tamper_with(plan: PlanFacts, number: int, fact: str) -> None:
    at = (EVENTS.c.chain_id == plan.id) & (EVENTS.c.number == number)
    event_id = session().scalars(select(EVENTS.c.id).where(at)).one()
    forged: dict[str, object] = {"number": 5_000, "record_id": uuid4(), "version": 77, "at": NOON + timedelta(days=9)}
    if fact == "value":
        run(update(VALUES).where(VALUES.c.event_id == event_id).values(value='"forged"'))
    elif fact == "gone":
        run(delete(VALUES).where(VALUES.c.event_id == event_id))
        run(delete(EVENTS).where(EVENTS.c.id == event_id))
    else:
        run(update(EVENTS).where(EVENTS.c.id == event_id).values({fact: forged.get(fact, "f")}))


def id_of(number: int) -> UUID:
    return session().scalars(select(Event.id).where(Event.number == number)).one()


def append_forged(plan: PlanFacts, *, with_head: bool) -> None:
    """Append an event to the chain as the log would have written it."""
    last = session().execute(select(EVENTS).where(EVENTS.c.number == 7)).mappings().one()
    head = session().scalars(select(Chain.head).where(Chain.id == plan.id)).one()
    digest = digest_of("salt", '"forged"')
    facts: dict[str, str | int] = {
        "number": 10,
        "record_type": last["record_type"],
        "field": last["field"],
        "language": last["language"],
        "version": 3,
        "old_digest": "",
        "new_digest": digest,
    }
    forged = hash_of(head, hashed_facts(facts, plan.id, last["record_id"], last["by_id"], last["at"]))
    event_id = uuid4()
    run(insert(EVENTS).values({**last, **facts, "id": event_id, "hash": forged}))
    run(insert(VALUES).values(event_id=event_id, side="new", salt="salt", value='"forged"'))
    if with_head:
        run(update(CHAINS).where(CHAINS.c.id == plan.id).values(length=10, head=forged))
