"""One-use links that bring people in: opened by GET, which changes nothing, and used by POST."""

from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ucap.accounts import queries
from ucap.accounts.access import link_to_follow
from ucap.accounts.forms.links import SetUpForm, TakeUpForm
from ucap.accounts.models import OneUseLink, Person
from ucap.accounts.operations import links as operations
from ucap.accounts.operations.passwords import hash_of_new
from ucap.accounts.operations.sessions import ask_for_second_step, awaited_of, begin_session
from ucap.accounts.routes.accounts import let_in
from ucap.accounts.routes.visits import followers_of_links, needs_second_step, visit_of
from ucap.accounts.sessions import browser_session
from ucap.core.clock import utc_now
from ucap.core.errors import RuleBroken
from ucap.core.text import Message, message, visible_text
from ucap.web.access import opens
from ucap.web.notices import notify

blueprint = Blueprint("links", __name__, url_prefix="/links")


@blueprint.route("/<token>", methods=["GET", "POST"])
@opens(link_to_follow)
def follow_link(link: OneUseLink, token: str) -> ResponseReturnValue:
    """Let somebody set up the account that they were invited to, or take up what the link brings to theirs."""
    account = queries.person_by_email(link.email)
    here = browser_session().person
    is_own = account is not None and here is not None and account.id == here.id
    form = (
        TakeUpForm()
        if account
        else SetUpForm(data={"time_zone": "UTC", "name": visible_text(request.args.get("name"))})
    )
    if form.validate_on_submit() and (account is None or is_own):
        try:
            return _take_up(link, token) if isinstance(form, TakeUpForm) else _set_up(link, token, form)
        except RuleBroken as broken:
            form.refuse(broken)
    return render_template(
        "links/follow_link.html",
        link=link,
        form=form,
        about=_about(link),
        has_account=account is not None,
        is_own=is_own,
    )


def _about(link: OneUseLink) -> list[Message]:
    """Return what the link is for, as the features say."""
    return [text for follower in followers_of_links() if (text := follower.tells(link)) is not None]


def _set_up(link: OneUseLink, token: str, form: SetUpForm) -> ResponseReturnValue:
    name = form.name.data or ""
    password_hash = hash_of_new(form.password.data or "", email=link.email, name=name)
    now = utc_now()
    person = operations.set_up_account(
        token,
        name=name,
        password_hash=password_hash,
        time_zone=form.time_zone.data,
        at=now,
        then=[follower.follows for follower in followers_of_links()],
    )
    awaits = awaited_of(person.id, needs_second_step)
    begun = begin_session(person.id, at=now, visit=visit_of(link.email), awaits=awaits)
    notify(message("Your account is set up, and you are signed in."))
    return let_in(begun, wanted=None)


def _take_up(link: OneUseLink, token: str) -> ResponseReturnValue:
    person = browser_session().person
    if person is not None:
        then = [*(follower.follows for follower in followers_of_links()), _ask_for_second_step]
        operations.take_up_link(token, person_id=person.id, at=utc_now(), then=then)
        notify(message("The link for %(email)s is taken up.", email=link.email))
    return redirect(url_for("plans.list_own_plans"), code=303)


def _ask_for_second_step(_link: OneUseLink, person: Person, at: datetime) -> None:
    """Ask for a second step, of which what the link brought may have made one needed."""
    ask_for_second_step(person.id, needs_second_step=needs_second_step, at=at)
