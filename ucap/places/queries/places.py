"""Questions about one place, and who may change it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.directory.models import NetworkPlace, Place, PlaceKind
from ucap.pairings.models import Post, PostHolder, Role

_MOST_NAMES = 5


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
def place_columns() -> list[Any]:
    """Return the columns that make the facts of a place, in their order."""
    return [getattr(Place, field.name) for field in fields(PlaceFacts)]


def place_by_id(place_id: UUID) -> PlaceFacts | None:
    """Return the place, whether it stands or was merged into another; None if there is none."""
    row = session().execute(select(*place_columns()).where(Place.id == place_id)).one_or_none()
    return PlaceFacts(*row) if row else None


def names_of_merged_places(place_id: UUID) -> Mapping[UUID, str]:
    """Return the names of the places that were merged into this one."""
    statement = select(Place.id, Place.name).where(Place.merged_into_id == place_id).order_by(Place.name_key, Place.id)
    return {row.id: row.name for row in session().execute(statement)}


def network_ids_of_place(place_id: UUID) -> frozenset[UUID]:
    """Return the networks that the place belongs to."""
    statement = select(NetworkPlace.network_id).where(NetworkPlace.place_id == place_id)
    return frozenset(session().scalars(statement.order_by(NetworkPlace.network_id)))


def coordinator_names() -> list[str]:
    """Return the names of those who coordinate a programme, and so change places."""
    statement = (
        select(Person.name)
        .join(PostHolder, PostHolder.person_id == Person.id)
        .join(Post, Post.id == PostHolder.post_id)
        .where(Post.role == Role.COORDINATOR, PostHolder.until.is_(None), Person.is_active)
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
        .limit(_MOST_NAMES)
    )
    return list(session().scalars(statement))
