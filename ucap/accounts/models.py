"""People, how they prove who they are, their sessions, and the links by which they come in."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, choice_type, key
from ucap.core.text import Message, message


class Person(Model):
    """Somebody who can sign in.

    Attributes:
        email: the address they sign in with, in lower case.
        password_hash: argon2id, in the PHC string format.
        time_zone: IANA name of the zone in which they are shown moments.
        language: of the pages they are shown, as a BCP 47 tag; None if their browser decides.
        signed_in_on: the last day on which they signed in; None if they did not since that is kept.
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
    language: Mapped[str | None] = mapped_column(String(20))
    is_active: Mapped[bool] = mapped_column(default=True)
    signed_in_on: Mapped[date | None] = mapped_column(default=None)
    erased_at: Mapped[datetime | None] = mapped_column(default=None)


class AccountChangeKind(StrEnum):
    """What was done to an account by who looks after accounts."""

    DEACTIVATED = "deactivated"
    REACTIVATED = "reactivated"
    SECOND_STEP_RESET = "second_step_reset"


ACCOUNT_CHANGES: dict[str, Message] = {
    AccountChangeKind.DEACTIVATED: message("Deactivated"),
    AccountChangeKind.REACTIVATED: message("Reactivated"),
    AccountChangeKind.SECOND_STEP_RESET: message("Second step reset"),
}
"""What people call what was done to an account."""


class AccountChange(Model):
    """Something was done to an account by who looks after accounts; kept as its history.

    Attributes:
        by_id: who did it; None if it was done at the command line.
    """

    __tablename__ = "account_changes"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(str(kind)) for kind in AccountChangeKind)})", name="kind"),
    )

    id: Mapped[UUID] = key()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[AccountChangeKind] = mapped_column(choice_type(AccountChangeKind))
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)


class Awaited(StrEnum):
    """What a session waits for before anybody is signed in by it."""

    CODE = "code"
    SET_UP = "set_up"


class SignInSession(Model):
    """One browser in which somebody is signed in, or would be if it did not wait for their second step.

    Attributes:
        token_digest: SHA-256 of the random token in the browser's cookie.
        last_seen_at: when it was last used, kept to within five minutes.
        browser: its name, such as Firefox, and `system` that of what it runs on, as the browser said.
        awaits: what has to come before anybody is signed in; None if nothing has.
    """

    __tablename__ = "sign_in_sessions"
    __table_args__ = (CheckConstraint("awaits IN ('code', 'set_up')", name="awaits"),)

    id: Mapped[UUID] = key()
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    browser: Mapped[str | None] = mapped_column(String(40))
    system: Mapped[str | None] = mapped_column(String(40))
    awaits: Mapped[Awaited | None] = mapped_column(choice_type(Awaited))


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


class SecondStep(Model):
    """What makes the codes that somebody signs in with after the password (RFC 6238).

    Attributes:
        secret: encrypted with a key that is not in the database.
        last_counter: the time step of the code that was used last; it and those before are worth nothing.
    """

    __tablename__ = "second_steps"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(200))
    set_up_at: Mapped[datetime]
    last_counter: Mapped[int]


class RecoveryCode(Model):
    """Stands once for a code, when the device that makes them is lost.

    Attributes:
        digest: SHA-256 of the person's id and the code, which is 80 random bits.
    """

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("person_id", "digest"),)

    id: Mapped[UUID] = key()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class AttemptKind(StrEnum):
    """What somebody tried to guess, or asked for."""

    PASSWORD = "password"  # noqa: S105 - what is tried
    CODE = "code"
    NEW_PASSWORD = "new_password"  # noqa: S105 - likewise


class SignInAttempt(Model):
    """One try at somebody's account; old ones are removed.

    Attributes:
        account: keyed digest of the address that was named, or of the person.
        network: keyed digest of the network address it came from.
        is_success: whether it was right; such rows say from where the person is known to come.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(str(kind)) for kind in AttemptKind)})", name="kind"),
        Index(None, "account", "at"),
        Index(None, "network", "at"),
    )

    id: Mapped[UUID] = key()
    kind: Mapped[AttemptKind] = mapped_column(choice_type(AttemptKind))
    account: Mapped[str] = mapped_column(String(64))
    network: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)
    is_success: Mapped[bool] = mapped_column(default=False)


class TakenExport(Model):
    """Somebody had a file made; old ones are removed. Files take time to make, so there is a limit."""

    __tablename__ = "taken_exports"
    __table_args__ = (Index(None, "person_id", "at"),)

    id: Mapped[UUID] = key()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
