"""People, their sessions, and the links by which they come in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ucap.core.database import Model, choice_type, key


class Person(Model):
    """Somebody who can sign in.

    Attributes:
        email: the address they sign in with, in lower case.
        password_hash: argon2id, in the PHC string format.
        time_zone: IANA name of the zone in which they are shown moments.
        erased_at: when name and address were taken out; what they wrote stays, under a mark.
    """

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("erased_at IS NULL OR NOT is_active", name="erased"),
    )

    id: Mapped[UUID] = key()
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    is_active: Mapped[bool] = mapped_column(default=True)
    erased_at: Mapped[datetime | None] = mapped_column(default=None)


class SignInSession(Model):
    """One browser in which somebody is signed in.

    Attributes:
        token_digest: SHA-256 of the random token in the browser's cookie.
        last_seen_at: when it was last used, kept to within five minutes.
    """

    __tablename__ = "sign_in_sessions"

    id: Mapped[UUID] = key()
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class LinkPurpose(StrEnum):
    """What a one-use link lets its holder do."""

    FIRST_ADMINISTRATOR = "first_administrator"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - what it is for


class OneUseLink(Model):
    """A link that proves, once, that somebody was sent it.

    Attributes:
        token_digest: SHA-256 of the random token in the link's address.
        email: whom it was made for, in lower case.
        person_id: whose account it is for, or who came in by it.
        made_by_id: who made it; None if it was made at the command line or by the person themselves.
    """

    __tablename__ = "one_use_links"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint(f"purpose IN ({', '.join(repr(str(purpose)) for purpose in LinkPurpose)})", name="purpose"),
        CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", name="used_or_withdrawn"),
    )

    id: Mapped[UUID] = key()
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice_type(LinkPurpose))
    email: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
