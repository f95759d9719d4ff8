"""What pages of personal links show: to who asks, and to the organisation that answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from ucap.core.text import Message, message
from ucap.entries.fields import Beside
from ucap.entries.queries.naming import names_of_plan
from ucap.pairings.access import OpenPlan
from ucap.stakeholders.access import OpenAnswer, OpenEngagement
from ucap.stakeholders.models.entries import InputOutcome
from ucap.stakeholders.queries.answers import AnswerLinkFacts, answer_links_of
from ucap.stakeholders.queries.involved import is_settled
from ucap.stakeholders.rules.answers import refusal_of_answer_link, refusal_to_ask_by_link
from ucap.web.filters import page_language


@dataclass(frozen=True)
class AskPage:
    """The page on which somebody is asked by a personal link.

    Attributes:
        stakeholder: who is asked; empty if the plan does not say.
        open_link: the link that opens something now; None if none does.
        refusal: why nobody can be asked so; None if somebody can.
        address: of the link just made, which is shown only now.
    """

    plan: OpenPlan
    engagement_id: UUID
    question: str
    stakeholder: str
    open_link: AnswerLinkFacts | None
    refusal: Message | None
    back_url: str
    entry_url: str
    address: str | None = None
    is_sent: bool = False


def ask_page(opened: OpenEngagement, *, at: datetime, address: str | None = None, is_sent: bool = False) -> AskPage:
    """Return the page on which the engagement's stakeholder is asked."""
    links = answer_links_of(opened.engagement.id)
    standing = [
        link
        for link in links
        if refusal_of_answer_link(withdrawn_at=link.withdrawn_at, expires_at=link.expires_at, at=at) is None
    ]
    refusal = refusal_to_ask_by_link(
        has_stakeholder=opened.stakeholder is not None,
        is_answered=any(link.answered_at for link in links),
        is_settled=is_settled(opened.engagement),
    )
    return AskPage(
        plan=opened.plan,
        engagement_id=opened.engagement.id,
        question=opened.engagement.title(page_language()),
        stakeholder=opened.stakeholder.title(page_language()) if opened.stakeholder else "",
        open_link=standing[0] if standing else None,
        refusal=refusal,
        back_url=url_for("stakeholders.list_engagements", plan_id=opened.plan.id),
        entry_url=_entry_url(opened.plan.id, opened.engagement.id),
        address=address,
        is_sent=is_sent,
    )


def _entry_url(plan_id: UUID, entry_id: UUID) -> str:
    return url_for("entries.show_entry", plan_id=plan_id, section=Beside.STAKEHOLDERS, entry_id=entry_id)


@dataclass(frozen=True)
class AnswerPage:
    """What whoever holds a personal link sees: the question and, once it is answered, what became of the answer.

    Attributes:
        used_in: in what kinds of entries the answer was used; what those say is the plan's.
    """

    plan: str
    question: str
    link: AnswerLinkFacts
    outcome: Message
    used_in: Sequence[Message]
    because: str
    told_on: date | None


def answer_page(opened: OpenAnswer) -> AnswerPage:
    """Return the page of a personal link."""
    language, engagement = opened.link.language, opened.engagement
    told = engagement.value("told_on")
    return AnswerPage(
        plan=opened.plan.title,
        question=engagement.title(language),
        link=opened.link,
        outcome=_outcome(engagement.value("outcome")),
        used_in=_kinds_of(opened),
        because=str(engagement.value("because", language) or ""),
        told_on=told if isinstance(told, date) else None,
    )


def _outcome(value: object) -> Message:
    if value == InputOutcome.USED:
        return message("Your answer was used.")
    if value == InputOutcome.NOT_USED:
        return message("Your answer was not used.")
    return message("It is still open what becomes of your answer.")


def _kinds_of(opened: OpenAnswer) -> list[Message]:
    used = opened.engagement.value("used_in")
    if not isinstance(used, tuple) or not used or opened.link.answered_at is None:
        return []
    types = {name.id: name.type for name in names_of_plan(opened.plan.id, opened.link.language)}
    kinds = dict.fromkeys(types[target] for target in used if target in types)
    return [kind.singular for kind in kinds]
