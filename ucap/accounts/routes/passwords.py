"""Passwords: forgotten, chosen anew, and changed."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts.access import link_to_choose_password
from ucap.accounts.forms.passwords import AskForPasswordForm, ChangePasswordForm, ChoosePasswordForm
from ucap.accounts.models import OneUseLink
from ucap.accounts.operations import passwords as operations
from ucap.accounts.operations.sessions import awaited_of, begin_session
from ucap.accounts.routes.accounts import let_in
from ucap.accounts.routes.visits import needs_second_step, visit_of
from ucap.accounts.sessions import browser_session, current_person
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.web.access import opens, public, signed_in
from ucap.web.addresses import public_address
from ucap.web.notices import notify

blueprint = Blueprint("passwords", __name__)

_ON_ITS_WAY = message(
    "If this address has an account, a mail with a link is on its way to it. The link works for two hours."
)


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@public
def ask_for_password() -> ResponseReturnValue:
    """Send a link to choose a new password; what is answered says nothing of who has an account."""
    form = AskForPasswordForm()
    if form.validate_on_submit():
        email = form.email.data or ""
        try:
            operations.ask_for_password(email, visit=visit_of(email), at=utc_now(), address_of=_address_of_link)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(_ON_ITS_WAY)
            return redirect(url_for("accounts.sign_in"), code=303)
    return render_template("passwords/ask_for_password.html", form=form)


def _address_of_link(token: str) -> str:
    return public_address("passwords.choose_password", token=token)


@blueprint.route("/new-password/<token>", methods=["GET", "POST"])
@opens(link_to_choose_password)
def choose_password(link: OneUseLink, token: str) -> ResponseReturnValue:
    """Let somebody choose a new password who was sent the link, and let them in."""
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        now, visit = utc_now(), visit_of(link.email)
        try:
            person_id = operations.choose_password(token, form.password.data or "", visit=visit, at=now)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            awaits = awaited_of(person_id, needs_second_step)
            notify(message("You have a new password. All other sessions were ended."))
            return let_in(begin_session(person_id, at=now, visit=visit, awaits=awaits), wanted=None)
    return render_template("passwords/choose_password.html", form=form, email=link.email)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Let somebody change their password, who types the present one."""
    person = current_person()
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            operations.change_password(
                person,
                form.current.data or "",
                form.password.data or "",
                keep=browser_session().token,
                visit=visit_of(person.email),
                at=utc_now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("Your password was changed. All other sessions were ended."))
            return redirect(url_for("account.show_account"), code=303)
    return render_template("passwords/change_password.html", form=form, email=person.email)
