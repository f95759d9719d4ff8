from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.core.money import Money
from ucap.core.text import Message
from ucap.entries.fields import (
    Amount,
    Choice,
    Day,
    Field,
    FieldValue,
    Kind,
    Line,
    Links,
    Number,
    PlaceOfPlan,
    Prose,
    Section,
    SideOfPlan,
    Terms,
    value_from_log,
)
from ucap.history.chain import json_of
from ucap.plans.models.measures import TransferMode
from ucap.plans.models.states import MeasureState

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6)


def field(kind: Kind) -> Field:
    return Field(name="it", label=Message("It"), kind=kind)


def through_the_log(kind: Kind, value: FieldValue) -> FieldValue:
    return value_from_log(field(kind), json_of(value))


@given(st.text())
def test_text_comes_back_from_the_log(text: str) -> None:
    assert through_the_log(Line(), text) == text
    assert through_the_log(Prose(), text) == text


@given(NUMBERS)
def test_a_number_comes_back_from_the_log(number: Decimal) -> None:
    assert through_the_log(Number(), number) == number


@given(st.dates())
def test_a_day_comes_back_from_the_log(day: date) -> None:
    assert through_the_log(Day(), day) == day


@given(st.sampled_from([*MeasureState, *TransferMode, *Section]))
def test_a_choice_comes_back_from_the_log(choice: MeasureState | TransferMode | Section) -> None:
    back = through_the_log(Choice(type(choice)), choice)

    assert back is choice


@given(NUMBERS, st.sampled_from(["EUR", "INR", "JPY"]))
def test_money_comes_back_from_the_log(amount: Decimal, currency: str) -> None:
    assert through_the_log(Amount(), Money(amount, currency)) == Money(amount, currency)


@given(st.uuids())
def test_a_side_comes_back_from_the_log(side_id: UUID) -> None:
    assert through_the_log(SideOfPlan(), side_id) == side_id


@given(st.uuids())
def test_a_link_comes_back_from_the_log_as_the_one_entry_of_its_event(target: UUID) -> None:
    assert value_from_log(field(Links(to=("measure",))), json_of(target)) == (target,)


@pytest.mark.parametrize(
    "kind",
    [
        Line(),
        Prose(),
        Number(),
        Day(),
        Choice(Section),
        SideOfPlan(),
        Links(to=("area",)),
        Terms(schemes=("sdg_target",)),
        PlaceOfPlan(),
        Amount(),
    ],
)
def test_no_value_comes_back_as_none(kind: Kind) -> None:
    assert value_from_log(field(kind), None) is None


def test_a_choice_has_the_label_people_read() -> None:
    assert str(Section.MEASURES) == "measures"
    assert Section.MEASURES.label == Message("Transfer measures")
    assert Section.of("measures") is Section.MEASURES


def test_a_value_outside_the_set_is_refused() -> None:
    with pytest.raises(KeyError):
        Section.of(str(uuid4()))


def test_the_sections_have_their_order() -> None:
    assert [str(section) for section in Section] == [
        "context",
        "objectives",
        "measures",
        "activities",
        "learnings",
        "commitments",
    ]
