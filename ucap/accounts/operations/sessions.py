"""Signing in, and the sessions that it begins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from ucap.accounts import queries, rules
from ucap.accounts.models import SignInSession
from ucap.accounts.operations.passwords import is_password
from ucap.accounts.operations.tokens import digest_of_token, new_token
from ucap.core.database import session, transactional
from ucap.core.errors import RuleBroken
from ucap.core.text import message


def sign_in(email: str, password: str, *, at: datetime) -> str:
    """Check the password and begin a session; return the token for the browser's cookie.

    The password is checked before the transaction begins: hashing is slow by design.

    Raises:
        RuleBroken: if address and password do not belong together; the message tells not which is wrong.
    """
    person = queries.person_by_email(email)
    is_right = is_password(password, person.password_hash if person else None)
    if person is None or not is_right or not person.is_active:
        raise RuleBroken(message("The email address or the password is not right. Try again."))
    return begin_session(person.id, at=at)


@transactional
def begin_session(person_id: UUID, *, at: datetime) -> str:
    """Begin a session for the person; return the token for the browser's cookie."""
    token = new_token()
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
