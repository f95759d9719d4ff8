"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from ucap.accounts import queries
from ucap.accounts.forms.signing_in import SignInForm
from ucap.accounts.operations import sessions as operations
from ucap.accounts.operations.tokens import digest_of_token
from ucap.accounts.sessions import begin_session_here, browser_session, forget_session_here
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import unstorable_character
from ucap.web.access import SIGN_IN_SCHEME, public, signed_in
from ucap.web.held import HeldForm, SignInNeeded, address_of_held_form

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let somebody with an account in."""
    form = SignInForm(data={"next": request.args.get("next", "")})
    form.next.data = _own_address(form.next.data)
    held = HeldForm.from_text(form.next.data, form.held.data)
    form.held.data = held.text() if held else ""
    if form.validate_on_submit():
        try:
            token = operations.sign_in(form.email.data or "", form.password.data or "", at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            if browser_session().token:
                operations.end_session(browser_session().token)
            begin_session_here(token)
            wanted = _address_of_filled_form(held, token) if held else None
            return redirect(wanted or form.next.data or url_for("plans.list_own_plans"), code=303)
    return render_template("accounts/sign_in.html", form=form, is_held=held is not None)


def ask_to_sign_in(needed: SignInNeeded) -> Response:
    """Answer a form whose session is over with the sign-in page, which holds what was typed."""
    form = SignInForm(typed=MultiDict({"next": needed.held.path, "held": needed.held.text()}))
    answer = make_response(render_template("accounts/sign_in.html", form=form, is_held=True), 401)
    answer.headers["WWW-Authenticate"] = SIGN_IN_SCHEME
    return answer


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session, here and in the database."""
    operations.end_session(browser_session().token)
    forget_session_here()
    answer = redirect(url_for("accounts.sign_in"), code=303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _address_of_filled_form(held: HeldForm, token: str) -> str | None:
    """Hand the form over to its keeper for who has just signed in; return where to go on with it."""
    begun = queries.session_by_digest(digest_of_token(token))
    return address_of_held_form(held, begun.person_id) if begun else None


def _own_address(wanted: str | None) -> str | None:
    """Return the address if it is a path of ours; never one that a browser would take for another site's."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or unstorable_character(wanted) or any(blank in wanted for blank in "\t\r\n"):
        return None
    return wanted
