"""People and their sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ucap.core.database import Model, key


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
