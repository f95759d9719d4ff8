"""Personal links: made by who asks, answered once by who holds one, and read by them until they end."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from ucap.accounts.models import AttemptKind
from ucap.accounts.operations.attempts import begin_attempt
from ucap.accounts.routes.visits import visit_of
from ucap.accounts.sessions import current_person
from ucap.core.clock import utc_now
from ucap.core.errors import Gone, RuleBroken
from ucap.core.text import message
from ucap.stakeholders import access
from ucap.stakeholders.access import OpenAnswer, OpenEngagement
from ucap.stakeholders.forms.answers import AnswerForm, AskByLinkForm
from ucap.stakeholders.operations import answers as operations
from ucap.stakeholders.pages import answers as pages
from ucap.stakeholders.queries.contacts import contacts_of_plan
from ucap.web.access import loads, opens
from ucap.web.addresses import public_address
from ucap.web.notices import notify

blueprint = Blueprint("answers", __name__)

_OF_SECRET_PAGES = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


@blueprint.route("/plans/<uuid:plan_id>/stakeholders/<uuid:engagement_id>/ask", methods=["GET", "POST"])
@loads(access.engagement_to_ask)
def ask_by_link(opened: OpenEngagement) -> ResponseReturnValue:
    """Let somebody who may change an engagement have its question answered by a personal link; it is shown once."""
    form = AskByLinkForm.of(opened.reachable(contacts_of_plan(opened.plan.id)))
    address = None
    if form.validate_on_submit():
        try:
            address = operations.ask_by_link(
                opened.plan.id,
                opened.engagement.id,
                lives=form.chosen_life,
                contact_id=form.contact_id,
                by=current_person(),
                at=utc_now(),
                address_of=_address_of_link,
            )
        except RuleBroken as broken:
            form.refuse(broken)
    page = pages.ask_page(opened, at=utc_now(), address=address, is_sent=form.contact_id is not None)
    return render_template("answers/ask_by_link.html", page=page, form=form, plan=opened.plan)


def _address_of_link(token: str) -> str:
    return public_address("answers.give_answer", token=token)


@blueprint.post("/plans/<uuid:plan_id>/stakeholders/<uuid:engagement_id>/withdraw-link")
@loads(access.engagement_to_ask)
def withdraw_answer_link(opened: OpenEngagement) -> ResponseReturnValue:
    """Let the personal link of an engagement open nothing any more."""
    operations.withdraw_answer_link(opened.plan.id, opened.engagement.id, by=current_person(), at=utc_now())
    notify(message("The link was withdrawn and opens nothing any more."))
    return redirect(url_for("answers.ask_by_link", plan_id=opened.plan.id, engagement_id=opened.engagement.id))


@blueprint.route("/answers/<token>", methods=["GET", "POST"])
@opens(access.answer_link_to_open)
def give_answer(opened: OpenAnswer, token: str) -> ResponseReturnValue:
    """Let whoever holds a personal link answer its question once, and read what became of the answer."""
    status = 200
    with force_locale(opened.link.language):
        if request.method == "POST":
            begin_attempt(AttemptKind.ANSWER, visit_of(f"answer {opened.link.id}"), at=utc_now())
        form = AnswerForm()
        if form.validate_on_submit():
            try:
                operations.give_answer(token, str(form.answer.data), at=utc_now())
            except Gone:
                raise
            except RuleBroken as broken:
                form.refuse(broken)
                opened, status = access.answer_link_to_open(token, at=utc_now()), 409
            else:
                return redirect(url_for("answers.give_answer", token=token), code=303)
        body = render_template("answers/give_answer.html", page=pages.answer_page(opened), form=form)
    answer = make_response(body, status)
    answer.headers.update(_OF_SECRET_PAGES)
    return answer
