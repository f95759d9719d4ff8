"""Moving a pairing through its phases, pausing it and restarting it."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import RuleBroken
from ucap.core.languages import local_day
from ucap.core.text import message
from ucap.pairings import rules
from ucap.pairings.models import Milestone, Pairing, Phase
from ucap.pairings.operations.pairings import open_to_change, settle
from ucap.pairings.queries import changing
from ucap.pairings.rules import PhaseMove, Refusal


@transactional
def move_phase(pairing_id: UUID, move: PhaseMove, *, seen_version: int, by: Person, at: datetime) -> None:
    """Move the pairing to a phase, forwards or, with a reason, backwards; note when it was reached.

    Raises:
        EditConflict: if somebody changed the pairing since the version seen.
        RuleBroken: if the move makes no sense.
        Forbidden, NotFound: if the person may not move the pairing.
    """
    pairing = open_to_change(pairing_id, seen_version=seen_version, by=by, at=at)
    today = local_day(at, by.time_zone)
    _refuse(rules.refusal_to_move(pairing.phase, move, is_paused=pairing.paused_at is not None, today=today))
    milestones = changing.milestones_to_change(pairing_id)
    _reach(pairing, milestones, move)
    pairing.phase, pairing.phase_reason = move.to, move.reason
    if move.to is Phase.ARCHIVED:
        pairing.paused_at = pairing.pause_reason = None
    settle(pairing)


def _reach(pairing: Pairing, milestones: Mapping[Phase, Milestone], move: PhaseMove) -> None:
    version = pairing.version
    for phase in rules.reached_after(milestones, move.to):
        _set_day(milestones[phase], version, reached_on=None)
    milestone = milestones.get(move.to)
    if milestone is None:
        session().add(Milestone(pairing_id=pairing.id, phase=move.to, reached_on=move.on).changed_in(version))
    elif milestone.reached_on is None:
        _set_day(milestone, version, reached_on=move.on)


def _set_day(milestone: Milestone, version: int, *, reached_on: date | None) -> None:
    """Note when the phase was reached; a milestone without any day is none."""
    milestone.changed_in(version)
    if milestone.planned_on is None and reached_on is None:
        session().delete(milestone)
    else:
        milestone.reached_on = reached_on


@transactional
def plan_milestones(
    pairing_id: UUID, days: Mapping[Phase, date | None], *, seen_version: int, by: Person, at: datetime
) -> None:
    """Set by when the pairing wants to reach the phases.

    Raises:
        EditConflict: if somebody changed the pairing since the version seen.
        Forbidden, NotFound: if the person may not change the pairing.
    """
    pairing = open_to_change(pairing_id, seen_version=seen_version, by=by, at=at)
    milestones, version = changing.milestones_to_change(pairing_id), pairing.version
    for phase, day in days.items():
        milestone = milestones.get(phase)
        if milestone is None and day is not None:
            session().add(Milestone(pairing_id=pairing_id, phase=phase, planned_on=day).changed_in(version))
        elif milestone is not None and day is None and milestone.reached_on is None:
            session().delete(milestone.changed_in(version))
        elif milestone is not None:
            milestone.changed_in(version).planned_on = day
    settle(pairing)


@transactional
def pause_pairing(pairing_id: UUID, *, reason: str, seen_version: int, by: Person, at: datetime) -> None:
    """Let the pairing rest, and say why.

    Raises:
        EditConflict: if somebody changed the pairing since the version seen.
        RuleBroken: if it cannot be paused.
        Forbidden, NotFound: if the person may not pause it.
    """
    pairing = open_to_change(pairing_id, seen_version=seen_version, by=by, at=at)
    _refuse(rules.refusal_to_pause(pairing.phase, is_paused=pairing.paused_at is not None))
    pairing.paused_at, pairing.pause_reason = at, reason
    settle(pairing)


@transactional
def restart_pairing(pairing_id: UUID, *, seen_version: int, by: Person, at: datetime) -> None:
    """Let a paused pairing go on.

    Raises:
        EditConflict: if somebody changed the pairing since the version seen.
        RuleBroken: if it is not paused.
        Forbidden, NotFound: if the person may not restart it.
    """
    pairing = open_to_change(pairing_id, seen_version=seen_version, by=by, at=at)
    if pairing.paused_at is None:
        raise RuleBroken(message("The pairing is not paused."))
    pairing.paused_at = pairing.pause_reason = None
    settle(pairing)


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise RuleBroken(refusal.message, field=refusal.field)
