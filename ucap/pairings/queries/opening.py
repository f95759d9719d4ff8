"""Questions about one pairing or one programme: what it is called and who is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.directory.models import Place, Programme
from ucap.pairings.models import Pairing, Phase, Side, SidePlace
from ucap.pairings.queries.plans import SideFacts, side_of


@dataclass(frozen=True)
class PairingFacts:
    """A pairing as plain values."""

    id: UUID
    programme_id: UUID
    programme: str
    topic: str
    phase: Phase
    sides: tuple[SideFacts, ...]

    @property
    def title(self) -> str:
        """Return the names of the sides, as people say them: Surat – Rotterdam."""
        return " – ".join(side.name for side in self.sides)


@dataclass(frozen=True)
class ProgrammeFacts:
    """A programme as plain values."""

    id: UUID
    code: str
    name: str


def pairing_facts(pairing_id: UUID) -> PairingFacts | None:
    """Return the pairing, if there is one."""
    statement = (
        select(
            Pairing.programme_id,
            Programme.name.label("programme"),
            Pairing.topic,
            Pairing.phase,
            Side.id.label("side_id"),
            Side.position,
            Side.language,
            Place.id.label("place_id"),
            Place.name,
            Place.country,
        )
        .join(Programme, Programme.id == Pairing.programme_id)
        .join(Side, Side.pairing_id == Pairing.id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Place, Place.id == SidePlace.place_id)
        .where(Pairing.id == pairing_id)
        .order_by(Side.position, SidePlace.position, Place.id)
    )
    rows = session().execute(statement).all()
    if not rows:
        return None
    sides = tuple(side_of(list(of_side)) for _id, of_side in groupby(rows, key=lambda row: row.side_id))
    first = rows[0]
    return PairingFacts(pairing_id, first.programme_id, first.programme, first.topic, first.phase, sides)


def programme_facts(programme_id: UUID) -> ProgrammeFacts | None:
    """Return the programme, if there is one."""
    return next(iter(programmes_by_id([programme_id])), None)


def programmes_by_id(programme_ids: Sequence[UUID] | None) -> list[ProgrammeFacts]:
    """Return these programmes, or all, by name."""
    statement = select(Programme.id, Programme.code, Programme.name).order_by(Programme.name, Programme.id)
    if programme_ids is not None:
        statement = statement.where(Programme.id.in_(programme_ids))
    return [ProgrammeFacts(row.id, row.code, row.name) for row in session().execute(statement)]
