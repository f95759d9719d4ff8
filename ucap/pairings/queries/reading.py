"""A pairing as plain values, with its sides, people and plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.directory.models import Place, Programme, Term
from ucap.pairings.models import Pairing, Phase, Plan, Side, SidePlace
from ucap.pairings.queries.plans import BetweenSides, SideFacts, side_of


@dataclass(frozen=True)
class SideDetails(SideFacts):
    """A side with its own working language, and who coordinates for it from outside."""

    coordinating_body: str | None


@dataclass(frozen=True)
class PairingDetails(BetweenSides):
    """A pairing as plain values.

    Attributes:
        version: what a form is read at.
    """

    id: UUID
    programme_id: UUID
    programme: str
    theme_id: UUID
    theme: str
    topic: str
    phase: Phase
    phase_reason: str | None
    common_language: str | None
    binding_language: str | None
    paused_at: datetime | None
    pause_reason: str | None
    version: int
    sides: tuple[SideDetails, ...]


_OWN = (
    "id",
    "programme_id",
    "programme",
    "theme_id",
    "theme",
    "topic",
    "phase",
    "phase_reason",
    "common_language",
    "binding_language",
    "paused_at",
    "pause_reason",
    "version",
)


def pairing_details(pairing_id: UUID) -> PairingDetails | None:
    """Return the pairing, in one question; None if there is none."""
    statement = (
        select(
            *(getattr(Pairing, name) for name in _OWN if name not in {"programme", "theme"}),
            Programme.name.label("programme"),
            Term.label.label("theme"),
            Side.id.label("side_id"),
            Side.position,
            Side.language,
            Side.coordinating_body,
            Place.id.label("place_id"),
            Place.name,
            Place.country,
        )
        .join(Programme, Programme.id == Pairing.programme_id)
        .join(Term, Term.id == Pairing.theme_id)
        .join(Side, Side.pairing_id == Pairing.id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Place, Place.id == SidePlace.place_id)
        .where(Pairing.id == pairing_id)
        .order_by(Side.position, SidePlace.position, Place.id)
    )
    rows = session().execute(statement).all()
    if not rows:
        return None
    sides = tuple(_side(list(of_side)) for _id, of_side in groupby(rows, key=attrgetter("side_id")))
    return PairingDetails(**{name: getattr(rows[0], name) for name in _OWN}, sides=sides)


def _side(places: Sequence[Any]) -> SideDetails:
    return SideDetails(**vars(side_of(places)), coordinating_body=places[0].coordinating_body)


def plan_ids_of(pairing_id: UUID) -> list[UUID]:
    """Return the ids of the pairing's plans."""
    return list(session().scalars(select(Plan.id).where(Plan.pairing_id == pairing_id).order_by(Plan.id)))


def place_names(place_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return what these places are called."""
    rows = session().execute(select(Place.id, Place.name).where(Place.id.in_(place_ids)).order_by(Place.id))
    return {row.id: row.name for row in rows}
