"""Questions about places: lists of them, one with its pairings, and those that may be the same."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, func, select, tuple_
from sqlalchemy.orm import aliased

from ucap.core.database import session
from ucap.core.languages import country_text
from ucap.core.text import folded
from ucap.directory.models import Place, PlaceKind, Term
from ucap.directory.queries import PlaceName
from ucap.pairings.models import Pairing, Phase, Plan, Side, SidePlace

PAGE = 50


class PlaceOrder(StrEnum):
    """By what a list of places is sorted."""

    NAME = "name"
    COUNTRY = "country"
    POPULATION = "population"


@dataclass(frozen=True)
class PlaceFacts:
    """A place as plain values; what each means stands at `Place`."""

    id: UUID
    name: str
    country: str
    kind: PlaceKind
    latitude: float | None
    longitude: float | None
    population: int | None
    population_year: int | None
    population_source: str
    time_zone: str
    languages: list[str]
    geonames_id: int | None
    website: str
    source: str
    note: str
    version: int
    merged_into_id: UUID | None


@cache
def _columns() -> list[Any]:
    return [getattr(Place, field.name) for field in fields(PlaceFacts)]


def place_by_id(place_id: UUID) -> PlaceFacts | None:
    """Return the place, whether it stands or was merged into another; None if there is none."""
    row = session().execute(select(*_columns()).where(Place.id == place_id)).one_or_none()
    return PlaceFacts(*row) if row else None


@dataclass(frozen=True)
class PlaceFilter:
    """Which places to list, and in what order.

    Attributes:
        text: a part of the name.
        country: ISO 3166-1 alpha-2; empty for all.
        language: of the reader, in whose order countries stand.
    """

    text: str = ""
    country: str = ""
    kind: PlaceKind | None = None
    order: PlaceOrder = PlaceOrder.NAME
    language: str = "en"


@dataclass(frozen=True)
class PlacePage:
    """A page of a list of places.

    Attributes:
        total: how many the whole list has.
        has_earlier: whether there is a page before this one; `has_later` after it.
    """

    places: Sequence[PlaceFacts]
    total: int
    has_earlier: bool
    has_later: bool


def list_of_places(
    wanted: PlaceFilter, countries: Sequence[str], *, after: UUID | None = None, before: UUID | None = None
) -> PlacePage:
    """Return those places of the list that follow one of it, or come before it; the first ones if neither is known."""
    conditions = _conditions(wanted)
    total = session().scalar(select(func.count()).select_from(Place).where(*conditions)) or 0
    key = _sort_key(wanted, countries)
    anchor_id = before or after
    anchor = session().execute(select(*key).where(Place.id == anchor_id)).one_or_none() if anchor_id else None
    is_backwards = anchor is not None and before is not None
    statement = select(*_columns()).where(*conditions).limit(PAGE + 1)
    if anchor is not None:
        here, there = tuple_(*key), tuple_(*anchor)
        statement = statement.where(here < there if is_backwards else here > there)
    rows = session().execute(statement.order_by(*(part.desc() if is_backwards else part for part in key))).all()
    found = [PlaceFacts(*row) for row in rows[:PAGE]]
    has_more = len(rows) > PAGE
    if is_backwards:
        return PlacePage(found[::-1], total, has_earlier=has_more, has_later=True)
    return PlacePage(found, total, has_earlier=anchor is not None, has_later=has_more)


def _conditions(wanted: PlaceFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Place.merged_into_id.is_(None)]
    if wanted.text:
        conditions.append(Place.name_key.contains(folded(wanted.text), autoescape=True))
    if wanted.country:
        conditions.append(Place.country == wanted.country)
    if wanted.kind:
        conditions.append(Place.kind == wanted.kind)
    return conditions


def _sort_key(wanted: PlaceFilter, countries: Sequence[str]) -> list[ColumnElement[Any]]:
    """Return by what the list is sorted, all of it ascending; what ends with the id is never the same for two."""
    last: list[ColumnElement[Any]] = [Place.name_key.expression, Place.id.expression]
    match wanted.order:
        case PlaceOrder.COUNTRY:
            where = func.instr if session().get_bind().dialect.name == "sqlite" else func.strpos
            ordered = sorted(countries, key=lambda country: folded(country_text(country, wanted.language)))
            return [where(",".join(ordered), Place.country), *last]
        case PlaceOrder.POPULATION:
            return [-func.coalesce(Place.population, -1), *last]
        case PlaceOrder.NAME:
            return last


def countries_with_places() -> list[str]:
    """Return the countries in which there is a place."""
    return list(session().scalars(select(Place.country).distinct().order_by(Place.country)))


def pairing_counts(place_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return in how many pairings each of these places stands; those in none are left out."""
    statement = (
        select(SidePlace.place_id, func.count(Side.pairing_id.distinct()).label("pairings"))
        .join(Side, Side.id == SidePlace.side_id)
        .where(SidePlace.place_id.in_(place_ids))
        .group_by(SidePlace.place_id)
        .order_by(SidePlace.place_id)
    )
    return {row.place_id: row.pairings for row in session().execute(statement)}


@dataclass(frozen=True)
class PairingOfPlace:
    """A pairing in which a place stands.

    Attributes:
        partners: the places on the other sides, those of a side together.
        together_with: the other places on its own side.
        plans: the ids of its plans.
    """

    id: UUID
    theme: str
    topic: str
    phase: Phase
    partners: Sequence[Sequence[PlaceName]]
    together_with: Sequence[PlaceName]
    plans: Sequence[UUID]


def pairings_of_place(place_id: UUID) -> list[PairingOfPlace]:
    """Return the pairings in which the place stands, by theme; one question."""
    rows = session().execute(_pairings(), {"place_id": place_id}).all()
    found = [_pairing(place_id, list(own)) for _id, own in groupby(rows, key=lambda row: row.id)]
    return sorted(found, key=lambda one: (one.theme, one.topic, one.id))


@cache
def _pairings() -> Select[*tuple[Any, ...]]:
    own_side, own = aliased(Side), aliased(SidePlace)
    return (
        select(
            Pairing.id,
            Pairing.topic,
            Pairing.phase,
            Term.label.label("theme"),
            Side.id.label("side_id"),
            Place.id.label("place_id"),
            Place.name,
            Place.country,
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
    sides: dict[UUID, dict[UUID, PlaceName]] = {}
    for row in rows:
        sides.setdefault(row.side_id, {})[row.place_id] = PlaceName(row.place_id, row.name, row.country)
    return PairingOfPlace(
        id=first.id,
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
