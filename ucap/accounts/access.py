"""Loading what belongs to accounts, for whom it is."""

from datetime import datetime
from uuid import UUID

from ucap.accounts import queries, rules
from ucap.accounts.models import LinkPurpose, OneUseLink, Person, SignInSession
from ucap.core.errors import Gone, NotFound


def link_to_use(token: str, *, at: datetime) -> OneUseLink:
    """Return the link of the token, without using it.

    Raises:
        NotFound: if there is none.
        Gone: if it was used or withdrawn, or its time is over.
    """
    link = queries.link_by_digest(rules.digest_of_token(token))
    if link is None:
        raise NotFound
    refusal = rules.refusal_of_link(
        used_at=link.used_at, withdrawn_at=link.withdrawn_at, expires_at=link.expires_at, at=at
    )
    if refusal is not None:
        raise Gone(refusal)
    return link


def link_to_follow(token: str, at: datetime) -> OneUseLink:
    """Return a link that brings people in.

    Raises:
        NotFound, Gone: as `link_to_use` does.
    """
    link = link_to_use(token, at=at)
    if not rules.brings_people_in(link.purpose):
        raise NotFound
    return link


def link_to_choose_password(token: str, at: datetime) -> OneUseLink:
    """Return a link to choose a new password.

    Raises:
        NotFound, Gone: as `link_to_use` does.
    """
    link = link_to_use(token, at=at)
    if link.purpose is not LinkPurpose.PASSWORD:
        raise NotFound
    return link


def session_to_end(session_id: UUID, person: Person) -> SignInSession:
    """Return a session of the person's own.

    Raises:
        NotFound: if it is none of theirs.
    """
    found = next((one for one in queries.sessions_of(person.id) if one.id == session_id), None)
    if found is None:
        raise NotFound
    return found
