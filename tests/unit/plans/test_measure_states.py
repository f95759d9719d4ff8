from datetime import date

import pytest

from ucap.entries.fields import FieldValue
from ucap.entries.judging import Related
from ucap.pilots.models.pilots import Decision, Pilot, Stage
from ucap.plans.models import states
from ucap.plans.models.measures import Measure, Module
from ucap.plans.models.states import CONDITIONS, STATE_JUDGED, Condition, MeasureState, Outcome, state_of

ON = date(2026, 11, 25)
CHECKED: dict[str, FieldValue] = dict.fromkeys(CONDITIONS, Condition.PARTLY)


def module(outcome: FieldValue = None, **conditions: FieldValue) -> Related:
    return Related("module", "Contract", {**conditions, "outcome": outcome})


def pilot(stage: Stage | None, decision: Decision | None = None) -> Related:
    return Related("pilot", "A corner", {"stage": stage, "decision": decision})


TAKEN, REFUSED = module(Outcome.TAKE, **CHECKED), module(Outcome.NOT_FOR_US)


@pytest.mark.parametrize(
    ("related", "state"),
    [
        ([], MeasureState.PROPOSED),
        ([module(**CHECKED)], MeasureState.PROPOSED),
        ([module(Outcome.TAKE)], MeasureState.PROPOSED),
        ([module(Outcome.TAKE, **{**CHECKED, "data": None})], MeasureState.PROPOSED),
        ([TAKEN, module()], MeasureState.PROPOSED),
        ([TAKEN], MeasureState.ASSESSED),
        ([TAKEN, module(Outcome.NOT_FOR_US, **CHECKED)], MeasureState.ASSESSED),
        ([REFUSED, REFUSED], MeasureState.REJECTED),
        ([REFUSED, pilot(Stage.RUNNING)], MeasureState.REJECTED),
        ([TAKEN, pilot(Stage.FUNDED)], MeasureState.ASSESSED),
        ([pilot(None)], MeasureState.PROPOSED),
        *[([pilot(stage)], MeasureState.PILOTED) for stage in (Stage.RUNNING, Stage.EVALUATED, Stage.DECIDED)],
        ([TAKEN, pilot(Stage.DECIDED, Decision.STOP)], MeasureState.PILOTED),
        ([pilot(Stage.DECIDED, Decision.SCALE)], MeasureState.PILOTED),
        ([module(), pilot(Stage.DECIDED, Decision.SCALE)], MeasureState.PILOTED),
        ([TAKEN, pilot(Stage.DECIDED, Decision.SCALE)], MeasureState.ADOPTED),
        ([TAKEN, REFUSED, pilot(Stage.DECIDED, Decision.ADAPT)], MeasureState.ADOPTED),
    ],
)
def test_the_state_of_a_measure_follows_from_its_modules_and_pilots(
    related: list[Related], state: MeasureState
) -> None:
    computed, reasons = state_of({}, related, ON)

    assert computed is state
    assert {reason.verdict for reason in reasons} == {state}
    assert all(reason.facts.msgid and reason.why.msgid for reason in reasons)


@pytest.mark.parametrize(("because", "state"), [("The council said so", "adopted"), ("", "assessed")])
def test_people_may_choose_another_state_with_a_reason(because: str, state: str) -> None:
    own = {"state": MeasureState.ADOPTED, "state_because": because}

    judgement = STATE_JUDGED.judgement_of(own, [TAKEN], ON)

    assert (judgement.verdict, judgement.computed) == (state, "assessed")


def test_what_it_is_judged_with_is_what_modules_and_pilots_declare() -> None:
    assert Measure.judged is STATE_JUDGED
    assert STATE_JUDGED.by == ((Module.type_name(), "measure"), (Pilot.type_name(), "measures"))
    assert all(name in Module.fields for name in (*CONDITIONS, "outcome"))
    assert set(states.TRIED) < {str(stage) for stage in Stage}
    assert set(states.CARRIED_ON) < {str(decision) for decision in Decision}
