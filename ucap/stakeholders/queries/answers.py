"""Questions about personal links by which organisations answer."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.stakeholders.models.answers import AnswerLink


@dataclass(frozen=True)
class AnswerLinkFacts:
    """A personal link as plain values; what each means stands at `AnswerLink`."""

    id: UUID
    plan_id: UUID
    engagement_id: UUID
    language: str
    made_at: datetime
    made_by_id: UUID
    expires_at: datetime
    answered_at: datetime | None
    answer: str | None
    withdrawn_at: datetime | None


def _columns() -> list[object]:
    return [getattr(AnswerLink, field.name) for field in fields(AnswerLinkFacts)]


def answer_link_by_digest(token_digest: str) -> AnswerLinkFacts | None:
    """Return the link whose token has this digest; None if there is none."""
    statement = select(*_columns()).where(AnswerLink.token_digest == token_digest)  # type: ignore[call-overload] # the columns of the facts
    row = session().execute(statement).one_or_none()
    return AnswerLinkFacts(*row) if row else None


def answer_links_of(engagement_id: UUID) -> list[AnswerLinkFacts]:
    """Return the links by which the engagement's question was asked, the newest first."""
    statement = select(*_columns()).where(AnswerLink.engagement_id == engagement_id)  # type: ignore[call-overload] # the columns of the facts
    newest = statement.order_by(AnswerLink.made_at.desc(), AnswerLink.id)
    return [AnswerLinkFacts(*row) for row in session().execute(newest)]


def answer_links_to_change(plan_id: UUID) -> list[AnswerLink]:
    """Return the answered links of a plan as objects to be changed."""
    statement = select(AnswerLink).where(AnswerLink.plan_id == plan_id, AnswerLink.answer.is_not(None))
    return list(session().scalars(statement.order_by(AnswerLink.id).with_for_update()))
