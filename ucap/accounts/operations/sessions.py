"""Signing in, and the sessions that it begins."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from ucap.accounts import queries, rules
from ucap.accounts.models import AttemptKind, Awaited, Person, SignInSession
from ucap.accounts.operations.attempts import Visit, begin_attempt, note_success
from ucap.accounts.operations.passwords import is_password
from ucap.accounts.operations.tokens import new_token
from ucap.accounts.rules import digest_of_token
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.text import message

NeedsSecondStep = Callable[[UUID], bool]
"""Tells whether the person must have a second step; accounts do not know posts, so features above say it."""


def sign_in(
    email: str, password: str, *, visit: Visit, needs_second_step: NeedsSecondStep = lambda _id: False, at: datetime
) -> str:
    """Check the password and begin a session; return the token for the browser's cookie.

    The password is checked before the transaction begins: hashing is slow by design.

    Raises:
        RuleBroken: if address and password do not belong together; the message tells not which is wrong.
        TooManyAttempts: if it was tried too often.
    """
    attempt_id = begin_attempt(AttemptKind.PASSWORD, visit, at=at)
    person = queries.person_by_email(email)
    is_right = is_password(password, person.password_hash if person else None)
    if person is None or not is_right or not person.is_active:
        raise RuleBroken(message("The email address or the password is not right. Try again."))
    return _begin(person.id, attempt_id, visit=visit, needs_second_step=needs_second_step, at=at)


@transactional
def sign_in_vouched(email: str, *, visit: Visit, needs_second_step: NeedsSecondStep, at: datetime) -> str | None:
    """Begin a session for the person of the address that a provider vouches for; return its token, None if nobody is.

    A second step of theirs is asked for all the same.
    """
    person = queries.person_by_email(email)
    if person is None or not person.is_active:
        return None
    return begin_session(person.id, at=at, visit=visit, awaits=awaited_of(person.id, needs_second_step))


@transactional
def _begin(person_id: UUID, attempt_id: UUID, *, visit: Visit, needs_second_step: NeedsSecondStep, at: datetime) -> str:
    note_success(attempt_id)
    return begin_session(person_id, at=at, visit=visit, awaits=awaited_of(person_id, needs_second_step))


def awaited_of(person_id: UUID, needs_second_step: NeedsSecondStep) -> Awaited | None:
    """Tell what has to come before the person is signed in, who has proved the first half."""
    if queries.second_step_of(person_id) is not None:
        return Awaited.CODE
    return Awaited.SET_UP if needs_second_step(person_id) else None


@transactional
def begin_session(person_id: UUID, *, at: datetime, visit: Visit | None = None, awaits: Awaited | None = None) -> str:
    """Begin a session for the person; return the token for the browser's cookie."""
    token = new_token()
    session().add(
        SignInSession(
            token_digest=digest_of_token(token),
            person_id=person_id,
            created_at=at,
            last_seen_at=at,
            browser=visit.browser if visit else None,
            system=visit.system if visit else None,
            awaits=awaits,
        )
    )
    if awaits is None:
        session().execute(update(Person).where(Person.id == person_id).values(signed_in_on=at.date()))
    return token


@transactional
def ask_for_second_step(person_id: UUID, *, needs_second_step: NeedsSecondStep, at: datetime) -> None:
    """Let nobody be signed in as the person before they have set a second step up, if they need one from now on.

    Who has one has proved it in every session that there is: setting it up ended those before.
    """
    if awaited_of(person_id, needs_second_step) is not Awaited.SET_UP:
        return
    session().execute(
        update(SignInSession)
        .where(SignInSession.person_id == person_id, SignInSession.awaits.is_(None))
        .values(awaits=Awaited.SET_UP, created_at=at)
    )


@transactional
def end_session(token: str) -> None:
    """End the session for good; its token is worth nothing from now on."""
    session().execute(delete(SignInSession).where(SignInSession.token_digest == digest_of_token(token)))


@transactional
def end_session_of(person_id: UUID, session_id: UUID) -> None:
    """End a session of the person in another browser.

    Raises:
        NotFound: if it is none of theirs, or over already.
    """
    ended = session().execute(
        delete(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.person_id == person_id)
        .returning(SignInSession.id)
    )
    if ended.scalar() is None:
        raise NotFound


@transactional
def end_other_sessions(person_id: UUID, *, keep: str) -> None:
    """End all sessions of the person but that of the token."""
    session().execute(
        delete(SignInSession).where(
            SignInSession.person_id == person_id, SignInSession.token_digest != digest_of_token(keep)
        )
    )


@transactional
def note_session_seen(session_id: UUID, *, at: datetime) -> None:
    """Keep when the session was last used, unless that was written a moment ago."""
    session().execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.last_seen_at <= at - rules.SEEN_STEP)
        .values(last_seen_at=at)
    )


@transactional
def stay_signed_in(token: str, *, at: datetime) -> None:
    """Keep that the session is used now."""
    session().execute(
        update(SignInSession).where(SignInSession.token_digest == digest_of_token(token)).values(last_seen_at=at)
    )
