"""Where things lie in the pictures of stakeholders. The pictures themselves are components; each has its table."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ucap.core.languages import day_text, month_text

_LEFT, _TOP, _CELL_WIDTH, _CELL_HEIGHT = 64, 16, 112, 84
_STEPS = range(1, 6)
_IN_A_ROW, _STEP = 4, 26
_FIRST, _LAST, _LANE = 150.0, 860.0, 36.0
_MOST_TICKS, _MONTHS_APART = 8, (1, 2, 3, 6, 12)


@dataclass(frozen=True)
class Dot:
    """A stakeholder by its number, the position of its side, and its influence and interest from 1 to 5."""

    number: int
    side: int
    influence: int
    interest: int


@dataclass(frozen=True)
class PlacedDot:
    """A dot and where its middle lies."""

    number: int
    side: int
    x: float
    y: float


@dataclass(frozen=True)
class Cell:
    """A field of the picture; `is_key` says that influence and interest are both high."""

    x: int
    y: int
    is_key: bool


@dataclass(frozen=True)
class InfluencePicture:
    """Dots over a grid of five by five, and the steps of the two scales with where they are written."""

    dots: Sequence[PlacedDot]
    cells: Sequence[Cell]
    columns: Sequence[tuple[int, float]]
    rows: Sequence[tuple[int, float]]


def influence_picture(dots: Sequence[Dot]) -> InfluencePicture:
    """Return the picture; dots of one field stand beside each other."""
    beside: dict[tuple[int, int], int] = defaultdict(int)
    placed = []
    for dot in dots:
        index = beside[dot.interest, dot.influence] % (3 * _IN_A_ROW)
        beside[dot.interest, dot.influence] += 1
        row, column = divmod(index, _IN_A_ROW)
        x = _LEFT + (dot.interest - 1) * _CELL_WIDTH + 17 + column * _STEP
        y = _TOP + (5 - dot.influence) * _CELL_HEIGHT + 16 + row * _STEP
        placed.append(PlacedDot(dot.number, dot.side, x, y))
    cells = [
        Cell(_LEFT + (x - 1) * _CELL_WIDTH, _TOP + (5 - y) * _CELL_HEIGHT, is_key=x > 3 and y > 3)  # noqa: PLR2004 - above the middle
        for y in _STEPS
        for x in _STEPS
    ]
    columns = [(step, _LEFT + (step - 0.5) * _CELL_WIDTH) for step in _STEPS]
    rows = [(step, _TOP + (5.5 - step) * _CELL_HEIGHT) for step in _STEPS]
    return InfluencePicture(placed, cells, columns, rows)


@dataclass(frozen=True)
class LinePoint:
    """An engagement on the time line; a settled one is filled."""

    x: float
    y: float
    is_settled: bool


@dataclass(frozen=True)
class TimeLine:
    """Engagements by day from left to right, a lane for each helix, and the last for those without one.

    Attributes:
        ticks: where months begin, with their names; of a short time the first and the last day.
    """

    points: Sequence[LinePoint]
    ticks: Sequence[tuple[float, str]]


def time_line(points: Sequence[tuple[date, int, bool]], language: str) -> TimeLine | None:
    """Return the time line of engagements, each with its day, its lane and whether it is settled; None without any."""
    if not points:
        return None
    first, last = min(day for day, _lane, _is in points), max(day for day, _lane, _is in points)
    days = max((last - first).days, 1)

    def place(day: date) -> float:
        return round(_FIRST + (day - first).days * (_LAST - _FIRST) / days, 1)

    placed = [LinePoint(place(day), 24 + lane * _LANE, is_settled) for day, lane, is_settled in points]
    months = [(place(month), month_text(month, language)) for month in _months(first, last)]
    ends = [(place(day), day_text(day, language)) for day in dict.fromkeys((first, last))]
    return TimeLine(placed, months if len(months) > 1 else ends)


def _months(first: date, last: date) -> list[date]:
    """Return the beginnings of months between two days, of many every second, third and so on."""
    begins = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    inside = [day for day in begins if first <= day <= last]
    apart = next((step for step in _MONTHS_APART if len(inside) <= step * _MOST_TICKS), _MONTHS_APART[-1])
    return [day for day in inside if (day.month - 1) % apart == 0]
