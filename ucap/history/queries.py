"""Questions to the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from ucap.core.database import session
from ucap.history.models import POSITION, Event, EventValue


@dataclass(frozen=True)
class EventFacts:
    """One field that got a new value; values are JSON, None for no value or one that was blanked."""

    number: int
    field: str
    language: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Change:
    """What somebody changed in one record at once."""

    record_id: UUID
    version: int
    by_id: UUID
    at: datetime
    events: Sequence[EventFacts]

    @property
    def first_number(self) -> int:
        """Return the number of its first event in the chain."""
        return min(event.number for event in self.events)


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
    chain_id: UUID, *, record_id: UUID | None = None, before: int | None = None, most: int = 400
) -> tuple[list[Change], int | None]:
    """Return the newest changes of a chain, or of one record in it, newest first.

    Reads at most `most` events older than the event numbered `before`, and whole changes only. The second value is
    what to give as `before` for the next page; None if there is no older change.
    """
    statement = _events(chain_id).order_by(Event.number.desc()).limit(most + 1)
    if record_id is not None:
        statement = statement.where(Event.record_id == record_id)
    if before is not None:
        statement = statement.where(Event.number < before)
    rows = session().execute(statement).all()
    found = _grouped(rows)
    if len(rows) <= most:
        return found, None
    whole = found[:-1] or found
    return whole, whole[-1].first_number


def changes_since(chain_id: UUID, record_id: UUID, version: int) -> list[Change]:
    """Return the changes of a record that came after its version, newest first; that it was moved is none."""
    statement = _events(chain_id).where(Event.record_id == record_id, Event.version > version, Event.field != POSITION)
    return _grouped(session().execute(statement.order_by(Event.number.desc())).all())


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
            old.value.label("old"),
            new.value.label("new"),
        )
        .outerjoin(old, and_(old.event_id == Event.id, old.side == "old"))
        .outerjoin(new, and_(new.event_id == Event.id, new.side == "new"))
        .where(Event.chain_id == chain_id)
    )


def _grouped(rows: Sequence[Any]) -> list[Change]:
    found = []
    for made, of_change in groupby(rows, key=lambda row: (row.record_id, row.version, row.by_id, row.at)):
        same = sorted(of_change, key=lambda row: row.number)
        events = [EventFacts(row.number, row.field, row.language, row.old, row.new) for row in same]
        found.append(Change(*made, events))
    return found
