"""What the helix balance says: who takes part where, who is missing, and who has not heard back. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from ucap.core.text import Message, message
from ucap.directory.models import HELIX_LABELS, Helix
from ucap.entries.fields import Choices, Section

PATIENCE = timedelta(days=30)
"""So long after it was asked a stakeholder waits without wondering what became of the answer."""


class WorkPhase(Choices):
    """The phases in which stakeholders take part; named as the fields of a stakeholder are."""

    PLANNING = "planning", message("Planning")
    ROLLOUT = "rollout", message("Roll-out")
    IMPLEMENTATION = "implementation", message("Implementation")


@dataclass(frozen=True)
class Involved:
    """A stakeholder as the balance sees it.

    Attributes:
        helix: None if the register does not say it.
        is_engaged: whether it has been asked for something.
        sections: of the plan, in which it leads something, is a partner, or where its input was used.
        phases: in which it takes part.
    """

    place_id: UUID | None
    helix: Helix | None
    is_engaged: bool
    sections: frozenset[Section] = frozenset()
    phases: frozenset[WorkPhase] = frozenset()


@dataclass(frozen=True)
class HelixGap:
    """A helix that is missing at a place: what is said, the facts, and the rule."""

    helix: Helix
    said: Message
    facts: Message
    why: Message


_WHY = message(
    "A plan needs all four communities, each engaged at each place: size or fame does not count, a critical mass does."
)


def counts(involved: Iterable[Involved]) -> dict[Helix, int]:
    """Return how many stakeholders there are of each helix."""
    found = dict.fromkeys(Helix, 0)
    for one in involved:
        if one.helix is not None:
            found[one.helix] += 1
    return found


def missing(involved: Iterable[Involved]) -> list[Helix]:
    """Return the helices of which there is nobody."""
    return [helix for helix, count in counts(involved).items() if not count]


def gaps_of_place(involved: Sequence[Involved], place: str) -> list[HelixGap]:
    """Return the helices that are missing among the stakeholders of a place, or that nobody has asked yet."""
    named, engaged = counts(involved), counts(one for one in involved if one.is_engaged)
    return [_gap(helix, named[helix], len(involved), place) for helix in Helix if not engaged[helix]]


def _gap(helix: Helix, named: int, total: int, place: str) -> HelixGap:
    label = HELIX_LABELS[helix]
    if named:
        return HelixGap(
            helix,
            message("%(helix)s: nobody has been asked yet.", helix=label),
            message("%(named)s of %(place)s are named, and there is no engagement with any.", named=named, place=place),
            _WHY,
        )
    return HelixGap(
        helix,
        message("%(helix)s: nobody is involved.", helix=label),
        message("None of the %(total)s stakeholders of %(place)s belongs to it.", total=total, place=place),
        _WHY,
    )


@dataclass(frozen=True)
class PartGap:
    """The helices of which nobody takes part in a section or a phase: the facts, and the rule."""

    helices: Sequence[Helix]
    facts: Message
    why: Message


_WHY_IN_SECTION = message(
    "A stakeholder takes part in a section in which it leads something, is a partner, or its input was used. Where a "
    "community is missing, what it knows is missing, too."
)
_WHY_IN_PHASE = message(
    "A stakeholder takes part in a phase in which the plan gives it a role. A community that is asked only at the end "
    "can change little."
)


def gap_of_part(involved: Sequence[Involved], part: Section | WorkPhase) -> PartGap | None:
    """Return which helices take no part in a section or a phase; None if all do, or nobody is named at all."""
    if not involved:
        return None
    there = [one for one in involved if part in one.sections or part in one.phases]
    helices = missing(there)
    if not helices:
        return None
    facts = message(
        "Of the %(total)s stakeholders of the plan %(there)s take part here, and none of them belongs to it.",
        total=len(involved),
        there=len(there),
    )
    return PartGap(helices, facts, _WHY_IN_SECTION if isinstance(part, Section) else _WHY_IN_PHASE)


def waits_for_answer(*, asked_on: date | None, told_on: date | None, is_settled: bool, today: date) -> bool:
    """Tell whether a stakeholder has yet to hear what became of the input.

    It waits as soon as that is settled, even if nobody wrote down when it was asked, and, if nothing is settled, when
    `PATIENCE` is over.
    """
    if told_on is not None or (asked_on is not None and asked_on > today):
        return False
    return is_settled or (asked_on is not None and today - asked_on > PATIENCE)
