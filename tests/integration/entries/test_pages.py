from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import Flask, current_app

from tests.factories import change_entry, entry_of, make_entry, make_member, make_plan
from ucap.entries.fields import FieldValue
from ucap.entries.pages.conflict import Conflict, conflict, values_before
from ucap.entries.pages.values import names_in
from ucap.entries.queries import names_of_plan
from ucap.history.queries import changes_since
from ucap.pairings.queries import PlanFacts
from ucap.plans.models.measures import Measure, MeasureState
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
        before = values_before(now, changes_since(plan.id, objective, version))
        assert said(before) == said(values)


def test_the_values_before_the_first_version_are_empty(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    objective = make_entry(plan, Objective, by=asha, area=(area,), unit="x")

    before = values_before(entry_of(plan, objective), changes_since(plan.id, objective, 0))

    assert said(before) == {}


def test_links_taken_away_come_back_and_those_added_go(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second, third = (make_entry(plan, Objective, by=asha) for _ in range(3))
    measure = make_entry(plan, Measure, by=asha, objectives=(first, second))
    change_entry(plan, measure, by=asha, objectives=(second, third))

    before = values_before(entry_of(plan, measure), changes_since(plan.id, measure, 1))

    assert isinstance(before["objectives"], tuple)
    assert set(before["objectives"]) == {first, second}


def test_only_what_both_changed_to_something_else_is_a_conflict(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objectives = tuple(make_entry(plan, Objective, by=asha) for _ in range(3))
    measure = make_entry(plan, Measure, by=asha, title="Old", practice="Old", objectives=objectives[:2])
    base = entry_of(plan, measure).values()
    change_entry(
        plan,
        measure,
        by=asha,
        title="Theirs",
        practice="Both",
        why_it_works="Theirs alone",
        objectives=objectives[1:2],
        state=MeasureState.PILOTED,
    )

    found = conflict_of(
        plan, measure, {**base, "title": "Mine", "practice": "Both", "must_change": "Mine alone"}, seen=1
    )

    assert list(found.fields) == ["title"]
    assert found.fields["title"].theirs == "Theirs"
    assert [(part.kind, part.text) for part in found.fields["title"].parts] == [("removed", "Old"), ("added", "Theirs")]
    assert said(found.taken) == {
        "why_it_works": "Theirs alone",
        "objectives": {objectives[1]},
        "state": MeasureState.PILOTED,
    }


def test_links_read_in_another_order_are_no_conflict(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second = make_entry(plan, Objective, by=asha), make_entry(plan, Objective, by=asha)
    measure = make_entry(plan, Measure, by=asha, objectives=(first, second))
    change_entry(plan, measure, by=asha, objectives=(second,))

    found = conflict_of(plan, measure, {"title": "measure", "objectives": (first, second)}, seen=1)

    assert found.fields == {}
    assert found.taken == {"objectives": (second,)}


def test_links_that_both_changed_are_a_conflict_in_words(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first = make_entry(plan, Objective, by=asha, statement="Dry streets")
    second = make_entry(plan, Objective, by=asha, statement="Cool squares")
    measure = make_entry(plan, Measure, by=asha)
    change_entry(plan, measure, by=asha, objectives=(first,))

    found = conflict_of(plan, measure, {"title": "measure", "objectives": (second,)}, seen=1)

    assert found.fields["objectives"].theirs == "Dry streets"


def conflict_of(plan: PlanFacts, entry_id: UUID, typed: dict[str, FieldValue], *, seen: int) -> Conflict:
    now = entry_of(plan, entry_id)
    base = values_before(now, changes_since(plan.id, entry_id, seen))
    with current_app.test_request_context():
        return conflict(now, typed, base, names_in(plan, names_of_plan(plan.id, "en")))


def said(values: object) -> dict[str, object]:
    """Return the values that say something; links in no order."""
    assert isinstance(values, dict)
    return {name: set(value) if isinstance(value, tuple) else value for name, value in values.items() if value}
