"""One's own account."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.forms.account import account_form
from ucap.accounts.operations import people as operations
from ucap.accounts.pages import account_page
from ucap.accounts.routes.visits import needs_second_step
from ucap.accounts.sessions import browser_session, current_person
from ucap.core.text import message
from ucap.web.access import signed_in
from ucap.web.notices import notify

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("/")
@signed_in
def show_account() -> ResponseReturnValue:
    """Show somebody their account: who they are, how they sign in, and where they are signed in."""
    person = current_person()
    page = account_page(person, token=browser_session().token, is_step_needed=needs_second_step(person.id))
    return render_template("account/show_account.html", page=page)


@blueprint.route("/edit", methods=["GET", "POST"])
@signed_in
def edit_account() -> ResponseReturnValue:
    """Let somebody change how they are named, and in which zone and language they are shown pages."""
    person = current_person()
    form = account_form(name=person.name, time_zone=person.time_zone, language=person.language or "")
    if form.validate_on_submit():
        language = (form.language.data or None) if "language" in form else person.language
        operations.change_account(
            person.id, name=form.name.data or "", time_zone=form.time_zone.data, language=language
        )
        notify(message("Your account was changed."))
        return redirect(url_for("account.show_account"), code=303)
    return render_template("account/edit_account.html", form=form)
