"""Erasing personal data from the history, so that the chain still verifies."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from ucap.core.database import session, transactional
from ucap.history.log import log_erasure, open_change
from ucap.history.models import Event, EventValue
from ucap.history.queries import texts_of_chain


@transactional
def erase_values(
    chain_id: UUID, record_id: UUID, field: str, *, matching: Callable[[str], bool], by_id: UUID, at: datetime
) -> int:
    """Erase from the history what a field of a record held, where it matches; return how many values were erased.

    Values go with their salts, so that nobody can guess them from their digests. What the field holds now is not
    touched: change it first. An event says that something was erased, by whom and when.

    Raises:
        NotFound: if there is no such chain.
    """
    open_change(chain_id, by_id=by_id, at=at)
    found = [
        row
        for row in _past_values(chain_id, record_id, field)
        if isinstance(held := json.loads(row.value), str) and matching(held)
    ]
    for row in found:
        session().execute(
            update(EventValue)
            .where(EventValue.event_id == row.event_id, EventValue.side == row.side)
            .values(value=None, salt="")
        )
    if found:
        log_erasure(found[0].record_type, record_id, field, version=found[0].version)
    return len(found)


@transactional
def erase_from_chain(chain_id: UUID, *, matching: Callable[[str], bool], by_id: UUID, at: datetime) -> None:
    """Erase from a whole history each text that matches, but for what fields hold now: change that first.

    Raises:
        NotFound: if there is no such chain.
    """
    known = texts_of_chain(chain_id)
    for record_id, field in sorted({(record_id, field) for record_id, field, text in known if matching(text)}):
        erase_values(chain_id, record_id, field, matching=matching, by_id=by_id, at=at)


@transactional
def note_erasure(chain_id: UUID, record_type: str, record_id: UUID, *, by_id: UUID, at: datetime) -> None:
    """Log in a chain that a record was erased which the chain names and does not hold, such as who made its events.

    Raises:
        NotFound: if there is no such chain.
    """
    open_change(chain_id, by_id=by_id, at=at)
    log_erasure(record_type, record_id, None, version=1)


def texts_known(chain_id: UUID, fields: Collection[str]) -> set[str]:
    """Return all texts that a history knows of these fields."""
    return {text for _record_id, field, text in texts_of_chain(chain_id) if field in fields}


def _past_values(chain_id: UUID, record_id: UUID, field: str) -> Sequence[Any]:
    """Return the values of the field that are still known, but for the one that each of its texts holds now."""
    own = (Event.chain_id == chain_id, Event.record_id == record_id, Event.field == field)
    newest = select(func.max(Event.number)).where(*own).group_by(Event.language)
    version = select(func.max(Event.version)).where(Event.chain_id == chain_id, Event.record_id == record_id)
    statement = (
        select(
            EventValue.event_id,
            EventValue.side,
            EventValue.value,
            Event.record_type,
            version.scalar_subquery().label("version"),
        )
        .join(Event, Event.id == EventValue.event_id)
        .where(*own, EventValue.value.is_not(None), ~(Event.number.in_(newest) & (EventValue.side == "new")))
        .order_by(Event.number, EventValue.side)
    )
    return session().execute(statement).all()
