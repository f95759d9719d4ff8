"""What is kept about oneself, closing one's account, and erasing somebody."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.models import Person
from ucap.accounts.routes.visits import makes_file, visit_of
from ucap.accounts.sessions import current_person, forget_session_here
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.mail import forget_written_mails
from ucap.core.text import message
from ucap.privacy import access, operations
from ucap.privacy.forms import CloseAccountForm, EraseContactForm, EraseForm
from ucap.privacy.pages import contact_file, data_file, data_page, places_of_words
from ucap.privacy.queries.personal import Subject
from ucap.stakeholders.access import OpenContact, contact_to_edit
from ucap.web.access import loads, signed_in
from ucap.web.notices import notify

blueprint = Blueprint("privacy", __name__)


def _subject(person: Person) -> Subject:
    return Subject(person.id, person.email, visit_of(person.email).account)


@blueprint.get("/account/data")
@signed_in
def show_data() -> ResponseReturnValue:
    """Show somebody everything that is kept about them."""
    return render_template("privacy/show_data.html", page=data_page(current_person(), _subject(current_person())))


@blueprint.get("/account/data.json")
@signed_in
@makes_file
def download_data() -> ResponseReturnValue:
    """Hand somebody everything that is kept about them as a file for machines."""
    file = data_file(current_person(), _subject(current_person()), at=utc_now())
    name = {"Content-Disposition": "attachment; filename=ucap-data.json"}
    return Response(file, mimetype="application/json", headers=name)


@blueprint.route("/account/close", methods=["GET", "POST"])
@signed_in
def close_account() -> ResponseReturnValue:
    """Let somebody erase themselves; asks for the password and twice."""
    form = CloseAccountForm()
    if form.validate_on_submit():
        try:
            person = current_person()
            email = person.email
            operations.close_account(person, str(form.password.data), visit=visit_of(email), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            forget_written_mails(current_app.config["UCAP_OUTBOX"], lambda text: email in text)
            forget_session_here()
            notify(message("Your account is closed, and your name and address are erased."))
            answer = redirect(url_for("accounts.sign_in"))
            answer.headers["Clear-Site-Data"] = '"cache"'
            return answer
    return render_template("privacy/close_account.html", form=form)


@blueprint.route("/people/<uuid:person_id>/erase", methods=["GET", "POST"])
@loads(access.person_to_erase)
def erase_person(person: Person) -> ResponseReturnValue:
    """Let an administrator erase somebody; asks first."""
    form = EraseForm()
    if form.validate_on_submit():
        try:
            email = person.email
            operations.erase_person(_subject(person), by=current_person(), at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            forget_written_mails(current_app.config["UCAP_OUTBOX"], lambda text: email in text)
            notify(message("Erased. What they wrote in plans stays, under the words “Former member”."))
            return redirect(url_for("plans.list_own_plans"))
    return render_template("privacy/erase_person.html", form=form, person=person)


@blueprint.get("/plans/<uuid:plan_id>/stakeholders/contacts/<uuid:contact_id>/data.json")
@loads(contact_to_edit)
def download_contact(opened: OpenContact) -> ResponseReturnValue:
    """Hand out everything that is kept about a contact person, to be given to them."""
    file = contact_file(opened.plan.id, opened.contact, at=utc_now())
    name = {"Content-Disposition": "attachment; filename=personal-data.json"}
    return Response(file, mimetype="application/json", headers=name)


@blueprint.route("/plans/<uuid:plan_id>/stakeholders/contacts/<uuid:contact_id>/erase", methods=["GET", "POST"])
@loads(contact_to_edit)
def erase_contact(opened: OpenContact) -> ResponseReturnValue:
    """Let somebody who works on the plan erase a contact person; asks first."""
    form = EraseContactForm.of(places_of_words(opened))
    if form.validate_on_submit():
        still_named = operations.erase_contact(
            opened.plan.id, opened.contact.id, by=current_person(), at=utc_now(), meant=form.places
        )
        forget_written_mails(current_app.config["UCAP_OUTBOX"], still_named)
        notify(message("Erased, with all that the history knew of them."))
        return redirect(url_for("contacts.list_contacts", plan_id=opened.plan.id))
    return render_template("privacy/erase_contact.html", form=form, opened=opened)
