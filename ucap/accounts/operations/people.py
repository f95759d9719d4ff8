"""Accounts of people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from ucap.accounts import queries
from ucap.accounts.models import AccountChange, AccountChangeKind, OneUseLink, Person, SignInSession
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.text import message


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


@transactional
def change_account(person_id: UUID, *, name: str, time_zone: str, language: str | None) -> None:
    """Change how the person is named, and in which zone and language they are shown pages."""
    person = queries.person_by_id(person_id)
    if person is None:
        raise NotFound
    person.name, person.time_zone, person.language = name, time_zone, language


@transactional
def deactivate_person(person_id: UUID, *, by_id: UUID | None, at: datetime) -> None:
    """Let the person in no more: all sessions end, and links to their address are withdrawn.

    Args:
        by_id: who does it; None at the command line.

    Raises:
        NotFound: if there is nobody of the id.
    """
    person = queries.person_by_id(person_id)
    if person is None:
        raise NotFound
    person.is_active = False
    session().execute(delete(SignInSession).where(SignInSession.person_id == person.id))
    session().execute(
        update(OneUseLink)
        .where(OneUseLink.email == person.email, OneUseLink.used_at.is_(None), OneUseLink.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
    )
    note_change(person_id, AccountChangeKind.DEACTIVATED, by_id=by_id, at=at)


@transactional
def reactivate_person(person_id: UUID, *, by_id: UUID | None, at: datetime) -> None:
    """Let the person in again, by the password and the second step that they had.

    Raises:
        NotFound: if there is nobody of the id.
    """
    person = queries.person_by_id(person_id)
    if person is None:
        raise NotFound
    person.is_active = True
    note_change(person_id, AccountChangeKind.REACTIVATED, by_id=by_id, at=at)


@transactional
def note_change(person_id: UUID, kind: AccountChangeKind, *, by_id: UUID | None, at: datetime) -> None:
    """Keep in the account's history what was done to it."""
    session().add(AccountChange(person_id=person_id, kind=kind, at=at, by_id=by_id))
    session().flush()
