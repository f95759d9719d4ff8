"""The log: writes an event for every change of a tracked record, in the transaction that makes it."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Insert, Select, Update, Uuid, bindparam, event, insert, select, update
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from ucap.core.database import session
from ucap.core.errors import NotFound
from ucap.history.chain import digest_of, hash_of, json_of, moment
from ucap.history.models import ERASED, Chain, Event, EventValue, Tracked

_OPEN_CHANGE = "ucap_open_change"

BY_LINK = "is_by_link"
"""What the hash covers of an event that was made by a personal link, and of no other."""

Follower = Callable[[Connection, UUID, datetime], None]
"""Is told, in the same transaction, that a chain was changed and when."""

_followers: list[Follower] = []


@dataclass
class _Change:
    """Who changes which chain, when, and how far the chain has come."""

    chain_id: UUID
    by_id: UUID
    at: datetime
    length: int
    head: str
    is_by_link: bool = False
    is_written: bool = False


@dataclass(frozen=True)
class _FieldChange:
    record: Tracked
    field: str
    language: str
    old: object
    new: object


def start_chain(chain_id: UUID) -> None:
    """Begin an empty chain for a record."""
    session().add(Chain(id=chain_id, length=0, head=""))
    session().flush()


def open_first_change(chain_id: UUID, *, by_id: UUID, at: datetime) -> None:
    """Do as `open_change` does, for a record that has no chain before it is changed; the caller has locked it."""
    if session().get(Chain, chain_id) is None:
        start_chain(chain_id)
    open_change(chain_id, by_id=by_id, at=at)


def open_change(chain_id: UUID, *, by_id: UUID, at: datetime, is_by_link: bool = False) -> None:
    """Lock the chain's record until the transaction ends, and log what is changed from now on as this person's doing.

    Args:
        is_by_link: whether it is done by somebody without an account, to whom this person gave a personal link.

    Raises:
        NotFound: if there is no such chain.
    """
    row = session().execute(_chain_locked(), {"chain": chain_id}).one_or_none()
    if row is None:
        raise NotFound
    session().info[_OPEN_CHANGE] = _Change(chain_id, by_id, at, row.length, row.head, is_by_link)


@cache
def _chain_locked() -> Select[int, str]:
    """Made once, as those below, for every change runs it."""
    chain = Chain.__table__.c
    locked = select(chain.length, chain.head).where(chain.id == bindparam("chain", type_=Uuid()))
    return locked.with_for_update(key_share=True)


def is_anything_written() -> bool:
    """Tell whether anything was logged since the change was opened, as far as it is flushed."""
    change: _Change | None = session().info.get(_OPEN_CHANGE)
    return change is not None and change.is_written


def _tracked_changes(flushed: Session) -> Iterator[_FieldChange]:
    for record in (*flushed.new, *flushed.dirty, *flushed.deleted):
        if not isinstance(record, Tracked):
            continue
        gone = record in flushed.deleted
        for attribute, (field, language) in record.logged_fields().items():
            past = get_history(record, attribute)
            if gone:
                before = (*past.deleted, *past.unchanged)
                old, new = (before[0] if before else None), None
            else:
                old = past.deleted[0] if past.deleted else None
                new = past.added[0] if past.added else None
                if not past.added and not past.deleted:
                    continue
            if old != new:
                yield _FieldChange(record, field, language, old, new)


def _write_events(flushed: Session, _context: UOWTransaction) -> None:
    changes = list(_tracked_changes(flushed))
    if not changes:
        return
    change = _open_change_of(flushed)
    _write(flushed, change, changes)


def _write(writing: Session, change: _Change, changes: Iterable[_FieldChange]) -> None:
    """Put the changes at the end of the chain."""
    events: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    for field_change in changes:
        _append(change, field_change, events, values)
    change.is_written = True
    connection = writing.connection()
    connection.execute(_events_added(), events)
    if values:
        connection.execute(_values_added(), values)
    connection.execute(_chain_moved(), {"chain": change.chain_id, "length": change.length, "head": change.head})
    for follower in _followers:
        follower(connection, change.chain_id, change.at)


@cache
def _events_added() -> Insert:
    return insert(Event)


@cache
def _values_added() -> Insert:
    return insert(EventValue)


@cache
def _chain_moved() -> Update:
    kept: dict[str, Any] = {"length": bindparam("length"), "head": bindparam("head")}
    return update(Chain).where(Chain.id == bindparam("chain", type_=Uuid())).values(kept)


def _open_change_of(changing: Session) -> _Change:
    change: _Change | None = changing.info.get(_OPEN_CHANGE)
    if change is None:
        raise ValueError("tracked records are changed inside open_change only")
    return change


@dataclass(frozen=True)
class _ErasedIn(Tracked):
    """The record in whose history something was erased; its version stays as it is."""

    record_type: str  # type: ignore[misc] # of this one record
    record_id: UUID
    version: int

    def logged_record(self) -> UUID:
        return self.record_id

    def logged_version(self) -> int:
        return self.version

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        return {}


def log_erasure(record_type: str, record_id: UUID, field: str | None, *, version: int) -> None:
    """Log, as part of the open change, that values of the record's field were erased; of none that the log knows."""
    record = _ErasedIn(record_type, record_id, version)
    _write(session(), _open_change_of(session()), [_FieldChange(record, ERASED, "", None, field)])


def _append(change: _Change, made: _FieldChange, events: list[dict[str, Any]], values: list[dict[str, Any]]) -> None:
    event_id = uuid4()
    digests = {}
    for side, value in (("old", made.old), ("new", made.new)):
        text, salt = json_of(value), secrets.token_hex(16)
        digests[side] = digest_of(salt, text)
        if text is not None:
            values.append({"event_id": event_id, "side": side, "salt": salt, "value": text})
    facts: dict[str, str | int] = {
        "number": change.length + 1,
        "record_type": made.record.record_type,
        "field": made.field,
        "language": made.language,
        "version": made.record.logged_version(),
        "old_digest": digests["old"],
        "new_digest": digests["new"],
    }
    if change.is_by_link:
        facts[BY_LINK] = True
    record_id = made.record.logged_record()
    change.head = hash_of(change.head, hashed_facts(facts, change.chain_id, record_id, change.by_id, change.at))
    facts[BY_LINK] = change.is_by_link
    change.length += 1
    kept = {"record_id": record_id, "chain_id": change.chain_id, "by_id": change.by_id, "at": change.at}
    events.append({"id": event_id, "hash": change.head, **facts, **kept})


def hashed_facts(
    facts: dict[str, str | int], chain_id: UUID, record_id: UUID, by_id: UUID, at: datetime
) -> dict[str, str | int]:
    """Return what the hash of an event covers."""
    return {
        **facts,
        "chain_id": str(chain_id),
        "record_id": str(record_id),
        "by_id": str(by_id),
        "at": moment(at),
    }


def _refuse_bulk_changes(state: ORMExecuteState) -> None:
    """Refuse statements that would change tracked records behind the log's back."""
    is_change = state.is_insert or state.is_update or state.is_delete
    if is_change and state.bind_mapper is not None and issubclass(state.bind_mapper.class_, Tracked):
        raise ValueError("tracked records are changed one by one, so that the log sees it")


def listen() -> None:
    """Make every session write the log; called once, when the application is made."""
    if not event.contains(Session, "after_flush", _write_events):
        event.listen(Session, "after_flush", _write_events)
        event.listen(Session, "do_orm_execute", _refuse_bulk_changes)


def follow(follower: Follower) -> None:
    """Have the follower told of every change; called once for each, when the application is made."""
    if follower not in _followers:
        _followers.append(follower)
