"""Questions for lists of places, sorted and narrowed down."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from ucap.core.database import session
from ucap.core.languages import country_text
from ucap.core.paging import page_by_key
from ucap.core.text import folded
from ucap.directory.models import Place, PlaceKind
from ucap.pairings.models import Side, SidePlace
from ucap.places.queries.places import PlaceFacts, place_columns

PAGE = 50
_MOST_FOUND = 20


class PlaceOrder(StrEnum):
    """By what a list of places is sorted."""

    NAME = "name"
    COUNTRY = "country"
    POPULATION = "population"


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
    page = page_by_key(
        select(*place_columns()).where(*conditions),
        _sort_key(wanted, countries),
        Place.id.expression,
        size=PAGE,
        after=after,
        before=before,
    )
    return PlacePage([PlaceFacts(*row) for row in page.rows], total, page.has_earlier, page.has_later)


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


def places_named(text: str, *, but: UUID) -> list[PlaceFacts]:
    """Return the first standing places with this part in their name."""
    statement = select(*place_columns()).where(*_conditions(PlaceFilter(text=text)), Place.id != but)
    return [
        PlaceFacts(*row) for row in session().execute(statement.order_by(Place.name_key, Place.id).limit(_MOST_FOUND))
    ]
