"""Pages of registers and of organisations."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.text import message
from ucap.stakeholders import access
from ucap.stakeholders.access import OpenOrganisation, OpenRegister
from ucap.stakeholders.forms.organisations import OrganisationForm, RegisterForm
from ucap.stakeholders.operations import organisations as operations
from ucap.stakeholders.pages import organisations as pages
from ucap.stakeholders.pages.duplicates import likely_same_in
from ucap.stakeholders.queries.organisations import register_of_place
from ucap.web.access import loads
from ucap.web.notices import notify, notify_of_undoable

blueprint = Blueprint("organisations", __name__)


@blueprint.get("/places/<uuid:place_id>/organisations/")
@loads(access.register_to_view)
def list_organisations(opened: OpenRegister) -> ResponseReturnValue:
    """Show the register of a place, a page at a time."""
    kinds = pages.subtypes()
    form = RegisterForm.of(kinds)
    after, before = (request.args.get(name, type=UUID) for name in ("after", "before"))
    found = register_of_place(opened.place.id, form.wanted(), after=after, before=before)
    return render_template("organisations/list_organisations.html", page=pages.list_page(opened, form, found, kinds))


@blueprint.route("/places/<uuid:place_id>/organisations/add", methods=["GET", "POST"])
@loads(access.register_to_keep)
def add_organisation(opened: OpenRegister) -> ResponseReturnValue:
    """Let somebody who keeps the register put an organisation into it."""
    form = OrganisationForm.of(pages.subtypes())
    if form.validate_on_submit():
        try:
            organisation_id = operations.add_organisation(
                opened.place.id, form.values(), by=current_person(), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            _tell_of_added(opened, organisation_id, str(form.name.data))
            return redirect(url_for("organisations.show_organisation", organisation_id=organisation_id))
    return render_template("organisations/add_organisation.html", form=form, place=opened.place)


def _tell_of_added(opened: OpenRegister, organisation_id: UUID, name: str) -> None:
    """Tell that the organisation was added and, if it may stand in the register already, as what."""
    same = likely_same_in(opened, organisation_id)
    if same is None:
        notify(message("%(name)s added.", name=name))
        return
    url = url_for("duplicates.merge_organisations", organisation_id=organisation_id, into_id=same.id)
    said = message("%(name)s added. It may be in the register already, as %(other)s.", name=name, other=same.name)
    notify(said, action=(message("Compare and merge"), url))


@blueprint.get("/organisations/<uuid:organisation_id>/")
@loads(access.organisation_to_view)
def show_organisation(opened: OpenOrganisation) -> ResponseReturnValue:
    """Show what the register says of an organisation; one that was merged leads to the one kept."""
    if opened.facts.merged_into_id:
        return redirect(url_for("organisations.show_organisation", organisation_id=opened.facts.merged_into_id))
    page = pages.organisation_page(opened, current_person())
    return render_template("organisations/show_organisation.html", page=page)


@blueprint.route("/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"])
@loads(access.organisation_to_edit)
def edit_organisation(opened: OpenOrganisation) -> ResponseReturnValue:
    """Let somebody who keeps the register change what it says; over a newer version show what differs."""
    kinds = pages.subtypes()
    form = OrganisationForm.of(kinds, opened.facts)
    conflict = None
    if form.validate_on_submit():
        try:
            operations.edit_organisation(
                opened.facts.id, form.values(), seen_version=form.seen_version, by=current_person(), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            conflict = pages.conflict_of(form, opened.facts.id, kinds)
        else:
            notify(message("%(name)s saved.", name=str(form.name.data)))
            return redirect(url_for("organisations.show_organisation", organisation_id=opened.facts.id))
    page = render_template(
        "organisations/edit_organisation.html", form=form, organisation=opened.facts, conflict=conflict
    )
    return page, 200 if conflict is None else 409


@blueprint.post("/organisations/<uuid:organisation_id>/archive")
@loads(access.organisation_to_edit)
def archive_organisation(opened: OpenOrganisation) -> ResponseReturnValue:
    """Archive an organisation at once, for it can be undone."""
    operations.archive_organisation(opened.facts.id, by=current_person(), at=utc_now())
    undo_url = url_for("organisations.bring_back_organisation", organisation_id=opened.facts.id)
    notify_of_undoable(message("Archived: %(name)s", name=opened.facts.name), undo_url)
    return redirect(url_for("organisations.list_organisations", place_id=opened.facts.place_id))


@blueprint.post("/organisations/<uuid:organisation_id>/bring-back")
@loads(access.organisation_to_edit)
def bring_back_organisation(opened: OpenOrganisation) -> ResponseReturnValue:
    """Take an organisation out of the archive."""
    operations.bring_back_organisation(opened.facts.id, by=current_person(), at=utc_now())
    notify(message("Back in the register: %(name)s", name=opened.facts.name))
    return redirect(url_for("organisations.show_organisation", organisation_id=opened.facts.id))
