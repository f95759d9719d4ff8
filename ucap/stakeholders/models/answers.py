"""Personal links by which organisations answer one question without an account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, key


class AnswerLink(Model):
    """A link that lets whoever was sent it answer an engagement's question once, and read what became of that.

    Attributes:
        token_digest: SHA-256 of the random token in the link's address, which is kept nowhere.
        language: in which the page is shown.
        expires_at: when it opens nothing any more, answered or not.
        answer: as it was given; members may edit what the engagement says.
    """

    __tablename__ = "answer_links"
    __table_args__ = (CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered"),)

    id: Mapped[UUID] = key()
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), index=True)
    language: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None]
