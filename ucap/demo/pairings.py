"""The pairings of the demonstration, brought to their phases as if over years."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.directory.models import Term
from ucap.pairings.models import Pairing, Phase
from ucap.pairings.operations.pairings import add_pairing
from ucap.pairings.operations.phases import move_phase, pause_pairing, plan_milestones
from ucap.pairings.rules import THEMES, PairingValues, PhaseMove, SideValues

_FILE = Path(__file__).resolve().parent / "data" / "pairings.csv"
_MONTHS = {
    Phase.MATCHED: 2,
    Phase.AGREEMENT_SIGNED: 4,
    Phase.EXPLORING: 5,
    Phase.FOCUS_AGREED: 8,
    Phase.DRAFTING: 10,
    Phase.ENDORSED: 16,
    Phase.PILOTING: 18,
    Phase.DECIDED: 26,
    Phase.AFTERCARE: 28,
    Phase.ARCHIVED: 36,
}
"""After how many months the pairings mean to reach the phases."""

_NEVER_PLANNED = {Phase.ARCHIVED}
_CLOSED = "The aftercare is over; what the cities keep doing is in their commitments."
_MORNING = time(9, 0, tzinfo=UTC)

Row = Mapping[str, str]
PlaceIds = Mapping[tuple[str, str], UUID]


@dataclass(frozen=True)
class _Loaded:
    """A pairing in the making, and how many of them were made before."""

    id: UUID
    row: Row
    number: int


def pairing_rows() -> list[Row]:
    """Return what the file says of each pairing."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_pairing(row: Row, number: int, *, programme_id: UUID, places: PlaceIds, by: Person) -> UUID:
    """Make a pairing, and bring it to the phase that the file says; return its id."""
    began_on = date.fromisoformat(row["applied_on"])
    made = add_pairing(programme_id, _values(row, places), by=by, at=_at(began_on), is_illustrative=True)
    loaded = _Loaded(made, row, number)
    planned = {
        phase: _months_after(began_on, months) for phase, months in _MONTHS.items() if phase not in _NEVER_PLANNED
    }
    plan_milestones(made, planned, seen_version=1, by=by, at=_at(began_on + timedelta(days=6)))
    _move(loaded, began_on, by)
    if row["paused_on"]:
        at = _at(date.fromisoformat(row["paused_on"]))
        pause_pairing(made, reason=row["pause_reason"], seen_version=_version(made), by=by, at=at)
    return made


def _values(row: Row, places: PlaceIds) -> PairingValues:
    return PairingValues(
        theme_id=session().scalars(select(Term.id).where(Term.scheme == THEMES, Term.code == row["theme"])).one(),
        topic=row["topic"][:1].upper() + row["topic"][1:],
        sides=tuple(_side(row, letter, places) for letter in "ab"),
        common_language=row["common_language"] or None,
        binding_language=row["binding_language"] or None,
    )


def _side(row: Row, letter: str, places: PlaceIds) -> SideValues:
    country = row[f"side_{letter}_country"]
    names = row[f"side_{letter}_places"].split(";")
    place_ids = tuple(places[name, country] for name in names)
    return SideValues(place_ids, row[f"side_{letter}_language"], row[f"side_{letter}_body"] or None)


def _move(loaded: _Loaded, began_on: date, by: Person) -> None:
    """Move the pairing on, phase by phase, now a little before the plan and now after it."""
    wanted = list(Phase).index(Phase(loaded.row["phase"]))
    for step, phase in enumerate(list(Phase)[1 : wanted + 1], start=1):
        on = _months_after(began_on, _MONTHS[phase]) + timedelta(days=(loaded.number * 7 + step * 11) % 25 - 8)
        move = PhaseMove(phase, on, _CLOSED if phase is Phase.ARCHIVED else None)
        move_phase(loaded.id, move, seen_version=_version(loaded.id), by=by, at=_at(on))


def _version(pairing_id: UUID) -> int:
    return session().scalars(select(Pairing.version).where(Pairing.id == pairing_id)).one()


def _at(day: date) -> datetime:
    return datetime.combine(day, _MORNING)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))
