"""Forms that move a pairing through its phases, pause it and restart it."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.languages import local_day
from ucap.core.text import message
from ucap.pairings.access import OpenPairing, pairing_to_manage
from ucap.pairings.forms.phases import milestones_form, pause_form, phase_form, restart_form
from ucap.pairings.models import Phase
from ucap.pairings.operations import phases as operations
from ucap.pairings.pages.pairing import conflict_over, url_of
from ucap.pairings.queries.milestones import milestones_of
from ucap.web.access import loads
from ucap.web.filters import reader_zone
from ucap.web.navigation import notify

blueprint = Blueprint("phases", __name__, url_prefix="/pairings/<uuid:pairing_id>")


@blueprint.route("/phase", methods=["GET", "POST"])
@loads(pairing_to_manage)
def move_phase(pairing: OpenPairing) -> ResponseReturnValue:
    """Move a pairing to another phase, forwards or back, or archive it."""
    at = utc_now()
    today, conflict, status = local_day(at, reader_zone()), None, 200
    wanted = request.args.get("to", type=Phase)
    form = phase_form(pairing.phase, version=pairing.version, today=today, wanted=wanted)
    if form.validate_on_submit():
        try:
            operations.move_phase(
                pairing.id, form.move(today), seen_version=form.seen_version, by=current_person(), at=at
            )
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            conflict, status = conflict_over(pairing, form), 409
        else:
            notify(message("The pairing is in another phase now."))
            return redirect(url_of(pairing.id))
    return render_template("phases/move_phase.html", pairing=pairing, form=form, conflict=conflict), status


@blueprint.route("/pause", methods=["GET", "POST"])
@loads(pairing_to_manage)
def pause_pairing(pairing: OpenPairing) -> ResponseReturnValue:
    """Pause a pairing, with a reason."""
    conflict, status = None, 200
    form = pause_form(version=pairing.version)
    if form.validate_on_submit():
        try:
            operations.pause_pairing(
                pairing.id, reason=form.why, seen_version=form.seen_version, by=current_person(), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            conflict, status = conflict_over(pairing, form), 409
        else:
            notify(message("The pairing is paused."))
            return redirect(url_of(pairing.id))
    return render_template("phases/pause_pairing.html", pairing=pairing, form=form, conflict=conflict), status


@blueprint.route("/restart", methods=["GET", "POST"])
@loads(pairing_to_manage)
def restart_pairing(pairing: OpenPairing) -> ResponseReturnValue:
    """Let a paused pairing go on."""
    conflict, status = None, 200
    form = restart_form(version=pairing.version)
    if form.validate_on_submit():
        try:
            operations.restart_pairing(pairing.id, seen_version=form.seen_version, by=current_person(), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            conflict, status = conflict_over(pairing, form), 409
        else:
            notify(message("The pairing goes on."))
            return redirect(url_of(pairing.id))
    return render_template("phases/restart_pairing.html", pairing=pairing, form=form, conflict=conflict), status


@blueprint.route("/milestones", methods=["GET", "POST"])
@loads(pairing_to_manage)
def plan_milestones(pairing: OpenPairing) -> ResponseReturnValue:
    """Say by when a pairing means to reach its phases."""
    conflict, status = None, 200
    form = milestones_form(milestones_of(pairing.id), version=pairing.version)
    if form.validate_on_submit():
        try:
            operations.plan_milestones(
                pairing.id, form.days(), seen_version=form.seen_version, by=current_person(), at=utc_now()
            )
        except EditConflict:
            conflict, status = conflict_over(pairing, form), 409
        else:
            notify(message("Milestones saved."))
            return redirect(url_of(pairing.id))
    return render_template("phases/plan_milestones.html", pairing=pairing, form=form, conflict=conflict), status
