"""Pages of organisations that may be the same, and on which two are merged."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.text import message
from ucap.stakeholders import access
from ucap.stakeholders.access import OpenMerging, OpenRegister
from ucap.stakeholders.forms.duplicates import MergeForm
from ucap.stakeholders.operations import merging as operations
from ucap.stakeholders.operations import telling_apart
from ucap.stakeholders.pages.duplicates import duplicates_page, merge_page
from ucap.stakeholders.pages.organisations import subtypes
from ucap.web.access import loads
from ucap.web.notices import notify

blueprint = Blueprint("duplicates", __name__)


@blueprint.get("/places/<uuid:place_id>/organisations/duplicates")
@loads(access.register_to_keep)
def list_duplicates(opened: OpenRegister) -> ResponseReturnValue:
    """Show which organisations of a register may be the same, and why that is said."""
    return render_template("duplicates/list_duplicates.html", page=duplicates_page(opened))


@blueprint.route("/organisations/<uuid:organisation_id>/merge/<uuid:into_id>", methods=["GET", "POST"])
@loads(access.organisations_to_merge)
def merge_organisations(opened: OpenMerging) -> ResponseReturnValue:
    """Merge one organisation into another after showing the two side by side."""
    goes, stays = opened.goes, opened.stays
    form = MergeForm.of(goes, stays)
    if form.validate_on_submit():
        try:
            operations.merge_organisations(
                goes.id, stays.id, seen_versions=form.seen_versions, by=current_person(), at=utc_now()
            )
        except EditConflict:
            form.refuse(RuleBroken(message("One of the two was changed meanwhile. Look at them again.")))
            form.show_versions(goes, stays)
        else:
            notify(message("Merged: %(name)s leads to %(kept)s now.", name=goes.name, kept=stays.name))
            return redirect(url_for("organisations.show_organisation", organisation_id=stays.id))
    return render_template("duplicates/merge_organisations.html", form=form, page=merge_page(opened, subtypes()))


@blueprint.post("/organisations/<uuid:organisation_id>/apart/<uuid:into_id>")
@loads(access.organisations_to_merge)
def tell_apart(opened: OpenMerging) -> ResponseReturnValue:
    """Say that two organisations are not the same."""
    one, other = opened.goes, opened.stays
    telling_apart.tell_apart(one.id, other.id, by=current_person(), at=utc_now())
    notify(message("Told apart: %(name)s and %(other)s are not proposed again.", name=one.name, other=other.name))
    return redirect(url_for("duplicates.list_duplicates", place_id=one.place_id))


@blueprint.post("/organisations/<uuid:organisation_id>/apart/<uuid:into_id>/undo")
@loads(access.organisations_to_merge)
def propose_again(opened: OpenMerging) -> ResponseReturnValue:
    """Take back that two organisations are not the same."""
    one, other = opened.goes, opened.stays
    telling_apart.propose_again(one.id, other.id, by=current_person(), at=utc_now())
    notify(message("Taken back: %(name)s and %(other)s may be proposed again.", name=one.name, other=other.name))
    return redirect(url_for("duplicates.list_duplicates", place_id=one.place_id))
