"""Checking that pairings are what their log says, and that what is kept with them follows from it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.history.chain import json_of
from ucap.history.queries import kept_events
from ucap.history.verify import Fault, KeptChain, KeptEvent, Verified, fitting_events
from ucap.pairings.models import LOGGED_FIELDS, MILESTONE_FIELDS, PLACE_FIELD, Milestone, Pairing, Side, SidePlace
from ucap.pairings.queries.kept import kept_for_lists

_Key = tuple[UUID, str]
"""A record of a pairing and one of its fields."""


@dataclass(frozen=True)
class _Newest:
    """The newest event of a field: its number, and the value it left; None for none or one that was erased."""

    number: int
    value: str | None
    is_erased: bool


def verify_pairing(chain: KeptChain) -> Iterator[int | Verified]:
    """Walk a chain and compare what it ends in with the pairing; yield each event's number, then what came of it."""
    logged: dict[_Key, _Newest] = {}
    count, fault, is_whole = 0, None, False
    for found in fitting_events(chain, kept_events(chain.id)):
        if isinstance(found, Fault):
            fault = found
            break
        logged[found.record_id, found.field] = _newest(found)
        is_whole = is_whole or found.version == 1
        count = found.number
        yield count
    yield Verified(count, fault or next(_faults_of_rows(chain.id, logged, is_whole=is_whole), None))


def _newest(event: KeptEvent) -> _Newest:
    value = event.new.value if event.new else None
    return _Newest(event.number, value, event.new is not None and value is None)


def _faults_of_rows(pairing_id: UUID, logged: Mapping[_Key, _Newest], *, is_whole: bool) -> Iterator[Fault]:
    """Yield what the rows do not agree with.

    A pairing made before there was a log has told of those fields only that were changed since.
    """
    standing = _standing_values(pairing_id)
    for key in sorted(standing.keys() | logged.keys()):
        record_id, field = key
        newest = logged.get(key)
        if newest is None and is_whole and standing[key] is not None:
            yield Fault(None, f"no event tells of {field} of {record_id}")
        elif newest is not None and not newest.is_erased and newest.value != standing.get(key):
            yield Fault(newest.number, f"left another value than stands in {field} of {record_id}")
    kept = select(Pairing.name_key, Pairing.phase_order, Pairing.theme_order, Pairing.search_text)
    row = session().execute(kept.where(Pairing.id == pairing_id)).one()
    if row._asdict() != asdict(kept_for_lists([pairing_id])[pairing_id]):
        yield Fault(None, "lists sort it or search it by something else than follows from its fields")


def _standing_values(pairing_id: UUID) -> dict[_Key, str | None]:
    """Return what the rows say of the pairing, its sides and milestones, as the log would write it."""
    columns = [getattr(Pairing, name) for name in LOGGED_FIELDS]
    row = session().execute(select(*columns).where(Pairing.id == pairing_id)).one()
    found: dict[_Key, str | None] = {(pairing_id, name): json_of(getattr(row, name)) for name in LOGGED_FIELDS}
    of_side = ("position", "language", "coordinating_body")
    sides = select(Side.id, *(getattr(Side, name) for name in of_side)).where(Side.pairing_id == pairing_id)
    for side in session().execute(sides.order_by(Side.id)):
        found |= {(side.id, name): json_of(getattr(side, name)) for name in of_side}
    places = select(SidePlace.side_id, SidePlace.place_id, SidePlace.position)
    places = places.join(Side, Side.id == SidePlace.side_id).where(Side.pairing_id == pairing_id)
    for place in session().execute(places.order_by(SidePlace.place_id)):
        found[place.side_id, f"{PLACE_FIELD}{place.place_id}"] = json_of(place.position)
    milestones = select(Milestone.phase, Milestone.planned_on, Milestone.reached_on)
    for one in session().execute(milestones.where(Milestone.pairing_id == pairing_id).order_by(Milestone.phase)):
        found |= {(pairing_id, f"{name}.{one.phase}"): json_of(getattr(one, name)) for name in MILESTONE_FIELDS}
    return found
