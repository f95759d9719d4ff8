from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOON, change_entry, make_entry, make_member, make_plan
from ucap.history.queries import Change, changes, changes_since, event_number
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.objectives import Area, Objective


@pytest.fixture
def plan(app: Flask) -> PlanFacts:
    """Give a plan with an area changed four times and an objective of several fields."""
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    for number in range(2, 5):
        change_entry(plan, area, by=asha, at=NOON + timedelta(minutes=number), focus=f"Focus {number}")
    make_entry(plan, Objective, by=asha, indicator="x", unit="y", at=NOON + timedelta(minutes=9))
    change_entry(plan, area, by=asha, at=NOON + timedelta(minutes=10), focus="Focus 5")
    return plan


def numbers(found: list[Change]) -> list[int]:
    return [event.number for change in found for event in change.events]


def test_changes_come_newest_first_and_whole(plan: PlanFacts) -> None:
    found, older = changes(plan.id)

    assert [(change.version, len(change.events)) for change in found] == [
        (5, 1),
        (1, 4),
        (4, 1),
        (3, 1),
        (2, 1),
        (1, 2),
    ]
    assert older is None
    assert found[0].at == NOON + timedelta(minutes=10)


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 6, 9, 10, 11])
def test_pages_of_any_size_lose_nothing_and_repeat_nothing(plan: PlanFacts, most: int) -> None:
    everything, _none = changes(plan.id)
    paged: list[Change] = []
    before: int | None = None

    while True:
        found, before = changes(plan.id, before=before, most=most)
        paged.extend(found)
        if before is None:
            break

    assert sorted(numbers(paged)) == sorted(numbers(everything)) == list(range(1, 11))
    if most >= 4:
        assert paged == everything


def test_the_changes_of_one_record_are_its_own(plan: PlanFacts) -> None:
    whole, _older = changes(plan.id)
    area = whole[0].record_id

    found, older = changes(plan.id, record_id=area, most=2)
    rest, _none = changes(plan.id, record_id=area, before=older)

    assert {change.record_id for change in (*found, *rest)} == {area}
    assert [change.version for change in (*found, *rest)] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(("version", "after"), [(0, [5, 4, 3, 2, 1]), (1, [5, 4, 3, 2]), (4, [5]), (5, []), (9, [])])
def test_what_changed_since_a_version_comes_newest_first(plan: PlanFacts, version: int, after: list[int]) -> None:
    area = changes(plan.id)[0][0].record_id

    assert [change.version for change in changes_since(plan.id, area, version)] == after


def test_another_plan_has_another_history(plan: PlanFacts) -> None:
    assert changes(make_plan("Colima", "Galați").id) == ([], None)


def test_a_change_begins_with_its_first_event(plan: PlanFacts) -> None:
    assert [change.first_number for change in changes(plan.id)[0]] == [10, 6, 5, 4, 3, 1]


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("2147483647", 2_147_483_647)])
def test_an_address_names_an_event_by_number(text: str, number: int) -> None:
    assert event_number(text) == number


@pytest.mark.parametrize("text", ["0", "-1", "2147483648", "x", "", "1.5", "9" * 5_000])
def test_what_is_no_number_of_an_event_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        event_number(text)
