from datetime import date, timedelta
from uuid import uuid4

import pytest

from ucap.directory.models import Helix
from ucap.entries.fields import Section
from ucap.stakeholders.pages.pictures import Dot, influence_picture, time_line
from ucap.stakeholders.rules.balance import (
    PATIENCE,
    Involved,
    WorkPhase,
    counts,
    gap_of_part,
    gaps_of_place,
    missing,
    waits_for_answer,
)

PLACE, TODAY = uuid4(), date(2026, 11, 25)


def test_whom_nobody_named_is_missing_and_whom_nobody_asked_too() -> None:
    involved = [
        Involved(PLACE, Helix.ACADEMIA, is_engaged=True),
        Involved(PLACE, Helix.BUSINESS, is_engaged=False),
        Involved(PLACE, None, is_engaged=True),
    ]

    gaps = {gap.helix: gap.said.msgid for gap in gaps_of_place(involved, "Surat")}

    assert counts(involved)[Helix.ACADEMIA] == 1
    assert missing(involved) == [Helix.GOVERNMENT, Helix.CIVIL_SOCIETY]
    assert gaps.keys() == {Helix.GOVERNMENT, Helix.BUSINESS, Helix.CIVIL_SOCIETY}
    assert "asked" in gaps[Helix.BUSINESS]
    assert "involved" in gaps[Helix.GOVERNMENT]


@pytest.mark.parametrize(
    ("days_ago", "told", "is_settled", "expected"),
    [
        (1, False, True, True),
        (1, True, True, False),
        (1, False, False, False),
        (PATIENCE.days, False, False, False),
        (PATIENCE.days + 1, False, False, True),
        (-1, False, True, False),
        (None, False, True, True),
        (None, True, True, False),
        (None, False, False, False),
    ],
)
def test_who_has_not_heard_back(days_ago: int | None, *, told: bool, is_settled: bool, expected: bool) -> None:
    asked_on = None if days_ago is None else TODAY - timedelta(days=days_ago)
    told_on = TODAY if told else None

    waits = waits_for_answer(asked_on=asked_on, told_on=told_on, is_settled=is_settled, today=TODAY)

    assert waits is expected


def test_dots_of_one_field_stand_beside_each_other_within_it() -> None:
    picture = influence_picture([Dot(number, 0, 5, 1) for number in range(12)])

    places = {(dot.x, dot.y) for dot in picture.dots}
    assert len(places) == 12
    assert all(64 < x < 64 + 112 and 16 < y < 16 + 84 for x, y in places)


def test_a_line_of_one_day_and_of_none() -> None:
    line = time_line([(TODAY, 0, True)], "en")

    assert line is not None
    assert line.ticks == [(150.0, "25 November 2026")]
    assert time_line([], "en") is None


@pytest.mark.parametrize(
    ("last", "months"),
    [
        (date(2026, 12, 31), ["25 November 2026", "31 December 2026"]),
        (date(2027, 1, 1), ["Dec 2026", "Jan 2027"]),
        (date(2027, 12, 31), ["Jan 2027", "Mar 2027", "May 2027", "Jul 2027", "Sept 2027", "Nov 2027"]),
        (date(2029, 1, 1), ["Jan 2027", "Jul 2027", "Jan 2028", "Jul 2028", "Jan 2029"]),
    ],
)
def test_the_time_line_names_months_as_many_as_one_reads(last: date, months: list[str]) -> None:
    line = time_line([(TODAY, 0, True), (last, 1, False)], "en")

    assert line is not None
    assert [label for _x, label in line.ticks] == months


def test_a_section_or_phase_lacks_the_helices_of_which_nobody_takes_part_there() -> None:
    there = Involved(None, Helix.ACADEMIA, is_engaged=True, sections=frozenset({Section.MEASURES}))
    all_four = [Involved(None, helix, is_engaged=False, phases=frozenset({WorkPhase.PLANNING})) for helix in Helix]

    gap = gap_of_part([there, *all_four], Section.MEASURES)

    assert gap is not None
    assert gap.helices == [Helix.GOVERNMENT, Helix.BUSINESS, Helix.CIVIL_SOCIETY]
    assert gap_of_part(all_four, WorkPhase.PLANNING) is None
    assert gap_of_part([], WorkPhase.PLANNING) is None
