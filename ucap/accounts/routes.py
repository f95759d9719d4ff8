"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts import operations
from ucap.accounts.forms import SignInForm
from ucap.accounts.sessions import begin_session_here, browser_session, forget_session_here
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import unstorable_character
from ucap.web.access import public, signed_in

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let somebody with an account in."""
    form = SignInForm(data={"next": request.args.get("next", "")})
    form.next.data = _own_address(form.next.data)
    if form.validate_on_submit():
        try:
            token = operations.sign_in(form.email.data or "", form.password.data or "", at=utc_now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            if browser_session().token:
                operations.end_session(browser_session().token)
            begin_session_here(token)
            return redirect(form.next.data or url_for("plans.list_own_plans"), code=303)
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session, here and in the database."""
    operations.end_session(browser_session().token)
    forget_session_here()
    answer = redirect(url_for("accounts.sign_in"), code=303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _own_address(wanted: str | None) -> str | None:
    """Return the address if it is a path of ours; never one that a browser would take for another site's."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or unstorable_character(wanted) or any(blank in wanted for blank in "\t\r\n"):
        return None
    return wanted
