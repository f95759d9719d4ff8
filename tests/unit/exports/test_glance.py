from datetime import date
from decimal import Decimal

import pytest

from tests.unit.exports.documents import full_glance, make_entry_facts, make_facts, make_glance, make_side
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import MeasureState


def test_an_empty_plan_counts_nothing_and_has_words_for_it() -> None:
    glance = make_glance()

    assert glance.title == "Surat – Rotterdam"
    assert glance.status == "Working draft of 22 November 2026"
    assert list(glance.counts) == [(0, "areas of cooperation"), (0, "objectives"), (0, "transfer measures")]
    assert (list(glance.areas), list(glance.measures)) == ([], [])
    assert glance.words.no_areas == "No area of cooperation has been written yet."


def test_one_of_each_is_counted_in_the_singular() -> None:
    assert list(full_glance().counts) == [(1, "area of cooperation"), (1, "objective"), (1, "transfer measure")]


@pytest.mark.parametrize("is_illustrative", [True, False])
def test_illustrative_text_says_so(*, is_illustrative: bool) -> None:
    glance = make_glance(plan=make_facts(is_illustrative=is_illustrative))

    assert bool(glance.illustration) is is_illustrative


def test_an_objective_is_told_with_its_figures_in_words() -> None:
    area = make_entry_facts(Area, focus="Squares")
    objective = make_entry_facts(
        Objective,
        statement="Dry streets",
        area=(area.id,),
        indicator="Closed streets",
        unit="streets",
        baseline=Decimal(1240),
        target=Decimal("12.5"),
        due_on=date(2027, 12, 31),
    )

    told = make_glance(area, objective).areas[0].objectives[0]

    assert (told.statement, told.indicator) == ("Dry streets", "Closed streets")
    assert (told.baseline, told.target, told.due) == ("1,240 streets", "12.5 streets", "31 December 2027")


def test_what_is_not_known_is_a_dash_and_zero_is_a_figure() -> None:
    told = make_glance(make_entry_facts(Objective, statement="x", baseline=Decimal(0))).areas[0].objectives[0]

    assert (told.baseline, told.target, told.due, told.indicator) == ("0", "–", "–", "–")


def test_objectives_in_no_area_come_last() -> None:
    area, loose = make_entry_facts(Area, focus="Squares"), make_entry_facts(Objective, statement="Loose")

    glance = make_glance(area, loose)

    assert [one.focus for one in glance.areas] == ["Squares", "Not yet in an area of cooperation"]
    assert [one.statement for one in glance.areas[1].objectives] == ["Loose"]


@pytest.mark.parametrize(
    ("giver", "receiver", "direction"),
    [
        (None, None, "Direction not decided yet"),
        (0, None, "From Surat"),
        (None, 1, "To Rotterdam"),
        (1, 0, "From Rotterdam to Surat"),
    ],
)
def test_a_measure_says_where_it_travels(giver: int | None, receiver: int | None, direction: str) -> None:
    plan = make_facts()
    measure = make_entry_facts(
        Measure,
        title="Water plaza",
        giver_id=None if giver is None else plan.sides[giver].id,
        receiver_id=None if receiver is None else plan.sides[receiver].id,
    )

    assert make_glance(measure, plan=plan).measures[0].direction == direction


def test_a_measure_is_told_with_labels_and_only_the_texts_it_has() -> None:
    objective = make_entry_facts(Objective, statement="Dry streets")
    measure = make_entry_facts(
        Measure,
        title="Water plaza",
        practice="A square.",
        must_change="",
        mode=TransferMode.ADAPT,
        state=MeasureState.PILOTED,
        state_because="Two were built.",
        objectives=(objective.id,),
    )

    told = make_glance(objective, measure).measures[0]

    assert (told.mode, told.state, list(told.serves)) == ("Adapt", "Piloted", ["Dry streets"])
    assert [(text.label, text.markdown) for text in told.texts] == [("The practice", "A square.")]
    undecided = make_glance(make_entry_facts(Measure, title="x")).measures[0]
    assert (undecided.mode, undecided.state, list(undecided.texts)) == ("", "Proposed", [])


def test_three_sides_with_several_places_are_named_in_order() -> None:
    plan = make_facts(make_side(0, "A", "B"), make_side(1, "C"), make_side(2, "D"))

    assert make_glance(plan=plan).title == "A, B – C – D"


def test_the_summary_is_told_in_the_language_asked_for() -> None:
    glance = make_glance(make_entry_facts(Objective, statement="x", target=Decimal("1234.5")), language="de")

    assert glance.language == "de"
    assert glance.areas[0].objectives[0].target == "1.234,5"
