"""The chart of an indicator: where its readings, its baseline and its target lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ucap.pilots.rules.health import IndicatorFacts

WIDTH, HEIGHT = 640, 200
"""The size of a chart in its own units."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 16, 624, 20, 172


@dataclass(frozen=True)
class Mark:
    """A reading, where it is drawn."""

    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    """What is drawn.

    Attributes:
        path: the line through the readings, as SVG has it.
        baseline_y, target_y: the heights of the two lines; None if there is no such value.
        first_on, last_on: the days at its edges.
    """

    marks: Sequence[Mark]
    path: str
    baseline_y: float | None
    target_y: float | None
    first_on: date
    last_on: date


def chart_of(indicator: IndicatorFacts) -> Chart | None:
    """Return the chart; None if nothing was read yet."""
    if not indicator.readings:
        return None
    read = [reading.on for reading in indicator.readings]
    days = [day for day in (indicator.baseline_on, indicator.target_on, *read) if day]
    first, last = min(days), max(days)
    known = [one for one in (indicator.baseline, indicator.target) if one is not None]
    values = [*known, *(reading.value for reading in indicator.readings)]
    low, high = min(values), max(values)
    marks = [Mark(_across(reading.on, first, last), _up(reading.value, low, high)) for reading in indicator.readings]
    return Chart(
        marks=marks,
        path="M" + "L".join(f"{mark.x:g} {mark.y:g}" for mark in marks),
        baseline_y=None if indicator.baseline is None else _up(indicator.baseline, low, high),
        target_y=None if indicator.target is None else _up(indicator.target, low, high),
        first_on=first,
        last_on=last,
    )


def _across(day: date, first: date, last: date) -> float:
    span = (last - first).days
    return round(_LEFT + (_RIGHT - _LEFT) * ((day - first).days / span if span else 0.5), 1)


def _up(value: Decimal, low: Decimal, high: Decimal) -> float:
    share = float((value - low) / (high - low)) if high > low else 0.5
    return round(_BOTTOM - (_BOTTOM - _TOP) * share, 1)
