"""Draw the land of the world for our maps, once: from a topology of Natural Earth to a file of SVG.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/world.py package/land-110m.json

Natural Earth is in the public domain; world-atlas is by Michael Bostock (ISC).
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from config import ROOT
from ucap.web.maps import HEIGHT, WIDTH, point_of, unwrapped

MADE = ROOT / "static" / "images" / "world.svg"
ANTARCTIC = -60.0
SMALLEST = 1.2
"""Islands that are smaller than this, in units of the map, are left out."""

Ring = list[tuple[float, float]]


def main() -> None:
    """Read the topology named on the command line, and write the file."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = [list(_unpacked(arc, topology["transform"])) for arc in topology["arcs"]]
    (land,) = topology["objects"]["land"]["geometries"]
    rings = [_joined(ring, arcs) for polygon in land["arcs"] for ring in polygon]
    paths = [path for ring in rings if max(latitude for _x, latitude in ring) > ANTARCTIC and (path := _path(ring))]
    MADE.write_text(
        "<!-- Land by Natural Earth (public domain), from world-atlas 2.0.2 (ISC, Michael Bostock). "
        "Made by scripts/world.py. -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path id="land" d="{"".join(paths)}"/></svg>\n',
        encoding="utf-8",
    )
    print(f"{len(paths)} rings, {MADE.stat().st_size:,} bytes")


def _unpacked(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Yield the points of an arc: each is written as its distance from the one before."""
    x = y = 0
    for across, up in arc:
        x, y = x + across, y + up
        yield (
            x * transform["scale"][0] + transform["translate"][0],
            y * transform["scale"][1] + transform["translate"][1],
        )


def _joined(ring: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """Return a ring of arcs, of which those with a negative number run backwards."""
    points: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc if not points else arc[1:]
    return points


def _path(ring: Ring) -> str:
    """Return the ring as a path, in one piece across the antimeridian; nothing if it is too small to be seen."""
    longitudes = [unwrapped(ring[0][0])]
    for longitude, _latitude in ring[1:]:
        before = longitudes[-1]
        longitudes.append(before + (longitude - before + 180.0) % 360.0 - 180.0)
    points = [point_of(latitude, x) for x, (_longitude, latitude) in zip(longitudes, ring, strict=True)]
    wide = max(point.x for point in points) - min(point.x for point in points)
    high = max(point.y for point in points) - min(point.y for point in points)
    if max(wide, high) < SMALLEST:
        return ""
    steps = [points[0]]
    for point in points[1:]:
        if abs(point.x - steps[-1].x) + abs(point.y - steps[-1].y) >= 0.6:  # noqa: PLR2004 - less is not seen
            steps.append(point)
    return "M" + "L".join(f"{point.x:g} {point.y:g}" for point in steps) + "Z"


if __name__ == "__main__":
    main()
