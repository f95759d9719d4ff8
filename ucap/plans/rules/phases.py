"""What each phase of a pairing expects of each section."""

from collections.abc import Mapping
from functools import cache

from ucap.core.text import message
from ucap.entries.fields import Choices, Section
from ucap.pairings.models import Phase


class State(Choices):
    """How far a section is, in this order."""

    NOT_STARTED = "not_started", message("Not started")
    IN_PROGRESS = "in_progress", message("In progress")
    READY = "ready", message("Ready")

    @property
    def rank(self) -> int:
        """Return its place in the order, from 0."""
        return _RANKS[self]


_RANKS = {state: rank for rank, state in enumerate(State)}


class Standing(Choices):
    """How a section stands to what the phase expects."""

    BEHIND = "behind", message("Behind")
    AS_EXPECTED = "as_expected", message("As expected")
    AHEAD = "ahead", message("Ahead")


_NO, _BEGUN, _READY = State.NOT_STARTED, State.IN_PROGRESS, State.READY
EXPECTED: Mapping[Phase, Mapping[Section, State]] = {
    phase: dict(zip(Section, states, strict=True))
    for phase, states in {
        # the sections in their order: context, objectives, measures, activities, learnings, commitments
        Phase.APPLIED: (_NO, _NO, _NO, _NO, _NO, _NO),
        Phase.MATCHED: (_NO, _NO, _NO, _NO, _NO, _NO),
        Phase.AGREEMENT_SIGNED: (_NO, _NO, _NO, _NO, _NO, _NO),
        Phase.EXPLORING: (_BEGUN, _NO, _NO, _NO, _NO, _NO),
        Phase.FOCUS_AGREED: (_READY, _BEGUN, _NO, _NO, _NO, _NO),
        Phase.DRAFTING: (_READY, _READY, _BEGUN, _BEGUN, _NO, _NO),
        Phase.ENDORSED: (_READY, _READY, _READY, _READY, _BEGUN, _READY),
        Phase.PILOTING: (_READY, _READY, _READY, _READY, _READY, _READY),
        Phase.DECIDED: (_READY, _READY, _READY, _READY, _READY, _READY),
        Phase.AFTERCARE: (_READY, _READY, _READY, _READY, _READY, _READY),
        Phase.ARCHIVED: (_READY, _READY, _READY, _READY, _READY, _READY),
    }.items()
}
"""How far each section should be in each phase; what is expected once stays expected."""


PHASE_RANKS = {phase: rank for rank, phase in enumerate(Phase)}
"""The place of each phase in their order, from 0."""


def has_come(phase: Phase, other: Phase) -> bool:
    """Tell whether a pairing in the phase has come as far as the other."""
    return PHASE_RANKS[phase] >= PHASE_RANKS[other]


@cache
def expected_from(section: Section, state: State) -> Phase:
    """Return the first phase that expects the section to be in the state, or further."""
    return next(phase for phase in Phase if EXPECTED[phase][section].rank >= state.rank)


def standing(state: State, phase: Phase, section: Section) -> Standing:
    """Compare how far a section is with what the phase expects of it."""
    expected = EXPECTED[phase][section]
    if state.rank < expected.rank:
        return Standing.BEHIND
    return Standing.AHEAD if state.rank > expected.rank else Standing.AS_EXPECTED
