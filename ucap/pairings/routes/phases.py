"""Forms that move a pairing through its phases, pause it and restart it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.languages import local_day
from ucap.core.text import message
from ucap.pairings.access import OpenPairing, pairing_to_manage
from ucap.pairings.forms.phases import milestones_form, pause_form, phase_form, restart_form
from ucap.pairings.models import Phase
from ucap.pairings.operations import phases as operations
from ucap.pairings.queries.milestones import milestones_of
from ucap.pairings.routes.changing import outcome_of
from ucap.web.access import loads
from ucap.web.filters import reader_zone

blueprint = Blueprint("phases", __name__, url_prefix="/pairings/<uuid:pairing_id>")


@blueprint.route("/phase", methods=["GET", "POST"])
@loads(pairing_to_manage)
def move_phase(pairing: OpenPairing) -> ResponseReturnValue:
    """Move a pairing to another phase, forwards or back, or archive it."""
    at = utc_now()
    today, wanted = local_day(at, reader_zone()), request.args.get("to", type=Phase)
    form = phase_form(pairing.phase, version=pairing.version, today=today, wanted=wanted)

    def move() -> None:
        operations.move_phase(pairing.id, form.move(today), seen_version=form.seen_version, by=current_person(), at=at)

    found = outcome_of(form, pairing, move, told=message("The pairing is in another phase now."))
    if found.done:
        return found.done
    page = render_template("phases/move_phase.html", pairing=pairing, form=form, conflict=found.conflict)
    return page, found.status


@blueprint.route("/pause", methods=["GET", "POST"])
@loads(pairing_to_manage)
def pause_pairing(pairing: OpenPairing) -> ResponseReturnValue:
    """Pause a pairing, with a reason."""
    form = pause_form(version=pairing.version)

    def pause() -> None:
        operations.pause_pairing(
            pairing.id, reason=form.why, seen_version=form.seen_version, by=current_person(), at=utc_now()
        )

    found = outcome_of(form, pairing, pause, told=message("The pairing is paused."))
    if found.done:
        return found.done
    page = render_template("phases/pause_pairing.html", pairing=pairing, form=form, conflict=found.conflict)
    return page, found.status


@blueprint.route("/restart", methods=["GET", "POST"])
@loads(pairing_to_manage)
def restart_pairing(pairing: OpenPairing) -> ResponseReturnValue:
    """Let a paused pairing go on."""
    form = restart_form(version=pairing.version)

    def restart() -> None:
        operations.restart_pairing(pairing.id, seen_version=form.seen_version, by=current_person(), at=utc_now())

    found = outcome_of(form, pairing, restart, told=message("The pairing goes on."))
    if found.done:
        return found.done
    page = render_template("phases/restart_pairing.html", pairing=pairing, form=form, conflict=found.conflict)
    return page, found.status


@blueprint.route("/milestones", methods=["GET", "POST"])
@loads(pairing_to_manage)
def plan_milestones(pairing: OpenPairing) -> ResponseReturnValue:
    """Say by when a pairing means to reach its phases."""
    form = milestones_form(milestones_of(pairing.id), version=pairing.version)

    def plan() -> None:
        operations.plan_milestones(
            pairing.id, form.days(), seen_version=form.seen_version, by=current_person(), at=utc_now()
        )

    found = outcome_of(form, pairing, plan, told=message("Milestones saved."))
    if found.done:
        return found.done
    page = render_template("phases/plan_milestones.html", pairing=pairing, form=form, conflict=found.conflict)
    return page, found.status
