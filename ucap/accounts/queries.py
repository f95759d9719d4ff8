"""Questions about people, sessions and links."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from ucap.accounts.models import OneUseLink, Person, SignInSession
from ucap.core.database import session

_SESSION_BY_DIGEST = (
    select(SignInSession)
    .where(SignInSession.token_digest == bindparam("token_digest"))
    .options(joinedload(SignInSession.person, innerjoin=True))
)
"""Asked on every page, so it is built once."""


def person_by_email(email: str) -> Person | None:
    """Return the person who signs in with this address."""
    return session().scalar(select(Person).where(Person.email == email.strip().lower()))


def person_by_id(person_id: UUID) -> Person | None:
    """Return the person."""
    return session().get(Person, person_id)


def session_by_digest(token_digest: str) -> SignInSession | None:
    """Return the session with its person."""
    return session().scalar(_SESSION_BY_DIGEST, {"token_digest": token_digest})


def names_of(people: set[UUID]) -> dict[UUID, str]:
    """Return the names of these people."""
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(people)).order_by(Person.id))
    return {row.id: row.name for row in rows}


def link_by_digest(token_digest: str) -> OneUseLink | None:
    """Return the one-use link as it lies in the database now."""
    return session().scalar(
        select(OneUseLink).where(OneUseLink.token_digest == token_digest).execution_options(populate_existing=True)
    )
