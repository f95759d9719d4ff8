from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from tests.factories import NOON, change_entry, make_entry, make_member, make_plan
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound
from ucap.entries.models import Entry, EntryLink, EntryText
from ucap.history.chain import digest_of, hash_of
from ucap.history.log import hashed_facts, open_change, start_chain
from ucap.history.models import Chain, Event, EventValue
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import MeasureState

LATER = NOON + timedelta(hours=1)


def test_a_new_entry_is_logged_field_by_field(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)

    objective = make_entry(
        plan,
        Objective,
        by=asha,
        statement="Dry streets",
        area=(area,),
        unit="streets",
        target=Decimal("12.50"),
        due_on=date(2027, 12, 31),
    )

    logged = {(event.field, event.language): values_of(event) for event in events_of(objective)}
    assert logged == {
        ("", ""): (None, '"objective"'),
        ("statement", "en"): (None, '"Dry streets"'),
        ("area", ""): (None, f'"{area}"'),
        ("unit", ""): (None, '"streets"'),
        ("target", ""): (None, '"12.50"'),
        ("due_on", ""): (None, '"2027-12-31"'),
    }


def test_a_change_is_logged_with_what_was_before_who_and_when(app: Flask) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan, side=1)
    measure = make_entry(plan, Measure, by=asha, title="Old", practice="Same", state=MeasureState.PROPOSED)

    change_entry(plan, measure, by=bram, at=LATER, title="New", state=MeasureState.PILOTED, giver_id=plan.sides[0].id)

    changed = [event for event in events_of(measure) if event.version == 2]
    assert {event.field: values_of(event) for event in changed} == {
        "title": ('"Old"', '"New"'),
        "state": ('"proposed"', '"piloted"'),
        "giver_id": (None, f'"{plan.sides[0].id}"'),
    }
    assert {(event.by_id, event.at, event.chain_id, event.record_type) for event in changed} == {
        (bram.id, LATER, plan.id, "entry")
    }


def test_what_was_taken_away_is_logged(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha, target=Decimal(3), indicator="x")

    change_entry(plan, objective, by=asha, target=None, indicator="")

    changed = [event for event in events_of(objective) if event.version == 2]
    assert {event.field: values_of(event) for event in changed} == {"target": ('"3"', None), "indicator": ('"x"', '""')}


def test_links_are_logged_one_by_one(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second, third = (make_entry(plan, Objective, by=asha) for _ in range(3))
    measure = make_entry(plan, Measure, by=asha, objectives=(first, second))

    change_entry(plan, measure, by=asha, objectives=(second, third))

    logged = [(event.version, *values_of(event)) for event in events_of(measure) if event.field == "objectives"]
    assert sorted(logged, key=str) == sorted(
        [(1, None, f'"{first}"'), (1, None, f'"{second}"'), (2, f'"{first}"', None), (2, None, f'"{third}"')], key=str
    )


def test_the_chain_can_be_computed_again_from_what_is_stored(app: Flask) -> None:
    plan, other = make_plan(), make_plan("Colima", "Galați")
    asha, stranger = make_member(plan), make_member(other)
    objectives = [make_entry(plan, Objective, by=asha, statement=f"Galați {number}") for number in range(3)]
    make_entry(other, Area, by=stranger)
    measure = make_entry(plan, Measure, by=asha, objectives=tuple(objectives))
    change_entry(plan, measure, by=asha, at=LATER, objectives=(objectives[0],), practice="A square.")

    assert recomputed(plan.id) == head_of(plan.id)
    assert recomputed(other.id) == head_of(other.id)
    assert head_of(plan.id) != ""


def test_each_digest_fits_salt_and_value_and_no_salt_is_used_twice(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="One")
    change_entry(plan, area, by=asha, focus="Two")

    values = {(value.event_id, value.side): value for value in session().scalars(select(EventValue))}

    for event in session().scalars(select(Event)):
        for side, digest in (("old", event.old_digest), ("new", event.new_digest)):
            value = values.get((event.id, side))
            assert digest == (digest_of(value.salt, value.value) if value else "")
    assert len({value.salt for value in values.values()}) == len(values)


def test_a_value_that_is_blanked_leaves_the_chain_whole(app: Flask) -> None:
    plan = make_plan()
    make_entry(plan, Area, by=make_member(plan), focus="A name")

    session().execute(update(EventValue).values(value=None))
    session().commit()

    assert recomputed(plan.id) == head_of(plan.id)


def test_tracked_records_are_changed_inside_an_open_change_only(app: Flask) -> None:
    plan = make_plan()
    area = make_entry(plan, Area, by=make_member(plan))

    for change in (_change_text, _delete_text):
        with pytest.raises(ValueError, match="open_change"):
            transactional(change)(area)

    assert text_of(area) == "area"


def test_an_open_change_ends_with_its_transaction(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)

    @transactional
    def open_only() -> None:
        open_change(plan.id, by_id=asha.id, at=NOON)

    open_only()

    with pytest.raises(ValueError, match="open_change"):
        transactional(_change_text)(area)


def test_a_deleted_record_is_logged_with_its_last_value(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)

    @transactional
    def remove() -> None:
        open_change(plan.id, by_id=asha.id, at=LATER)
        _delete_text(area)

    remove()

    assert values_of(events_of(area)[-1]) == ('"area"', None)
    assert recomputed(plan.id) == head_of(plan.id)


@pytest.mark.parametrize("table", [Entry, Area, EntryText, EntryLink])
def test_bulk_changes_of_tracked_tables_are_refused(app: Flask, table: type[Entry | EntryText | EntryLink]) -> None:
    plan = make_plan()
    area = make_entry(plan, Area, by=make_member(plan))

    for statement in (update(table).values(id=uuid4()), delete(table), insert(table).values(id=uuid4())):
        with pytest.raises(ValueError, match="one by one"):
            session().execute(statement)
    session().rollback()

    assert text_of(area) == "area"


def test_a_chain_that_is_not_there_is_not_found(app: Flask) -> None:
    @transactional
    def open_nothing() -> None:
        open_change(uuid4(), by_id=uuid4(), at=NOON)

    with pytest.raises(NotFound):
        open_nothing()


def test_a_new_chain_is_empty(app: Flask) -> None:
    chain_id = uuid4()

    start_chain(chain_id)

    assert (head_of(chain_id), recomputed(chain_id)) == ("", "")


def _change_text(entry_id: UUID) -> None:
    session().scalars(select(EntryText).where(EntryText.entry_id == entry_id)).one().text = "changed"
    session().flush()


def _delete_text(entry_id: UUID) -> None:
    session().delete(session().scalars(select(EntryText).where(EntryText.entry_id == entry_id)).one())
    session().flush()


def text_of(entry_id: UUID) -> str:
    return session().scalars(select(EntryText.text).where(EntryText.entry_id == entry_id)).one()


def events_of(record_id: UUID) -> Sequence[Event]:
    return session().scalars(select(Event).where(Event.record_id == record_id).order_by(Event.number)).all()


def values_of(event: Event) -> tuple[str | None, str | None]:
    kept = session().execute(select(EventValue.side, EventValue.value).where(EventValue.event_id == event.id))
    values = {row.side: row.value for row in kept}
    return values.get("old"), values.get("new")


def head_of(chain_id: UUID) -> str:
    return session().scalars(select(Chain.head).where(Chain.id == chain_id)).one()


def recomputed(chain_id: UUID) -> str:
    """Return the head of the chain computed from its rows, each hash and number looked at on the way."""
    session().expire_all()
    head = ""
    events = session().scalars(select(Event).where(Event.chain_id == chain_id).order_by(Event.number)).all()
    for number, event in enumerate(events, start=1):
        facts: dict[str, str | int] = {
            "number": number,
            "record_type": event.record_type,
            "field": event.field,
            "language": event.language,
            "version": event.version,
            "old_digest": event.old_digest,
            "new_digest": event.new_digest,
        }
        head = hash_of(head, hashed_facts(facts, event.chain_id, event.record_id, event.by_id, event.at))
        assert event.hash == head
    assert session().scalars(select(Chain.length).where(Chain.id == chain_id)).one() == len(events)
    return head
