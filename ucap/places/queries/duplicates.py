"""Questions about places that may be the same."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from ucap.core.database import session
from ucap.core.text import folded
from ucap.directory.models import Place
from ucap.places.queries.places import PlaceFacts, place_columns
from ucap.places.rules import NEAR_KM, degrees_nearby, distance_km, is_similar_name

_MOST_LIKELY = 10


@dataclass(frozen=True)
class Likely:
    """A place that may be the same as another.

    Attributes:
        distance: how far away it is in km, if both have a point and it is near.
    """

    place: PlaceFacts
    distance: float | None


def likely_duplicates(
    name: str, country: str, point: tuple[float, float] | None, *, but: UUID | None = None
) -> list[Likely]:
    """Return standing places of the country with a similar name, and those near the point, the likeliest first."""
    key = folded(name)
    near: ColumnElement[bool] = Place.id.is_(None)
    if point is not None:
        north, east = degrees_nearby(point[0])
        near = Place.latitude.between(point[0] - north, point[0] + north) & Place.longitude.between(
            point[1] - east, point[1] + east
        )
    statement = select(*place_columns()).where(Place.merged_into_id.is_(None), (Place.country == country) | near)
    found = []
    for row in session().execute(statement.order_by(Place.name_key, Place.id)):
        place = PlaceFacts(*row)
        distance = _distance(place, point)
        is_similar = place.country == country and is_similar_name(key, folded(place.name))
        if place.id != but and (is_similar or distance is not None):
            found.append((not is_similar, distance or 0.0, Likely(place, distance)))
    return [likely for _order, _distance, likely in sorted(found, key=lambda one: one[:2])][:_MOST_LIKELY]


def _distance(place: PlaceFacts, point: tuple[float, float] | None) -> float | None:
    if point is None or place.latitude is None or place.longitude is None:
        return None
    distance = distance_km(point, (place.latitude, place.longitude))
    return distance if distance <= NEAR_KM else None
