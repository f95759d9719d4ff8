"""The second step of signing in: entering a code, setting the step up, and doing without it again."""

import io

import segno
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup

from ucap.accounts import queries
from ucap.accounts.forms.second_step import CodeForm, SetUpSecondStepForm
from ucap.accounts.models import Awaited, Person
from ucap.accounts.operations import second_step as operations
from ucap.accounts.routes.visits import needs_second_step, own_address, visit_of
from ucap.accounts.sessions import begin_session_here, browser_session, current_person
from ucap.core.clock import utc_now
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.text import message
from ucap.web.access import public, signed_in
from ucap.web.notices import notify

blueprint = Blueprint("second_step", __name__)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def enter_code() -> ResponseReturnValue:
    """Let somebody in whose password was right, and who has a second step."""
    half = browser_session().half
    if half is None or half.awaits is not Awaited.CODE:
        return redirect(url_for("accounts.sign_in"), code=303)
    form = CodeForm(data={"next": request.args.get("next", "")})
    form.next.data = own_address(form.next.data)
    if form.validate_on_submit():
        try:
            token = operations.enter_code(
                half.person.id,
                form.code.data or "",
                half_token=browser_session().token,
                key=_key(),
                visit=visit_of(half.person.email),
                at=utc_now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            begin_session_here(token)
            return redirect(form.next.data or url_for("plans.list_own_plans"), code=303)
    return render_template("second_step/enter_code.html", form=form)


@blueprint.route("/account/second-step", methods=["GET", "POST"])
@public
def set_up_second_step() -> ResponseReturnValue:
    """Let somebody have a second step from now on, who is signed in or has to before they are."""
    person = _who_sets_up()
    if person is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    form = SetUpSecondStepForm(data={"next": request.args.get("next", "")})
    form.next.data = own_address(form.next.data) or ""
    secret = _own_secret(form.secret.data, person) or operations.new_secret()
    form.secret.data = _signer(person).dumps(secret)
    codes: list[str] = []
    if form.validate_on_submit():
        try:
            codes, token = operations.set_up_second_step(
                person.id, secret, form.code.data or "", key=_key(), visit=visit_of(person.email), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            begin_session_here(token)
            browser_session().person = person
    address = operations.address_of_secret(secret, person.email)
    return render_template(
        "second_step/set_up_second_step.html",
        form=form,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        address=address,
        picture=_picture_of(address),
        is_needed=browser_session().half is not None,
        codes=codes,
    )


def _who_sets_up() -> Person | None:
    half = browser_session().half
    return half.person if half is not None and half.awaits is Awaited.SET_UP else browser_session().person


@blueprint.route("/account/second-step/codes", methods=["GET", "POST"])
@signed_in
def renew_recovery_codes() -> ResponseReturnValue:
    """Give somebody new recovery codes, who types a code."""
    person = _person_with_step()
    form = CodeForm()
    codes: list[str] = []
    if form.validate_on_submit():
        try:
            codes = operations.renew_recovery_codes(
                person.id, form.code.data or "", key=_key(), visit=visit_of(person.email), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template("second_step/renew_recovery_codes.html", form=form, codes=codes)


@blueprint.route("/account/second-step/remove", methods=["GET", "POST"])
@signed_in
def remove_second_step() -> ResponseReturnValue:
    """Let somebody do without a second step, who types a code and need not have one."""
    person = _person_with_step()
    is_needed = needs_second_step(person.id)
    form = CodeForm()
    if form.validate_on_submit() and not is_needed:
        try:
            operations.remove_second_step(
                person.id, form.code.data or "", key=_key(), visit=visit_of(person.email), at=utc_now()
            )
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            notify(message("You sign in by your password alone."))
            return redirect(url_for("account.show_account"), code=303)
    return render_template("second_step/remove_second_step.html", form=form, is_needed=is_needed)


def _person_with_step() -> Person:
    person = current_person()
    if queries.second_step_of(person.id) is None:
        raise NotFound
    return person


def _key() -> str:
    return str(current_app.secret_key)


def _signer(person: Person) -> URLSafeSerializer:
    return URLSafeSerializer(_key(), salt=f"second step of {person.id}")


def _own_secret(sent: str | None, person: Person) -> str | None:
    """Return the secret that the form was made with; nobody can make the person take one of theirs."""
    try:
        return str(_signer(person).loads(sent)) if sent else None
    except (BadSignature, ValueError):
        return None


def _picture_of(address: str) -> Markup:
    """Return the address as a QR code."""
    written = io.BytesIO()
    segno.make(address, error="m").save(
        written,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        svgclass="ucap-qr__picture",
        lineclass=None,
        border=4,
    )
    return Markup(written.getvalue().decode())  # noqa: S704 - segno wrote it, of an address whose characters it draws
