"""What somebody coordinates, at a glance: how many pairings are in which phase, and which changed last."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from ucap.core.text import Message, counted
from ucap.pairings.models import Phase
from ucap.pairings.queries.listing import (
    Asked,
    ListedPairing,
    Reach,
    Sorting,
    Turn,
    counts_by_phase,
    pairings_on_page,
)
from ucap.web.filters import page_language

_MOST_CHANGED = 5


@dataclass(frozen=True)
class PhaseCount:
    """How many pairings are in a phase, and where they are listed."""

    phase: Phase
    count: int
    url: str


@dataclass(frozen=True)
class FollowedPairings:
    """The pairings somebody coordinates; phases without any are left out."""

    total: Message
    phases: Sequence[PhaseCount]
    changed: Sequence[ListedPairing]


def followed_pairings(reach: Reach) -> FollowedPairings | None:
    """Return the pairings within reach at a glance; None if there are none."""
    counts = counts_by_phase(reach)
    if not counts:
        return None
    return FollowedPairings(
        total=counted("%(count)s pairing", "%(count)s pairings", sum(counts.values())),
        phases=[
            PhaseCount(phase, counts[phase], url_for("pairings.list_pairings", phase=phase))
            for phase in Phase
            if phase in counts
        ],
        changed=pairings_on_page(
            reach, Asked(sorting=Sorting.CHANGED), Turn(), page_language(), most=_MOST_CHANGED
        ).pairings,
    )
