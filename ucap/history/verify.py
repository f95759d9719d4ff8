"""Checking a chain, event by event, against what it says of itself and what stands. Pure functions over rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ucap.history.chain import digest_of, hash_of
from ucap.history.log import hashed_facts
from ucap.history.models import ERASED


@dataclass(frozen=True)
class Fault:
    """What does not fit, and at which event; None if it is at none."""

    number: int | None
    problem: str


@dataclass(frozen=True)
class Verified:
    """What came of checking a chain: how many events fit, and the first fault."""

    events: int
    fault: Fault | None


@dataclass(frozen=True)
class KeptValue:
    """A value as it is kept: None once it was erased."""

    salt: str
    value: str | None


@dataclass(frozen=True)
class KeptEvent:
    """An event as it is kept, with its values; None where it has none."""

    number: int
    chain_id: UUID
    record_type: str
    record_id: UUID
    field: str
    language: str
    version: int
    by_id: UUID
    at: datetime
    old_digest: str
    new_digest: str
    hash: str
    old: KeptValue | None
    new: KeptValue | None


@dataclass(frozen=True)
class KeptChain:
    """A chain as it is kept."""

    id: UUID
    length: int
    head: str


def fitting_events(chain: KeptChain, events: Iterable[KeptEvent]) -> Iterator[KeptEvent | Fault]:
    """Yield each event that fits, in the order of the chain; of a chain that is broken, the first fault as the last."""
    head, number = "", 0
    for event in events:
        fault = _fault_of(event, head, number + 1, chain)
        if fault is not None:
            yield fault
            return
        head, number = event.hash, event.number
        yield event
    if number < chain.length:
        yield Fault(number + 1, f"is missing: the chain has {chain.length} events")
    elif head != chain.head:
        yield Fault(number or None, "is not the one the chain ends with: its hash is not the chain's head")


def _fault_of(event: KeptEvent, head: str, expected: int, chain: KeptChain) -> Fault | None:
    if event.number != expected:
        return Fault(expected, f"is missing: event {event.number} comes instead")
    if expected > chain.length:
        return Fault(expected, f"was added without the log: the chain ends with event {chain.length}")
    if event.hash != _hash_of(event, head):
        return Fault(expected, "is not what was logged: its hash does not fit its content and the event before")
    for said, digest, kept in (("before", event.old_digest, event.old), ("after", event.new_digest, event.new)):
        if not _is_kept(digest, kept):
            return Fault(expected, f"has another value {said} the change than was logged")
    return None


def _hash_of(event: KeptEvent, head: str) -> str:
    facts: dict[str, str | int] = {
        "number": event.number,
        "record_type": event.record_type,
        "field": event.field,
        "language": event.language,
        "version": event.version,
        "old_digest": event.old_digest,
        "new_digest": event.new_digest,
    }
    return hash_of(head, hashed_facts(facts, event.chain_id, event.record_id, event.by_id, event.at))


def _is_kept(digest: str, kept: KeptValue | None) -> bool:
    """Tell whether the value is the one of the digest; one that was erased cannot be looked at any more."""
    if kept is None or not digest:
        return kept is None and not digest
    return kept.value is None or digest_of(kept.salt, kept.value) == digest


Standing = Mapping[tuple[UUID, str], str | None]
"""The values that rows hold, as the log would write them, by record and field."""


@dataclass(frozen=True)
class _Newest:
    """The newest event of a field: its number, and the value it left; None for none or one that was erased."""

    number: int
    value: str | None
    is_erased: bool


def verified_against_rows(
    chain: KeptChain, events: Iterable[KeptEvent], standing: Callable[[], Standing], *, is_whole: bool = False
) -> Iterator[int | Verified]:
    """Walk a chain and compare what it ends in with what stands; yield each event's number, then what came of it.

    Of a record that is older than its log, only those fields are compared that were changed since.

    Args:
        is_whole: whether no record is older than its log; otherwise the log tells, by its first version.
    """
    logged: dict[tuple[UUID, str], _Newest] = {}
    count, fault = 0, None
    for found in fitting_events(chain, events):
        if isinstance(found, Fault):
            fault = found
            break
        value = found.new.value if found.new else None
        if found.field != ERASED:  # says that values are gone, and leaves none
            is_erased = found.new is not None and value is None
            logged[found.record_id, found.field] = _Newest(found.number, value, is_erased)
        is_whole = is_whole or found.version == 1
        count = found.number
        yield count
    yield Verified(count, fault or next(_faults_of_rows(standing(), logged, is_whole=is_whole), None))


def _faults_of_rows(
    standing: Standing, logged: Mapping[tuple[UUID, str], _Newest], *, is_whole: bool
) -> Iterator[Fault]:
    for key in sorted(standing.keys() | logged.keys()):
        record_id, field = key
        newest = logged.get(key)
        if newest is None and is_whole and standing[key] is not None:
            yield Fault(None, f"no event tells of {field} of {record_id}")
        elif newest is not None and not newest.is_erased and newest.value != standing.get(key):
            yield Fault(newest.number, f"left another value than stands in {field} of {record_id}")
