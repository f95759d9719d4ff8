import re

import pytest

from config import ROOT
from ucap.web.maps import HEIGHT, WIDTH, Point, arc_between, point_of, unwrapped, world_map

SURAT, ROTTERDAM, AUCKLAND = (21.2, 72.8), (51.9, 4.5), (-36.8, 174.8)


def at(place: tuple[float, float]) -> Point:
    return point_of(place[0], unwrapped(place[1]))


@pytest.mark.parametrize(
    ("longitude", "counted_on"), [(0, 0), (180, 180), (-180, 180), (-170, 190), (-168, -168), (191, -169), (540, 180)]
)
def test_longitudes_are_counted_on_across_the_antimeridian(longitude: float, counted_on: float) -> None:
    assert unwrapped(longitude) == pytest.approx(counted_on)


def test_places_lie_where_one_looks_for_them() -> None:
    assert at(ROTTERDAM).x < WIDTH / 2 < at(SURAT).x < at(AUCKLAND).x
    assert at(ROTTERDAM).y < at(SURAT).y < at(AUCKLAND).y
    for place in (SURAT, ROTTERDAM, AUCKLAND, (64.4, -173.2), (71.3, -156.8), (-54.8, -68.3)):
        assert 0 < at(place).x < WIDTH
        assert 0 < at(place).y < HEIGHT


def test_a_line_rises_between_its_ends() -> None:
    start, top, end = re.findall(r"[\d.]+ ([\d.]+)", arc_between(at(SURAT), at(ROTTERDAM)).path)

    assert float(top) < min(float(start), float(end))


def test_all_places_are_marked_once_and_tied_to_the_first() -> None:
    granada = (37.2, -3.6)
    several = [(0, at(SURAT)), (0, at(AUCKLAND)), (1, at(ROTTERDAM))]

    drawn = world_map([several, [(0, at(SURAT)), (1, at(granada))], [(0, at(SURAT))], []])

    assert len(drawn.markers) == 4
    assert len(drawn.arcs) == 3


def test_the_land_is_in_one_piece_without_the_antarctic() -> None:
    land = (ROOT / "static" / "images" / "world.svg").read_text()
    rings = re.findall(r"M([^Z]+)Z", land.partition(' d="')[2])
    points = [[tuple(map(float, point.split())) for point in ring.split("L")] for ring in rings]

    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in land
    assert len(rings) > 100
    for ring in points:
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring)
        steps = zip(ring, [*ring[1:], ring[0]], strict=True)
        assert max(abs(x - next_x) for (x, _y), (next_x, _next_y) in steps) < WIDTH / 10
