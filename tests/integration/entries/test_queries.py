from datetime import date
from decimal import Decimal

from flask import Flask

from tests.factories import change_entry, entry_of, make_entry, make_member, make_plan
from ucap.entries.fields import FieldValue
from ucap.entries.queries.reading import all_entries_of_plans, entries_of_plan, values_at
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective


def test_the_values_before_are_those_of_every_version(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    areas = [make_entry(plan, Area, by=asha) for _ in range(2)]
    objective = make_entry(plan, Objective, by=asha)
    seen = [entry_of(plan, objective).values()]
    steps: list[dict[str, FieldValue]] = [
        {"target": Decimal("1.5"), "unit": "m³", "area": (areas[0],)},
        {"statement": "New", "target": None, "area": (areas[1],), "due_on": date(2027, 1, 1)},
        {"unit": None, "indicator": "Closed streets", "area": ()},
        {"statement": "Newest", "indicator": "", "area": (areas[0],)},
    ]
    for step in steps:
        change_entry(plan, objective, by=asha, **step)  # type: ignore[arg-type] # a mapping of any fields
        seen.append(entry_of(plan, objective).values())

    now = entry_of(plan, objective)

    for version, values in enumerate(seen, start=1):
        before = values_at(plan.id, now, version)
        assert said(before) == said(values)


def test_the_values_before_the_first_version_are_empty(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    objective = make_entry(plan, Objective, by=asha, area=(area,), unit="x")

    before = values_at(plan.id, entry_of(plan, objective), 0)

    assert said(before) == {}


def test_many_plans_are_read_as_one_is(app: Flask) -> None:
    plans = [make_plan() for _ in range(3)]
    for plan in plans[:2]:
        asha = make_member(plan)
        area = make_entry(plan, Area, by=asha)
        make_entry(plan, Measure, by=asha, objectives=(make_entry(plan, Objective, by=asha, area=(area,)),))

    found = all_entries_of_plans([plan.id for plan in plans])

    assert found == {plan.id: entries_of_plan(plan.id) for plan in plans}
    assert [len(own) for own in found.values()] == [3, 3, 0]


def test_links_taken_away_come_back_and_those_added_go(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second, third = (make_entry(plan, Objective, by=asha) for _ in range(3))
    measure = make_entry(plan, Measure, by=asha, objectives=(first, second))
    change_entry(plan, measure, by=asha, objectives=(second, third))

    before = values_at(plan.id, entry_of(plan, measure), 1)

    assert isinstance(before["objectives"], tuple)
    assert set(before["objectives"]) == {first, second}


def said(values: object) -> dict[str, object]:
    """Return the values that say something; links in no order."""
    assert isinstance(values, dict)
    return {name: set(value) if isinstance(value, tuple) else value for name, value in values.items() if value}
