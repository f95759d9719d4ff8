"""What people do with their accounts."""

import hashlib
import secrets
from datetime import datetime
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, update

from ucap.accounts import queries, rules
from ucap.accounts.models import Person, SignInSession
from ucap.core.database import session, transactional
from ucap.core.errors import RuleBroken
from ucap.core.text import message

_hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106, section 4, second choice


@cache
def _hash_of_nothing() -> str:
    """Return the hash that unknown addresses are checked against, so that the answer takes as long."""
    return hash_of(secrets.token_urlsafe(16))


def digest_of_token(token: str) -> str:
    """Return the SHA-256 under which a session's token is kept; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of(password: str) -> str:
    """Return the hash under which the password is kept; slow by design, so never inside a transaction."""
    return _hasher.hash(password)


@transactional
def add_person(email: str, *, name: str, password_hash: str, time_zone: str = "UTC") -> Person:
    """Add somebody who can sign in.

    Raises:
        RuleBroken: if the address is taken.
    """
    if queries.person_by_email(email):
        raise RuleBroken(message("Somebody with this email address has an account already."), field="email")
    person = Person(email=email.strip().lower(), name=name, password_hash=password_hash, time_zone=time_zone)
    session().add(person)
    session().flush()
    return person


def sign_in(email: str, password: str, *, at: datetime) -> str:
    """Check the password and begin a session; return the token for the browser's cookie.

    The password is checked before the transaction begins: hashing is slow by design.

    Raises:
        RuleBroken: if address and password do not belong together; the message tells not which is wrong.
    """
    person = queries.person_by_email(email)
    try:
        _hasher.verify(person.password_hash if person else _hash_of_nothing(), password)
    except VerificationError:
        person = None
    if person is None or not person.is_active:
        raise RuleBroken(message("The email address or the password is not right. Try again."))
    return begin_session(person.id, at=at)


@transactional
def begin_session(person_id: UUID, *, at: datetime) -> str:
    """Begin a session for the person; return the token for the browser's cookie."""
    token = secrets.token_urlsafe(32)
    session().add(
        SignInSession(token_digest=digest_of_token(token), person_id=person_id, created_at=at, last_seen_at=at)
    )
    return token


@transactional
def end_session(token: str) -> None:
    """End the session for good; its token is worth nothing from now on."""
    session().execute(delete(SignInSession).where(SignInSession.token_digest == digest_of_token(token)))


@transactional
def note_session_seen(session_id: UUID, *, at: datetime) -> None:
    """Keep when the session was last used, unless that was written a moment ago."""
    session().execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.last_seen_at <= at - rules.SEEN_STEP)
        .values(last_seen_at=at)
    )
