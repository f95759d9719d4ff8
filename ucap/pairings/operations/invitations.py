"""Inviting people to posts by one-use links."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from ucap.accounts.models import LinkPurpose, OneUseLink, Person
from ucap.accounts.operations.links import make_link, withdraw_link
from ucap.accounts.queries import person_by_email, person_by_id
from ucap.core.database import session, transactional
from ucap.core.errors import Forbidden, Gone, NotFound, RuleBroken
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.core.outbox import write_mail
from ucap.core.text import Message, message
from ucap.pairings import access
from ucap.pairings.models import Invitation, Post, Role
from ucap.pairings.operations.posts import give_post
from ucap.pairings.queries.people import PostFacts, invited_post_id, open_invitations, post_facts

_TOO_LATE = message("Who invited you may not give this post any more. Ask for another invitation.")

AddressOf = Callable[[str], str]
"""Returns the whole address of the page that a link's token opens."""


@transactional
def invite(post_id: UUID, email: str, *, by: Person, at: datetime, address_of: AddressOf) -> str:
    """Invite who reads mail at the address to the post; return the address of the link, which is seen only now.

    An earlier invitation to the post is withdrawn; whoever holds the post holds it until the new one is accepted.

    Raises:
        RuleBroken: if they hold the post already, or their account is closed.
        Forbidden, NotFound: if the person may not fill the post.
    """
    opened = access.post_to_manage(post_id, by)
    invited = person_by_email(email)
    if invited is not None and not invited.is_active:
        raise RuleBroken(message("The account of this address is closed. Ask an administrator."), field="email")
    holder = opened.post.holder
    if invited is not None and holder is not None and holder.person_id == invited.id:
        raise RuleBroken(message("They hold this post already."), field="email")
    _withdraw(post_id, at=at)
    link, token = make_link(
        email, LinkPurpose.INVITATION, at=at, by_id=by.id, person_id=invited.id if invited else None
    )
    session().add(Invitation(link_id=link.id, post_id=post_id))
    address = address_of(token)
    lines: list[Message | str] = [
        message("%(name)s invites you to the UCAP tracker.", name=by.name),
        _offered(opened.post, opened.place),
        message("Open this link within 48 hours. It works once, and only for you:"),
        address,
    ]
    write_mail(link.email, message("Invitation to the UCAP tracker"), lines, language=DEFAULT_LANGUAGE, at=at)
    return address


def _offered(post: PostFacts, place: str) -> Message:
    return message("The post: %(title)s (%(role)s), %(place)s", title=post.title, role=post.role.label, place=place)


@transactional
def withdraw_invitation(post_id: UUID, *, by: Person, at: datetime) -> None:
    """Make the links worth nothing that invite to the post."""
    access.post_to_manage(post_id, by)
    _withdraw(post_id, at=at)


def _withdraw(post_id: UUID, *, at: datetime) -> None:
    for invitation in open_invitations([post_id]).values():
        withdraw_link(invitation.link_id, at=at)


def tell_of_invitation(link: OneUseLink) -> Message | None:
    """Return to what the link invites; None if it is for something else."""
    post_id = invited_post_id(link.id)
    post = post_facts(post_id) if post_id else None
    return None if post is None else _offered(post, access.place_of_post(post))


@transactional
def follow_invitation(link: OneUseLink, person: Person, at: datetime) -> None:
    """Give the person the post to which the link invites, or make them the first administrator; called by accounts.

    Raises:
        Gone: if who invited them may not fill the post any more, or it was ended.
    """
    if link.purpose is LinkPurpose.FIRST_ADMINISTRATOR:
        post = Post(role=Role.ADMINISTRATOR, title="Administrator")
        session().add(post)
        session().flush()
        give_post(_found(post.id), person.id, given_by_id=link.made_by_id, at=at)
        return
    post_id = invited_post_id(link.id)
    if post_id is None:
        return
    inviter = person_by_id(link.made_by_id) if link.made_by_id else None
    if inviter is None or not inviter.is_active:
        raise Gone(_TOO_LATE)
    try:
        access.post_to_manage(post_id, inviter)
    except (NotFound, Forbidden) as error:
        raise Gone(_TOO_LATE) from error
    give_post(_found(post_id), person.id, given_by_id=inviter.id, at=at)


def _found(post_id: UUID) -> PostFacts:
    found = post_facts(post_id)
    if found is None:
        raise NotFound
    return found
