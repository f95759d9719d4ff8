from datetime import date, timedelta
from decimal import Decimal

import pytest

from ucap.pilots.pages.charts import HEIGHT, WIDTH, chart_of
from ucap.pilots.rules.health import IndicatorFacts, ReadingFacts

FIRST = date(2026, 6, 1)


def read(*values: int) -> list[ReadingFacts]:
    return [ReadingFacts(FIRST + timedelta(days=7 * n), Decimal(value)) for n, value in enumerate(values)]


def test_higher_values_are_drawn_higher_and_later_ones_further_on() -> None:
    chart = chart_of(IndicatorFacts("Storage", readings=read(1, 5, 3)))

    assert chart is not None
    one, two, three = chart.marks
    assert one.x < two.x < three.x
    assert two.y < three.y < one.y
    assert (chart.first_on, chart.last_on) == (FIRST, FIRST + timedelta(days=14))


def test_baseline_target_and_course_are_drawn_where_they_are_known() -> None:
    whole = IndicatorFacts("Storage", None, Decimal(0), FIRST, Decimal(10), FIRST + timedelta(days=70), None, read(2))
    bare = IndicatorFacts("Storage", readings=read(2))

    drawn, undrawn = chart_of(whole), chart_of(bare)

    assert drawn is not None
    assert undrawn is not None
    assert drawn.baseline_y is not None
    assert drawn.target_y is not None
    assert drawn.target_y < drawn.marks[0].y < drawn.baseline_y
    assert drawn.course.count("L") == 1
    assert (undrawn.baseline_y, undrawn.target_y, undrawn.course) == (None, None, "")


def test_values_at_the_edge_are_not_written_over_each_other() -> None:
    close = IndicatorFacts("Storage", None, Decimal(0), FIRST, Decimal(100), None, None, read(50, 99))

    chart = chart_of(close)

    assert chart is not None
    assert [step.value for step in chart.steps] == [Decimal(0), Decimal(100)]


@pytest.mark.parametrize("values", [(0,), (5, 5, 5), (-(10**15), 10**15)])
def test_whatever_is_read_stays_inside_the_picture(values: tuple[int, ...]) -> None:
    chart = chart_of(IndicatorFacts("Storage", readings=read(*values)))

    assert chart is not None
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in chart.marks)


def test_nothing_is_drawn_before_the_first_reading() -> None:
    assert chart_of(IndicatorFacts("Storage", baseline=Decimal(1))) is None
