"""How far a section is, for each side and as a whole."""

from collections.abc import Sequence

from ucap.entries.fields import Section
from ucap.pairings.queries.plans import SideFacts
from ucap.plans.rules.facts import Facts, Finding, is_per_place
from ucap.plans.rules.phases import State


def has_begun(facts: Facts, section: Section, side: SideFacts) -> bool:
    """Tell whether the side has begun: one of its places has an entry; in a joint section, one of its people wrote."""
    entries = facts.in_section(section)
    if is_per_place(section):
        own = {place.id for place in side.places}
        return any(head.place_id in own for head in entries)
    return any(side.position in head.written_by for head in entries)


def state_of_side(facts: Facts, findings: Sequence[Finding], section: Section, side: SideFacts) -> State:
    """Return how far the side is with the section.

    It is *not started* until the side has begun; *in progress* while something that concerns the side is missing that
    no later phase asks for; then *ready*. In a section of places that is what the side's own places lack, in a joint
    one what the entries lack, whoever wrote them.
    """
    if not has_begun(facts, section, side):
        return State.NOT_STARTED
    hindering = [finding for finding in findings if finding.section is section and finding.hinders]
    return State.IN_PROGRESS if any(finding.concerns(side) for finding in hindering) else State.READY


def states_of_sections(facts: Facts, findings: Sequence[Finding]) -> list[State]:
    """Return how far each section is as a whole, in the order of the sections."""
    return [
        state_of_section([state_of_side(facts, findings, section, side) for side in facts.sides]) for section in Section
    ]


def state_of_section(states: Sequence[State]) -> State:
    """Return how far a section is of which these are the states of the sides.

    It is *ready* when every side is, *not started* when none has begun, and *in progress* otherwise.
    """
    return states[0] if len(set(states)) == 1 else State.IN_PROGRESS
