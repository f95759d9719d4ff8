"""One-use links: whoever opens one proves to have been sent it, once.

The token stands in the address of the link and nowhere else; the database keeps its digest. What becomes of a link's
use, such as a post, belongs to the feature that made the link: it hands over what it does by `then`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from ucap.accounts import queries, rules
from ucap.accounts.access import link_to_use
from ucap.accounts.models import LinkPurpose, OneUseLink, Person
from ucap.accounts.operations.people import add_person
from ucap.accounts.operations.tokens import new_token
from ucap.accounts.rules import digest_of_token
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.text import message

WhenUsed = Callable[[OneUseLink, Person, datetime], None]
"""What a feature does in the transaction that uses a link; it knows by the link's id whether it is one of its own."""


@transactional
def make_link(
    email: str,
    purpose: LinkPurpose,
    *,
    at: datetime,
    lives: timedelta = rules.LINK_LIVES,
    by_id: UUID | None = None,
    person_id: UUID | None = None,
) -> tuple[OneUseLink, str]:
    """Make a link for who reads mail at the address; return it with its token, which is seen nowhere again.

    Args:
        by_id: who made it; None if it was made at the command line or by the person themselves.
        person_id: whose account it is for, if there is one already.

    Raises:
        RuleBroken: if no mail could be sent to the address.
    """
    token = new_token()
    link = OneUseLink(
        token_digest=digest_of_token(token),
        purpose=purpose,
        email=rules.address_of_person(email),
        person_id=person_id,
        made_at=at,
        made_by_id=by_id,
        expires_at=at + lives,
    )
    session().add(link)
    session().flush()
    return link, token


@transactional
def use_link(token: str, *, at: datetime) -> OneUseLink:
    """Use the link up and return it; of many at once, one succeeds.

    Raises:
        NotFound, Gone: as `link_to_use` does.
    """
    digest = digest_of_token(token)
    used = session().execute(
        update(OneUseLink)
        .where(
            OneUseLink.token_digest == digest,
            OneUseLink.used_at.is_(None),
            OneUseLink.withdrawn_at.is_(None),
            OneUseLink.expires_at > at,
        )
        .values(used_at=at)
        .returning(OneUseLink.id)
    )
    if used.scalar() is None:
        link_to_use(token, at=at)
        raise NotFound
    link = queries.link_by_digest(digest)
    if link is None:
        raise NotFound
    return link


@transactional
def withdraw_link(link_id: UUID, *, at: datetime) -> None:
    """Make the link worth nothing, unless it was used already."""
    session().execute(
        update(OneUseLink)
        .where(OneUseLink.id == link_id, OneUseLink.used_at.is_(None), OneUseLink.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
    )


@transactional
def set_up_account(
    token: str, *, name: str, password_hash: str, time_zone: str, at: datetime, then: Sequence[WhenUsed] = ()
) -> Person:
    """Use the link to make an account for its address.

    Raises:
        NotFound, Gone: as `link_to_use` does.
        RuleBroken: if the address has an account already.
    """
    link = use_link(token, at=at)
    if not rules.brings_people_in(link.purpose):
        raise NotFound
    person = add_person(link.email, name=name, password_hash=password_hash, time_zone=time_zone)
    _follow(link, person, at=at, then=then)
    return person


@transactional
def take_up_link(token: str, *, person_id: UUID, at: datetime, then: Sequence[WhenUsed] = ()) -> None:
    """Use the link for the account that its address has already.

    Raises:
        NotFound, Gone: as `link_to_use` does.
        RuleBroken: if the account is not the one of the address.
    """
    link = use_link(token, at=at)
    person = queries.person_by_id(person_id)
    if person is None or not rules.brings_people_in(link.purpose):
        raise NotFound
    if person.email != link.email:
        raise RuleBroken(message("This link is for another email address than that of your account."))
    _follow(link, person, at=at, then=then)


def _follow(link: OneUseLink, person: Person, *, at: datetime, then: Sequence[WhenUsed]) -> None:
    link.person_id = person.id
    for do in then:
        do(link, person, at)
