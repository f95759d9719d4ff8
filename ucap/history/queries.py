"""Questions to the log."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from ucap.core.database import rows, session
from ucap.history.models import ERASED, POSITION, Chain, Event, EventValue
from ucap.history.verify import KeptChain, KeptEvent, KeptValue


@dataclass(frozen=True)
class EventFacts:
    """One field that got a new value; values are JSON, None for no value or one that was erased.

    Attributes:
        is_old_erased: whether there was a value before and nobody can know it any more.
        is_new_erased: the same of the value after.
    """

    number: int
    field: str
    language: str
    old: str | None
    new: str | None
    is_old_erased: bool = False
    is_new_erased: bool = False


@dataclass(frozen=True)
class Change:
    """What somebody changed in one record at once."""

    record_id: UUID
    version: int
    by_id: UUID
    at: datetime
    events: Sequence[EventFacts]
    is_by_link: bool = False

    @property
    def first_number(self) -> int:
        """Return the number of its first event in the chain."""
        return min(event.number for event in self.events)

    @property
    def last_number(self) -> int:
        """Return the number of its last event in the chain."""
        return max(event.number for event in self.events)


@dataclass(frozen=True)
class Wanted:
    """Which events are asked for; what is None asks for nothing in particular.

    Attributes:
        records: selects the ids of the records that they may belong to.
        field: the name of their field.
        by_id: who made them.
        since: the first moment.
        until: the moment after the last.
        after: the number of the event after which they come.
    """

    records: Select[UUID] | None = None
    field: str | None = None
    by_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on the events."""
        found: list[ColumnElement[bool]] = []
        if self.records is not None:
            found.append(Event.record_id.in_(self.records))
        if self.field is not None:
            found.append(Event.field == self.field)
        if self.by_id is not None:
            found.append(Event.by_id == self.by_id)
        if self.since is not None:
            found.append(Event.at >= self.since)
        if self.until is not None:
            found.append(Event.at < self.until)
        if self.after is not None:
            found.append(Event.number > self.after)
        return found


EVERYTHING = Wanted()
_LARGEST_NUMBER = 2**31 - 1


def event_number(text: str) -> int:
    """Return the number of an event as an address gives it.

    Raises:
        ValueError: if it cannot be one.
    """
    number = int(text)
    if not 0 < number <= _LARGEST_NUMBER:
        raise ValueError("events are numbered from 1")
    return number


def changes(
    chain_id: UUID,
    *,
    record_id: UUID | None = None,
    wanted: Wanted = EVERYTHING,
    before: int | None = None,
    most: int = 400,
) -> tuple[list[Change], int | None]:
    """Return the newest changes of a chain, or of one record in it, newest first; of each, what is wanted.

    Reads at most `most` events older than the event numbered `before`, and whole changes only. The second value is
    what to give as `before` for the next page; None if there is no older change.
    """
    statement = _events(chain_id).where(*wanted.conditions()).order_by(Event.number.desc()).limit(most + 1)
    if record_id is not None:
        statement = statement.where(Event.record_id == record_id)
    if before is not None:
        statement = statement.where(Event.number < before)
    events = rows(statement)
    found = _grouped(events)
    if len(events) <= most:
        return found, None
    whole = found[:-1] or found
    return whole, whole[-1].first_number


def changes_since(chain_id: UUID, record_id: UUID, version: int) -> list[Change]:
    """Return the changes of a record that came after its version, newest first; that it was moved is none.

    Nor is it one that something was erased from its history.
    """
    is_text = Event.field.not_in((POSITION, ERASED))
    statement = _events(chain_id).where(Event.record_id == record_id, Event.version > version, is_text)
    return _grouped(rows(statement.order_by(Event.number.desc())))


def changes_after(chain_id: UUID, number: int, *, record_id: UUID) -> list[Change]:
    """Return the changes of a record made after an event of the chain, newest first."""
    statement = _events(chain_id).where(Event.record_id == record_id, Event.number > number)
    return _grouped(rows(statement.order_by(Event.number.desc())))


def count_of_changes(chain_id: UUID, wanted: Wanted, *, record_id: UUID | None = None) -> int:
    """Return in how many changes there is something that is wanted."""
    statement = select(Event.record_id, Event.version).where(Event.chain_id == chain_id, *wanted.conditions())
    if record_id is not None:
        statement = statement.where(Event.record_id == record_id)
    return session().scalar(select(func.count()).select_from(statement.distinct().subquery())) or 0


def authors_of(chain_id: UUID) -> set[UUID]:
    """Return the ids of the people who made the events of a chain."""
    return set(session().scalars(select(Event.by_id).where(Event.chain_id == chain_id).distinct()))


def chains_with_author(person_id: UUID) -> list[UUID]:
    """Return the ids of the chains of which the person made an event."""
    statement = select(Event.chain_id).where(Event.by_id == person_id).distinct().order_by(Event.chain_id)
    return list(session().scalars(statement))


def number_at(chain_id: UUID, moment: datetime) -> int:
    """Return the number of the last event before a moment; 0 if there was none."""
    statement = select(func.max(Event.number)).where(Event.chain_id == chain_id, Event.at < moment)
    return session().scalar(statement) or 0


def moment_of(chain_id: UUID, number: int) -> datetime | None:
    """Return when the event of this number was made; None if there is none."""
    return session().scalar(select(Event.at).where(Event.chain_id == chain_id, Event.number == number))


def _events(chain_id: UUID) -> Select[*tuple[Any, ...]]:
    old, new = aliased(EventValue), aliased(EventValue)
    return (
        select(
            Event.number,
            Event.record_id,
            Event.field,
            Event.language,
            Event.version,
            Event.at,
            Event.by_id,
            Event.is_by_link,
            old.value.label("old"),
            new.value.label("new"),
            and_(Event.old_digest != "", old.value.is_(None)).label("is_old_erased"),
            and_(Event.new_digest != "", new.value.is_(None)).label("is_new_erased"),
        )
        .outerjoin(old, and_(old.event_id == Event.id, old.side == "old"))
        .outerjoin(new, and_(new.event_id == Event.id, new.side == "new"))
        .where(Event.chain_id == chain_id)
    )


_EVENT_FACTS = tuple(fact.name for fact in fields(EventFacts))


def _grouped(newest: Sequence[Any]) -> list[Change]:
    found = []
    for made, of_change in groupby(newest, key=lambda row: (row.record_id, row.version, row.by_id, row.at)):
        same = sorted(of_change, key=lambda row: row.number)
        events = [EventFacts(*(getattr(row, name) for name in _EVENT_FACTS)) for row in same]
        found.append(Change(*made, events, same[0].is_by_link))
    return found


def kept_chains() -> list[KeptChain]:
    """Return every chain as it is kept."""
    return [KeptChain(*row) for row in rows(select(Chain.id, Chain.length, Chain.head).order_by(Chain.id))]


def kept_events(chain_id: UUID) -> Iterator[KeptEvent]:
    """Yield the events of a chain with their values as they are kept, in their order, a few at a time."""
    old, new = aliased(EventValue), aliased(EventValue)
    statement = (
        select(
            *(getattr(Event, name) for name in _KEPT_FACTS),
            *(getattr(side, name) for side in (old, new) for name in ("event_id", "salt", "value")),
        )
        .outerjoin(old, and_(old.event_id == Event.id, old.side == "old"))
        .outerjoin(new, and_(new.event_id == Event.id, new.side == "new"))
        .where(Event.chain_id == chain_id)
        .order_by(Event.number)
        .execution_options(yield_per=1_000)
    )
    facts = len(_KEPT_FACTS)
    # PostgreSQL reads through a cursor of the server, which stays open when the reader stops at a fault.
    with session().execute(statement) as found:
        for row in found:
            values = (row[facts : facts + 3], row[facts + 3 :])
            yield KeptEvent(
                *row[:facts], *(None if event_id is None else KeptValue(*rest) for event_id, *rest in values)
            )


_KEPT_FACTS = tuple(fact.name for fact in fields(KeptEvent) if fact.name not in {"old", "new"})


def texts_of_chain(chain_id: UUID) -> list[tuple[UUID, str, str]]:
    """Return the texts that a history still knows, with their records and fields."""
    statement = (
        select(Event.record_id, Event.field, EventValue.value)
        .join(EventValue, EventValue.event_id == Event.id)
        .where(Event.chain_id == chain_id, EventValue.value.is_not(None))
        .order_by(Event.number, EventValue.side)
    )
    found = [(record_id, field, json.loads(str(value))) for record_id, field, value in session().execute(statement)]
    return [(record_id, field, text) for record_id, field, text in found if isinstance(text, str)]
