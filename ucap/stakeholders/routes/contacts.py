"""Pages of contact people, for those who work on the plan. Addresses hold ids only, never a name."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.languages import local_day
from ucap.core.text import message
from ucap.pairings.access import OpenPlan
from ucap.stakeholders import access
from ucap.stakeholders.access import OpenContact, OpenStakeholder
from ucap.stakeholders.forms.contacts import ContactForm, RenewForm
from ucap.stakeholders.operations import contacts as operations
from ucap.stakeholders.pages import contacts as pages
from ucap.web.access import loads
from ucap.web.filters import reader_zone
from ucap.web.notices import notify

blueprint = Blueprint("contacts", __name__, url_prefix="/plans/<uuid:plan_id>/stakeholders")


@blueprint.get("/contacts/")
@loads(access.contacts_to_view)
def list_contacts(plan: OpenPlan) -> ResponseReturnValue:
    """Show the contact people of a plan, those first whose data is to be looked at first."""
    page = pages.contacts_page(plan, local_day(utc_now(), reader_zone()))
    return render_template("contacts/list_contacts.html", page=page)


@blueprint.get("/contacts.csv")
@loads(access.contacts_to_view)
def download_contacts(plan: OpenPlan) -> ResponseReturnValue:
    """Hand out the contact people as a sheet, marked as personal data; no other export holds them."""
    sheet = pages.contacts_sheet(pages.contacts_page(plan, local_day(utc_now(), reader_zone())))
    name = {"Content-Disposition": "attachment; filename=personal-data-contacts.csv"}
    return Response(sheet.encode("utf-8-sig"), mimetype="text/csv", headers=name)


@blueprint.route("/<uuid:entry_id>/contacts/add", methods=["GET", "POST"])
@loads(access.stakeholder_to_contact)
def add_contact(opened: OpenStakeholder) -> ResponseReturnValue:
    """Let somebody who works on the plan keep a contact person at a stakeholder."""
    form = ContactForm.of()
    if form.validate_on_submit():
        try:
            operations.add_contact(
                opened.plan.id, opened.stakeholder.id, form.values(), by=current_person(), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("Contact person added."))
            return redirect(url_for("contacts.list_contacts", plan_id=opened.plan.id))
    return render_template("contacts/add_contact.html", form=form, opened=opened, plan=opened.plan)


@blueprint.route("/contacts/<uuid:contact_id>/edit", methods=["GET", "POST"])
@loads(access.contact_to_edit)
def edit_contact(opened: OpenContact) -> ResponseReturnValue:
    """Let somebody who works on the plan change what is kept; over a newer version show what differs."""
    form = ContactForm.of(opened.contact)
    conflict = None
    if form.validate_on_submit():
        try:
            operations.edit_contact(
                opened.plan.id,
                opened.contact.id,
                form.values(),
                seen_version=form.seen_version,
                by=current_person(),
                at=utc_now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            conflict = pages.conflict_of(form, opened)
        else:
            notify(message("Contact person saved."))
            return redirect(url_for("contacts.list_contacts", plan_id=opened.plan.id))
    page = render_template(
        "contacts/edit_contact.html", form=form, contact=opened.contact, plan=opened.plan, conflict=conflict
    )
    return page, 200 if conflict is None else 409


@blueprint.route("/contacts/<uuid:contact_id>/review", methods=["GET", "POST"])
@loads(access.contact_to_edit)
def review_contact(opened: OpenContact) -> ResponseReturnValue:
    """Ask somebody who works on the plan whether a contact's data is still needed: keep it for a while, or erase it."""
    form = RenewForm(data={"version": str(opened.contact.version)})
    if form.validate_on_submit():
        try:
            operations.renew_contact(
                opened.plan.id,
                opened.contact.id,
                form.day,
                seen_version=form.seen_version,
                by=current_person(),
                at=utc_now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        except EditConflict:
            form.refuse(RuleBroken(message("Somebody changed this meanwhile. Look at it again.")))
            form.version.data = str(opened.contact.version)
        else:
            notify(message("Kept for now."))
            return redirect(url_for("contacts.list_contacts", plan_id=opened.plan.id))
    return render_template("contacts/review_contact.html", form=form, contact=opened.contact, plan=opened.plan)
