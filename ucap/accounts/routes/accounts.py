"""Signing in and out."""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from ucap.accounts import queries
from ucap.accounts.forms.signing_in import SignInForm
from ucap.accounts.models import Awaited
from ucap.accounts.operations import sessions as operations
from ucap.accounts.routes.visits import needs_second_step, own_address, visit_of
from ucap.accounts.rules import digest_of_token
from ucap.accounts.sessions import begin_session_here, browser_session, forget_session_here
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.web.access import SIGN_IN_SCHEME, public, signed_in
from ucap.web.held import HeldForm, SignInNeeded, address_of_held_form

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let somebody with an account in."""
    form = SignInForm(data={"next": request.args.get("next", "")})
    form.next.data = own_address(form.next.data)
    held = HeldForm.from_text(form.next.data, form.held.data)
    form.held.data = held.text() if held else ""
    if form.validate_on_submit():
        email = form.email.data or ""
        try:
            token = operations.sign_in(
                email,
                form.password.data or "",
                visit=visit_of(email),
                needs_second_step=needs_second_step,
                at=utc_now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return let_in(token, wanted=form.next.data, held=held)
    return render_template("accounts/sign_in.html", form=form, is_held=held is not None, provider=provider_name())


def provider_name() -> str | None:
    """Return what people call who else vouches for them; None if nobody does."""
    settings = current_app.config["UCAP_OIDC"]
    return settings.name if settings else None


def let_in(token: str, *, wanted: str | None, held: HeldForm | None = None) -> ResponseReturnValue:
    """Begin the session here, in place of another, and lead to what the person wanted or to their second step."""
    if browser_session().token:
        operations.end_session(browser_session().token)
    begin_session_here(token)
    begun = queries.session_by_digest(digest_of_token(token))
    if begun is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    if held is not None:
        wanted = address_of_held_form(held, begun.person_id) or wanted
    if begun.awaits is Awaited.CODE:
        return redirect(url_for("second_step.enter_code", next=wanted), code=303)
    if begun.awaits is Awaited.SET_UP:
        return redirect(url_for("second_step.set_up_second_step", next=wanted), code=303)
    return redirect(wanted or url_for("plans.list_own_plans"), code=303)


def ask_to_sign_in(needed: SignInNeeded) -> Response:
    """Answer a form whose session is over with the sign-in page, which holds what was typed."""
    form = SignInForm(typed=MultiDict({"next": needed.held.path, "held": needed.held.text()}))
    answer = make_response(render_template("accounts/sign_in.html", form=form, is_held=True, provider=None), 401)
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
