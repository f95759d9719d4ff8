"""Whatever was saved, an entry's values at each earlier moment can be told from what it is now and the log."""

from typing import Any
from uuid import UUID

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import change_entry, entry_of, make_entry, make_member, make_plan
from ucap.core.database import session
from ucap.entries.fields import FieldValues
from ucap.entries.past import between, past_of
from ucap.history.queries import changes, changes_after
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Objective

STATES = st.fixed_dictionaries(
    {
        "practice": st.sampled_from([None, "", "Squares", "Squares that hold rain"]),
        "mode": st.sampled_from([None, *TransferMode]),
        "objectives": st.sets(st.integers(0, 2)),
    }
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(states=st.lists(STATES, min_size=1, max_size=6))
def test_values_of_every_earlier_moment_are_told_from_the_log(app: Flask, states: list[dict[str, Any]]) -> None:
    plan = make_plan()
    asha = make_member(plan)
    targets = [make_entry(plan, Objective, by=asha) for _ in range(3)]
    measure = make_entry(plan, Measure, by=asha)
    known = [(changes(plan.id)[0][0].last_number, told(entry_of(plan, measure).values()))]
    for state in states:
        change_entry(plan, measure, by=asha, **saved(state, targets))
        known.append((changes(plan.id)[0][0].last_number, told(entry_of(plan, measure).values())))
    session().rollback()

    present = entry_of(plan, measure)
    for number, values in known:
        after = changes_after(plan.id, number, record_id=measure)
        past = past_of(Measure, "en", present.values(), after)
        assert told(past.values) == values
        assert past.has_begun
        names = {field.field for one in between(after, {measure: Measure}) for field in one.fields}
        assert names == {name for name in values if values[name] != known[-1][1][name]}
    assert not past_of(Measure, "en", present.values(), changes_after(plan.id, 0, record_id=measure)).has_begun


def saved(state: dict[str, Any], targets: list[UUID]) -> dict[str, Any]:
    return {**state, "objectives": tuple(targets[number] for number in sorted(state["objectives"]))}


def told(values: FieldValues) -> dict[str, object]:
    """Return values as a person would tell them apart: no text and an empty one are the same, links have no order."""
    return {name: set(value) if isinstance(value, tuple) else value or None for name, value in values.items()}
