"""Asking an organisation by a personal link, and taking its answer, once."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from ucap.accounts.models import Person
from ucap.accounts.operations.tokens import new_token
from ucap.accounts.rules import digest_of_token
from ucap.core.database import session, transactional
from ucap.core.errors import RuleBroken
from ucap.core.outbox import write_mail
from ucap.core.text import Message, message
from ucap.entries.operations.saving import open_to_change, save_by_link
from ucap.stakeholders import access
from ucap.stakeholders.access import OpenEngagement
from ucap.stakeholders.models.answers import AnswerLink
from ucap.stakeholders.queries.answers import answer_links_of, answer_links_to_change
from ucap.stakeholders.queries.contacts import contacts_of_plan
from ucap.stakeholders.queries.involved import is_settled
from ucap.stakeholders.rules.answers import refusal_to_ask_by_link, with_answer

AddressOf = Callable[[str], str]
"""Returns the whole address of the page that a link's token opens."""

ANSWERED = message("An answer was given already, and each link takes one.")


@transactional
def ask_by_link(  # noqa: PLR0913 - whom to ask, for how long, and how the link is written
    plan_id: UUID,
    engagement_id: UUID,
    *,
    lives: timedelta,
    contact_id: UUID | None,
    by: Person,
    at: datetime,
    address_of: AddressOf,
) -> str:
    """Make a link by which the engagement's question can be answered; return its address, which is seen only now.

    A link made before opens nothing any more.

    Args:
        contact_id: who gets the link by mail; None if whoever asks passes it on.

    Raises:
        RuleBroken: if there is nobody to ask, or the question was answered by link already.
        Forbidden, NotFound: if the person may not change the engagement.
    """
    open_to_change(plan_id, by=by, at=at)
    opened = access.engagement_to_ask(plan_id, engagement_id, by)
    refusal = refusal_to_ask_by_link(
        has_stakeholder=opened.stakeholder is not None,
        is_answered=any(link.answered_at for link in answer_links_of(engagement_id)),
        is_settled=is_settled(opened.engagement),
    )
    if refusal:
        raise RuleBroken(refusal)
    _withdraw(engagement_id, at=at)
    token = new_token()
    link = AnswerLink(
        token_digest=digest_of_token(token),
        plan_id=plan_id,
        engagement_id=engagement_id,
        language=opened.language,
        made_at=at,
        made_by_id=by.id,
        expires_at=at + lives,
    )
    session().add(link)
    address = address_of(token)
    if contact_id is not None:
        _send(opened, contact_id, address, by=by, at=at)
    session().flush()
    return address


def _send(opened: OpenEngagement, contact_id: UUID, address: str, *, by: Person, at: datetime) -> None:
    contacts = contacts_of_plan(opened.plan.id)
    email = next((one.email for one in contacts if one.id == contact_id and one in opened.reachable(contacts)), "")
    if not email:
        raise RuleBroken(message("Choose from the list."), field="contact")
    lines: list[Message | str] = [
        message("%(name)s asks for your answer. The plan: %(plan)s", name=by.name, plan=opened.plan.title),
        opened.question,
        message("You answer on this page, without an account. The link is for you alone and takes one answer:"),
        address,
        message("Later the same link shows what became of your answer."),
    ]
    write_mail(email, message("A question to you"), lines, language=opened.language, at=at)


@transactional
def withdraw_answer_link(plan_id: UUID, engagement_id: UUID, *, by: Person, at: datetime) -> None:
    """Let the links of the engagement open nothing any more; an answer that was given stays.

    Raises:
        Forbidden, NotFound: if the person may not change the engagement.
    """
    access.engagement_to_ask(plan_id, engagement_id, by)
    _withdraw(engagement_id, at=at)


def _withdraw(engagement_id: UUID, *, at: datetime) -> None:
    session().execute(
        update(AnswerLink)
        .where(AnswerLink.engagement_id == engagement_id, AnswerLink.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
    )


@transactional
def give_answer(token: str, answer: str, *, at: datetime) -> None:
    """Take the answer to the link's question, and write it into the engagement; of many at once, one is taken.

    Raises:
        RuleBroken: if one was given already, or the engagement has no room for it.
        NotFound, Gone: if the link opens nothing.
    """
    opened = access.answer_link_to_open(token, at=at)
    taken = session().execute(
        update(AnswerLink)
        .where(
            AnswerLink.id == opened.link.id,
            AnswerLink.answered_at.is_(None),
            AnswerLink.withdrawn_at.is_(None),
            AnswerLink.expires_at > at,
        )
        .values(answered_at=at, answer=answer)
        .returning(AnswerLink.id)
    )
    if taken.scalar() is None:
        access.answer_link_to_open(token, at=at)  # says why, if the link was withdrawn meanwhile
        raise RuleBroken(ANSWERED)
    link = opened.link
    save_by_link(
        link.plan_id,
        link.engagement_id,
        change=lambda standing: {"gave": _with_answer(str(standing.get("gave") or ""), answer)},
        from_id=link.made_by_id,
        at=at,
    )


def _with_answer(standing: str, answer: str) -> str:
    whole = with_answer(standing, answer)
    if whole is None:
        raise RuleBroken(message("Shorten your answer: there is no room for so much."), field="answer")
    return whole


def blank_answers_that_name(
    plan_id: UUID, matches: Callable[[str], bool], *, only: Collection[UUID] | None = None
) -> None:
    """Blank the answers given in the plan, or to these engagements only, that match; called by erasure, in its turn."""
    for link in answer_links_to_change(plan_id):
        if (only is None or link.engagement_id in only) and link.answer and matches(link.answer):
            link.answer = ""
