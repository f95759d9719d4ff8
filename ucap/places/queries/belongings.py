"""Questions about what belongs to a place: its pairings, and entries of plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select
from sqlalchemy.orm import aliased

from ucap.core.database import session
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.directory.models import Place, Term
from ucap.directory.queries import closest_label, tags_of
from ucap.entries.models import Entry
from ucap.pairings.models import Pairing, Phase, Plan, Side, SidePlace
from ucap.places.queries.places import network_ids_of_place


@dataclass(frozen=True)
class PairedPlace:
    """A place on a side of a pairing, and where it lies if that is known."""

    id: UUID
    name: str
    country: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class PairingOfPlace:
    """A pairing in which a place stands.

    Attributes:
        side_ids: its sides, the place's own included.
        partners: the places on the other sides, those of a side together.
        together_with: the other places on its own side.
        plans: the ids of its plans.
    """

    id: UUID
    programme_id: UUID
    side_ids: frozenset[UUID]
    theme: str
    topic: str
    phase: Phase
    partners: Sequence[Sequence[PairedPlace]]
    together_with: Sequence[PairedPlace]
    plans: Sequence[UUID]


def pairings_of_place(place_id: UUID, language: str = DEFAULT_LANGUAGE) -> list[PairingOfPlace]:
    """Return the pairings in which the place stands, by theme; one question."""
    rows = session().execute(_pairings(), {"place_id": place_id, "languages": tags_of(language)}).all()
    found = [_pairing(place_id, list(own)) for _id, own in groupby(rows, key=lambda row: row.id)]
    return sorted(found, key=lambda one: (one.theme, one.topic, one.id))


@cache
def _pairings() -> Select[*tuple[Any, ...]]:
    own_side, own = aliased(Side), aliased(SidePlace)
    return (
        select(
            Pairing.id,
            Pairing.programme_id,
            Pairing.topic,
            Pairing.phase,
            closest_label().label("theme"),
            Side.id.label("side_id"),
            Place.id.label("place_id"),
            Place.name,
            Place.country,
            Place.latitude,
            Place.longitude,
            Plan.id.label("plan_id"),
        )
        .join(own_side, own_side.pairing_id == Pairing.id)
        .join(own, (own.side_id == own_side.id) & (own.place_id == bindparam("place_id", type_=Uuid())))
        .join(Term, Term.id == Pairing.theme_id)
        .join(Side, Side.pairing_id == Pairing.id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Place, Place.id == SidePlace.place_id)
        .outerjoin(Plan, Plan.pairing_id == Pairing.id)
        .order_by(Pairing.id, Side.position, SidePlace.position, Place.id, Plan.id)
    )


def _pairing(place_id: UUID, rows: Sequence[Any]) -> PairingOfPlace:
    first = rows[0]
    sides: dict[UUID, dict[UUID, PairedPlace]] = {}
    for row in rows:
        paired = PairedPlace(row.place_id, row.name, row.country, row.latitude, row.longitude)
        sides.setdefault(row.side_id, {})[row.place_id] = paired
    return PairingOfPlace(
        id=first.id,
        programme_id=first.programme_id,
        side_ids=frozenset(sides),
        theme=first.theme,
        topic=first.topic,
        phase=first.phase,
        partners=[list(places.values()) for places in sides.values() if place_id not in places],
        together_with=[
            place
            for places in sides.values()
            if place_id in places
            for place in places.values()
            if place.id != place_id
        ],
        plans=list(dict.fromkeys(row.plan_id for row in rows if row.plan_id)),
    )


@dataclass(frozen=True)
class Belongings:
    """What would move with a place.

    Attributes:
        pairings: those in which it stands.
        entry_count: how many entries of plans belong to it.
        network_count: how many networks it belongs to.
    """

    pairings: Sequence[PairingOfPlace]
    entry_count: int
    network_count: int


def belongings_of_place(place_id: UUID) -> Belongings:
    """Return what belongs to the place."""
    entries = session().scalar(select(func.count()).select_from(Entry.__table__).where(Entry.place_id == place_id))
    return Belongings(pairings_of_place(place_id), entries or 0, len(network_ids_of_place(place_id)))
