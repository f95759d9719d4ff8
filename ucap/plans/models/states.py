"""How far a transfer measure is: it follows from how its modules were judged and from its pilots."""

from collections.abc import Sequence
from datetime import date

from ucap.core.text import Message, counted, message
from ucap.entries.fields import Choices, FieldValues
from ucap.entries.judging import Judged, Reason, Related


class MeasureState(Choices):
    """How far a transfer measure has come."""

    PROPOSED = "proposed", message("Proposed")
    ASSESSED = "assessed", message("Assessed")
    PILOTED = "piloted", message("Piloted")
    ADOPTED = "adopted", message("Adopted")
    REJECTED = "rejected", message("Rejected")


class Condition(Choices):
    """Whether a condition is met at the receiving place."""

    YES = "yes", message("Yes")
    PARTLY = "partly", message("Partly")
    NO = "no", message("No")
    UNKNOWN = "unknown", message("Not known yet")


class Outcome(Choices):
    """What is done with a module."""

    TAKE = "take", message("Take it")
    ADAPT = "adapt", message("Adapt it")
    PREPARE = "prepare", message("Prepare first")
    NOT_FOR_US = "not_for_us", message("Not for us")


CONDITIONS = ("mandate", "money", "skills", "data", "support", "physical")


def unmet(values: FieldValues) -> list[str]:
    """Return the conditions that are not met."""
    return [name for name in CONDITIONS if values.get(name) is Condition.NO]


def is_checked(values: FieldValues) -> bool:
    """Tell whether somebody has looked at every condition."""
    return all(values.get(name) is not None for name in CONDITIONS)


_MODULE, _PILOT = "module", "pilot"
TRIED = ("running", "evaluated", "decided")
"""The stages of a pilot from which on a measure is tried."""

CARRIED_ON = ("scale", "adapt")
"""The decisions after a pilot by which a measure stays."""

Stated = tuple[MeasureState, Sequence[Reason[MeasureState]]]

_WHY = {
    MeasureState.PROPOSED: message("A measure is proposed until each of its modules was checked and has an outcome."),
    MeasureState.ASSESSED: message("A measure is assessed when each of its modules was checked and has an outcome."),
    MeasureState.PILOTED: message("A measure is piloted as soon as a pilot that tests it runs."),
    MeasureState.ADOPTED: message(
        "A measure is adopted when a pilot of it is to be scaled up or adapted, each of its modules has an outcome, "
        "and at least one is taken, adapted or prepared."
    ),
    MeasureState.REJECTED: message("A measure is rejected when none of its modules is for us."),
}


def state_of(_values: FieldValues, related: Sequence[Related], _on: date) -> Stated:
    """Return how far a measure is, and the facts from which that follows."""
    modules = [one for one in related if one.type_name == _MODULE]
    pilots = [one for one in related if one.type_name == _PILOT]
    has_outcomes = bool(modules) and all(one.columns.get("outcome") is not None for one in modules)
    tried = [one for one in pilots if one.columns.get("stage") in TRIED]
    carried_on = [one for one in tried if one.columns.get("decision") in CARRIED_ON]
    if modules and all(one.columns.get("outcome") == Outcome.NOT_FOR_US for one in modules):
        return _state(MeasureState.REJECTED, [_outcomes(modules)])
    if carried_on and has_outcomes:
        return _state(MeasureState.ADOPTED, [*map(_decision, carried_on), _outcomes(modules)])
    if tried:
        return _state(MeasureState.PILOTED, list(map(_stage, tried)))
    if has_outcomes and all(is_checked(one.columns) for one in modules):
        return _state(MeasureState.ASSESSED, [_outcomes(modules)])
    return _state(MeasureState.PROPOSED, [_judged(modules)])


def _state(state: MeasureState, facts: Sequence[Message]) -> Stated:
    return state, [Reason(str(state), state, one, _WHY[state]) for one in facts]


def _outcomes(modules: Sequence[Related]) -> Message:
    """Return how many modules were judged, and how many of them stay."""
    kept = sum(one.columns.get("outcome") != Outcome.NOT_FOR_US for one in modules)
    if not kept:
        return counted("Its %(count)s module is not for us.", "None of its %(count)s modules is for us.", len(modules))
    return counted(
        "Its %(count)s module was judged: %(kept)s stays.",
        "Its %(count)s modules were judged: %(kept)s of them stay.",
        len(modules),
        kept=kept,
    )


def _judged(modules: Sequence[Related]) -> Message:
    if not modules:
        return message("It has no module yet, and no pilot of it runs.")
    judged = sum(is_checked(one.columns) and one.columns.get("outcome") is not None for one in modules)
    return counted(
        "%(judged)s of its %(count)s module was checked and has an outcome.",
        "%(judged)s of its %(count)s modules were checked and have an outcome.",
        len(modules),
        judged=judged,
    )


def _decision(pilot: Related) -> Message:
    label = _label(pilot, "decision")
    return message("Of the pilot “%(title)s” it was decided: %(decision)s.", title=pilot.title, decision=label)


def _stage(pilot: Related) -> Message:
    return message("The pilot “%(title)s” has come to: %(stage)s.", title=pilot.title, stage=_label(pilot, "stage"))


def _label(pilot: Related, name: str) -> Message | str:
    value = pilot.columns.get(name)
    return value.label if isinstance(value, Choices) else ""


STATE_JUDGED = Judged(
    field="state",
    label=message("State"),
    rule=state_of,
    otherwise=message("Nothing is known of it yet."),
    colours={
        MeasureState.PROPOSED: "grey",
        MeasureState.ASSESSED: "purple",
        MeasureState.PILOTED: "yellow",
        MeasureState.ADOPTED: "green",
        MeasureState.REJECTED: "red",
    },
    has_end=False,
    by=((_MODULE, "measure"), (_PILOT, "measures")),
)
