"""When a pairing meant to reach its phases, and when it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.pairings.models import Milestone, Phase


@dataclass(frozen=True)
class MilestoneFacts:
    """A phase with its two days."""

    phase: Phase
    planned_on: date | None
    reached_on: date | None


def milestones_of(pairing_id: UUID) -> Sequence[MilestoneFacts]:
    """Return the milestones of a pairing, in the order of the phases."""
    statement = select(Milestone.phase, Milestone.planned_on, Milestone.reached_on)
    rows = session().execute(statement.where(Milestone.pairing_id == pairing_id).order_by(Milestone.phase))
    return sorted((MilestoneFacts(*row) for row in rows), key=lambda one: list(Phase).index(one.phase))
