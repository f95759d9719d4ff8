"""The chart of an indicator: where its readings, its baseline, its target and a steady course between them lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ucap.pilots.rules.health import IndicatorFacts

WIDTH, HEIGHT = 400, 190
"""The size of a chart in its own units; the template draws in the same."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 390, 14, 160
_CLOSE = 13
"""Words nearer than this to each other would be written over each other."""


@dataclass(frozen=True)
class Mark:
    """A reading, where it is drawn."""

    x: float
    y: float


@dataclass(frozen=True)
class Step:
    """A value at the edge, and where it is written."""

    value: Decimal
    y: float


@dataclass(frozen=True)
class Chart:
    """What is drawn.

    Attributes:
        path: the line through the readings, as SVG has it.
        course: the straight line from baseline to target, as SVG has it; empty if there is none.
        steps: the values written at the edge.
        baseline_y, target_y: the heights of the two lines; None if there is no such value.
        first_on, last_on: the days at its edges.
    """

    marks: Sequence[Mark]
    path: str
    course: str
    steps: Sequence[Step]
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
    known = [one for one in (indicator.baseline, indicator.target) if one is not None]
    values = [*known, *(reading.value for reading in indicator.readings)]
    frame = _Frame(min(days), max(days), min(values), max(values))
    marks = [frame.mark(reading.on, reading.value) for reading in indicator.readings]
    return Chart(
        marks=marks,
        path=_path(marks),
        course=_course(indicator, frame),
        steps=_steps([*known, indicator.readings[-1].value], frame),
        baseline_y=None if indicator.baseline is None else frame.up(indicator.baseline),
        target_y=None if indicator.target is None else frame.up(indicator.target),
        first_on=frame.first,
        last_on=frame.last,
    )


@dataclass(frozen=True)
class _Frame:
    """The days and values between which is drawn."""

    first: date
    last: date
    low: Decimal
    high: Decimal

    def mark(self, day: date, value: Decimal) -> Mark:
        """Return where a value of a day is drawn."""
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.5
        return Mark(round(_LEFT + (_RIGHT - _LEFT) * share, 1), self.up(value))

    def up(self, value: Decimal) -> float:
        """Return the height at which a value is drawn."""
        share = float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5
        return round(_BOTTOM - (_BOTTOM - _TOP) * share, 1)


def _path(marks: Sequence[Mark]) -> str:
    return "M" + "L".join(f"{mark.x:g} {mark.y:g}" for mark in marks)


def _course(indicator: IndicatorFacts, frame: _Frame) -> str:
    ends = ((indicator.baseline_on, indicator.baseline), (indicator.target_on, indicator.target))
    marks = [frame.mark(day, value) for day, value in ends if day and value is not None]
    return _path(marks) if len(marks) == len(ends) else ""


def _steps(values: Sequence[Decimal], frame: _Frame) -> list[Step]:
    """Return the values that are written at the edge, none over another one; the first of them go before."""
    steps: list[Step] = []
    for value in values:
        y = frame.up(value)
        if all(abs(step.y - y) >= _CLOSE for step in steps):
            steps.append(Step(value, y))
    return steps
