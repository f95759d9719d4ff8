"""Questions about people, sessions and links."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import make_transient_to_detached

from ucap.accounts.models import OneUseLink, Person, SignInSession
from ucap.core.database import rows, session


@dataclass(frozen=True)
class OpenSession:
    """A session as it is kept, and whose it is; the person is no part of the database's session."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    person: Person


def person_by_email(email: str) -> Person | None:
    """Return the person who signs in with this address."""
    return session().scalar(select(Person).where(Person.email == email.strip().lower()))


def person_by_id(person_id: UUID) -> Person | None:
    """Return the person."""
    return session().get(Person, person_id)


def session_by_digest(token_digest: str) -> OpenSession | None:
    """Return the session with its person."""
    found = rows(_session_by_digest(), {"token_digest": token_digest})
    if not found:
        return None
    session_id, created_at, last_seen_at, *own = found[0]
    person = Person(**dict(zip(Person.__table__.columns.keys(), own, strict=True)))
    make_transient_to_detached(person)
    return OpenSession(session_id, created_at, last_seen_at, person)


@cache
def _session_by_digest() -> Select[*tuple[Any, ...]]:
    """Return what is asked on every page."""
    kept = SignInSession.__table__.c
    return (
        select(kept.id, kept.created_at, kept.last_seen_at, *Person.__table__.c)
        .join(Person.__table__, Person.__table__.c.id == kept.person_id)
        .where(kept.token_digest == bindparam("token_digest"))
    )


def names_of(people: set[UUID]) -> dict[UUID, str]:
    """Return the names of these people."""
    named = rows(select(Person.id, Person.name).where(Person.id.in_(people)).order_by(Person.id))
    return {row.id: row.name for row in named}


def link_by_digest(token_digest: str) -> OneUseLink | None:
    """Return the one-use link as it lies in the database now."""
    return session().scalar(
        select(OneUseLink).where(OneUseLink.token_digest == token_digest).execution_options(populate_existing=True)
    )
