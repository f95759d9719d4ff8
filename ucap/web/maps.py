"""A map of the world: where a place lies on it, and what is drawn over it. The land itself is a file of ours."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 440
"""The size of the map in its own units, as the file of the land has it."""

_CENTRE = 11.0
"""The meridian in the middle: the edges lie in the Bering Strait, where they cut no land."""

_NORTH, _SOUTH = 84.0, -57.0
"""What is shown of the world, without the Antarctic."""

_RADIANS = 0.017453292519943295
_WIDEST = 2.73539  # half the width of the projection on the equator


@dataclass(frozen=True)
class Point:
    """A point on the map."""

    x: float
    y: float


@dataclass(frozen=True)
class Marker:
    """Something at a point: the side of a pairing, drawn in its shape and colour."""

    at: Point
    side: int


@dataclass(frozen=True)
class Arc:
    """A line that ties two sides, as a path of SVG."""

    path: str


@dataclass(frozen=True)
class WorldMap:
    """What is drawn over the land."""

    arcs: Sequence[Arc]
    markers: Sequence[Marker]


def unwrapped(longitude: float) -> float:
    """Return the longitude counted on from the map's western edge, so that no land is torn at the antimeridian."""
    return (longitude - _CENTRE + 180.0) % 360.0 - 180.0 + _CENTRE


def point_of(latitude: float, longitude: float) -> Point:
    """Return where a place lies on the map; `longitude` may go on beyond 180."""
    x, y = _projected(latitude, longitude - _CENTRE)
    (_left, top), (_right, bottom) = _projected(_NORTH, 0), _projected(_SOUTH, 0)
    return Point(round(WIDTH / 2 + x * WIDTH / (2 * _WIDEST), 1), round((top - y) * HEIGHT / (top - bottom), 1))


def _projected(latitude: float, longitude: float) -> tuple[float, float]:
    """Return x and y in the Natural Earth projection (T. Patterson, B. Šavrič, public polynomial)."""
    phi, turned = latitude * _RADIANS, longitude * _RADIANS
    square = phi * phi
    fourth = square * square
    x = turned * (0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth)))
    y = phi * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    return x, y


def arc_between(one: Point, other: Point) -> Arc:
    """Return a line that rises towards the north, the higher the further it goes."""
    middle_x, distance = (one.x + other.x) / 2, abs(one.x - other.x) + abs(one.y - other.y)
    top = max(min(one.y, other.y) - distance * 0.22, 2.0)
    return Arc(f"M{one.x:g} {one.y:g}Q{middle_x:.4g} {top:.4g} {other.x:g} {other.y:g}")


def world_map(ties: Sequence[Sequence[tuple[int, Point]]]) -> WorldMap:
    """Return the map of these pairings: of each the points of its sides; the first of a side is tied to the others."""
    arcs: dict[Arc, None] = {}
    markers: dict[Marker, None] = {}
    for points in ties:
        markers |= dict.fromkeys(Marker(point, side) for side, point in points)
        first_of_side = dict(reversed(points))
        hub = first_of_side.get(min(first_of_side, default=0))
        for side, point in points:
            if hub is not None and point != hub and (side, point) != (min(first_of_side), hub):
                arcs[arc_between(hub, point)] = None
    return WorldMap(list(arcs), list(markers))
