from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from ucap.entries.fields import FieldValue, FieldValues
from ucap.entries.models import Entry, entry_type_named, entry_types
from ucap.entries.rules import ESSENTIAL, PLACE_MISSING, missing_fields, refusal_to_save, refusal_to_take_in
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import MeasureState

A_SIDE, ANOTHER_SIDE = uuid4(), uuid4()
FULL_MEASURE: dict[str, FieldValue] = {
    "title": "Water plaza",
    "giver_id": A_SIDE,
    "receiver_id": ANOTHER_SIDE,
    "practice": "A square.",
    "why_it_works": "Rain.",
    "must_change": "The market.",
    "mode": TransferMode.ADAPT,
    "objectives": (uuid4(),),
}


@pytest.mark.parametrize("entry_type", entry_types())
def test_an_entry_without_the_field_that_names_it_is_refused(entry_type: type[Entry]) -> None:
    title = entry_type.title_field().name

    for empty in ({}, {title: ""}, {title: None}):
        refusal = refusal_to_save(entry_type, empty)
        assert refusal is not None
        assert refusal.field == title
        assert refusal.message == ESSENTIAL


@pytest.mark.parametrize("entry_type", entry_types())
def test_an_entry_with_only_its_name_is_a_draft(entry_type: type[Entry]) -> None:
    essential = {name: uuid4() for name, field in entry_type.fields.items() if field.is_essential}

    assert refusal_to_save(entry_type, {**essential, entry_type.title_field().name: "x"}) is None


@pytest.mark.parametrize("entry_type", [entry_type for entry_type in entry_types() if entry_type.is_per_place])
def test_an_entry_of_a_place_names_its_place(entry_type: type[Entry]) -> None:
    refusal = refusal_to_save(entry_type, {entry_type.title_field().name: "x"})

    assert refusal is not None
    assert refusal.field == "place_id"
    assert refusal.message == PLACE_MISSING


@pytest.mark.parametrize(
    ("sides", "is_refused"),
    [
        ({}, False),
        ({"giver_id": A_SIDE}, False),
        ({"receiver_id": A_SIDE}, False),
        ({"giver_id": None, "receiver_id": None}, False),
        ({"giver_id": A_SIDE, "receiver_id": ANOTHER_SIDE}, False),
        ({"giver_id": A_SIDE, "receiver_id": A_SIDE}, True),
    ],
)
def test_a_measure_travels_from_one_side_to_another(sides: FieldValues, *, is_refused: bool) -> None:
    refusal = refusal_to_save(Measure, {"title": "x", **sides})

    assert (refusal is not None) is is_refused
    if refusal:
        assert refusal.field == "receiver_id"


def test_a_full_measure_misses_nothing_though_its_state_is_not_said() -> None:
    assert missing_fields(Measure, FULL_MEASURE) == []
    assert missing_fields(Measure, {**FULL_MEASURE, "state": MeasureState.PILOTED}) == []


@pytest.mark.parametrize("name", sorted(FULL_MEASURE))
def test_each_field_that_agreement_needs_is_missed(name: str) -> None:
    for empty in (None, "", ()):
        assert missing_fields(Measure, {**FULL_MEASURE, name: empty}) == [name]


def test_a_zero_is_a_value() -> None:
    values: FieldValues = {"statement": "x", "baseline": Decimal(0), "target": Decimal(0), "due_on": date(2027, 1, 1)}

    assert missing_fields(Objective, values) == ["area", "indicator", "unit"]


@pytest.mark.parametrize(("kilobytes", "may"), [(0, True), (2_000, True), (2_001, False)])
def test_files_of_a_plan_take_what_is_set_and_no_more(kilobytes: int, *, may: bool) -> None:
    assert (refusal_to_take_in(kilobytes, most_megabytes=2) is None) == may


def test_every_type_says_what_it_is() -> None:
    assert [entry_type.type_name() for entry_type in entry_types()] == [
        "situation",
        "mandate",
        "baseline",
        "area",
        "offer",
        "objective",
        "measure",
        "module",
        "activity",
        "learning",
        "commitment",
        "checkin",
        "stakeholder",
        "engagement",
        "pilot",
        "milestone",
        "indicator",
        "reading",
        "risk",
        "update",
        "attachment",
        "cost",
        "funding",
        "rate",
    ]
    assert entry_type_named("area") is Area
    with pytest.raises(KeyError):
        entry_type_named("nothing")
