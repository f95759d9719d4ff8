"""Pages of pairings: the list, each by itself, and the forms that make and change them."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.languages import local_day
from ucap.core.text import message
from ucap.pairings.access import OpenPairing, OpenProgramme, pairing_to_manage, pairing_to_view, programme_to_manage
from ucap.pairings.forms.pairing import pairing_form
from ucap.pairings.operations import pairings as operations
from ucap.pairings.pages.listing import pairings_page
from ucap.pairings.pages.pairing import pairing_page, url_of
from ucap.pairings.permissions import may_manage_pairing
from ucap.pairings.queries.choosing import choosable
from ucap.pairings.queries.listing import reach_of
from ucap.pairings.routes.changing import outcome_of
from ucap.web.access import loads, signed_in
from ucap.web.filters import page_language, reader_zone
from ucap.web.notices import notify

blueprint = Blueprint("pairings", __name__, url_prefix="/pairings")


@blueprint.get("/")
@signed_in
def list_pairings() -> ResponseReturnValue:
    """Show the pairings that a person may open."""
    page = pairings_page(reach_of(current_person().id))
    return render_template("pairings/list_pairings.html", page=page)


@blueprint.route("/add/<uuid:programme_id>", methods=["GET", "POST"])
@loads(programme_to_manage)
def add_pairing(programme: OpenProgramme) -> ResponseReturnValue:
    """Make a pairing and begin its plan."""
    form = pairing_form(choosable(language=page_language()))
    if form.validate_on_submit():
        try:
            made = operations.add_pairing(programme.id, form.values(), by=current_person(), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("Pairing added, and its plan begun."))
            return redirect(url_of(made))
    return render_template("pairings/add_pairing.html", programme=programme, form=form)


@blueprint.get("/<uuid:pairing_id>/")
@loads(pairing_to_view)
def show_pairing(pairing: OpenPairing) -> ResponseReturnValue:
    """Show everything about a pairing."""
    page = pairing_page(
        pairing,
        can_manage=may_manage_pairing(pairing.rights),
        on=local_day(utc_now(), reader_zone()),
    )
    return render_template("pairings/show_pairing.html", page=page)


@blueprint.route("/<uuid:pairing_id>/edit", methods=["GET", "POST"])
@loads(pairing_to_manage)
def edit_pairing(pairing: OpenPairing) -> ResponseReturnValue:
    """Change what a pairing is."""
    form = pairing_form(choosable(pairing.theme_id, page_language()), pairing)

    def edit() -> None:
        values = form.values(pairing)
        operations.edit_pairing(pairing.id, values, seen_version=form.seen_version, by=current_person(), at=utc_now())

    found = outcome_of(form, pairing, edit, told=message("Pairing saved."))
    if found.done:
        return found.done
    page = render_template("pairings/edit_pairing.html", pairing=pairing, form=form, conflict=found.conflict)
    return page, found.status
