"""What is done to accounts by who looks after them: on pages, or at the command line, where nobody is signed in."""

from datetime import datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.accounts.operations.people import deactivate_person, reactivate_person
from ucap.accounts.operations.second_step import reset_second_step
from ucap.accounts.queries import second_step_of
from ucap.accounts.rules import address_of_person
from ucap.administration import access, rules
from ucap.core.database import session, transactional
from ucap.core.errors import RuleBroken
from ucap.core.text import message
from ucap.pairings.models import Post, Role
from ucap.pairings.operations.invitations import AddressOf, invite
from ucap.pairings.queries.people import open_invitations, posts_of_installation
from ucap.privacy.access import person_who_is_there
from ucap.privacy.queries.reading import sole_posts_of, wait_for_sole_posts


def _account(person_id: UUID, by: Person | None) -> Person:
    return access.account_to_manage(person_id, by) if by else person_who_is_there(person_id)


@transactional
def deactivate_account(person_id: UUID, *, by: Person | None, at: datetime) -> None:
    """Let the person in no more, and end all their sessions.

    Raises:
        RuleBroken: if they are the last active administrator, or deactivated already.
        NotFound: if there is nobody, or it is not for `by` to do.
    """
    wait_for_sole_posts()
    person = _account(person_id, by)
    alone = {post.role for post in sole_posts_of(person_id)}
    refusal = rules.refusal_to_deactivate(is_active=person.is_active, is_only_administrator=Role.ADMINISTRATOR in alone)
    if refusal:
        raise RuleBroken(refusal)
    deactivate_person(person_id, by_id=by.id if by else None, at=at)


@transactional
def reactivate_account(person_id: UUID, *, by: Person | None, at: datetime) -> None:
    """Let the person in again.

    Raises:
        RuleBroken: if they are active.
        NotFound: if there is nobody, or it is not for `by` to do.
    """
    if _account(person_id, by).is_active:
        raise RuleBroken(message("This account is active."))
    reactivate_person(person_id, by_id=by.id if by else None, at=at)


@transactional
def reset_second_step_of(person_id: UUID, *, by: Person | None, at: datetime) -> None:
    """Let the person sign in by the password alone, who lost their device and recovery codes.

    Raises:
        RuleBroken: if they have no second step, or it is one's own.
        NotFound: if there is nobody, or it is not for `by` to do.
    """
    _account(person_id, by)
    is_own = by is not None and by.id == person_id
    has_step = by is None or second_step_of(person_id) is not None  # the command may be repeated
    refusal = rules.refusal_to_reset(is_own=is_own, has_second_step=has_step)
    if refusal:
        raise RuleBroken(refusal)
    reset_second_step(person_id, by_id=by.id if by else None, at=at)


@transactional
def invite_administrator(email: str, *, title: str, by: Person, at: datetime, address_of: AddressOf) -> str:
    """Make a post of an administrator and invite who reads mail at the address; return the link's address.

    Raises:
        RuleBroken: if they administer already, are invited already, or no mail could be sent to the address.
        NotFound: if the person may not invite administrators.
    """
    access.manager_of_accounts(by)
    address = address_of_person(email)
    posts = posts_of_installation()
    if address in {post.holder.email for post in posts if post.holder}:
        raise RuleBroken(message("They are an administrator already."), field="email")
    if address in {invitation.email for invitation in open_invitations([post.id for post in posts]).values()}:
        raise RuleBroken(message("They are invited already: invite them again beside their post."), field="email")
    post = Post(role=Role.ADMINISTRATOR, title=title)
    session().add(post)
    session().flush()
    return invite(post.id, address, by=by, at=at, address_of=address_of)
