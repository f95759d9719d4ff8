"""Making posts, giving them to people, handing them over and ending them: rights move, the history stays."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.accounts.operations.links import withdraw_link
from ucap.accounts.operations.sessions import NeedsSecondStep, ask_for_second_step
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.text import message
from ucap.pairings import access
from ucap.pairings.access import OpenPost
from ucap.pairings.models import SIDE_ROLES, Post, PostHolder, Role
from ucap.pairings.queries.people import (
    PostFacts,
    holding,
    open_invitations,
    posts_of_installation,
    posts_of_pairing,
    posts_to_change,
)

_NEEDED = {
    Role.LEAD: message(
        "This is the last lead of the side, and without one nobody can agree for it. Give somebody else a post as lead"
        " first; they have to accept before this one can end."
    ),
    Role.ADMINISTRATOR: message(
        "This is the last administrator. Give somebody else a post as administrator first; they have to accept before"
        " this one can end."
    ),
}


@transactional
def add_post(plan_id: UUID, side_id: UUID, *, role: Role, title: str, by: Person) -> UUID:
    """Make a post on a side; nobody holds it yet. Return its id.

    Raises:
        RuleBroken: if the role is none for a side.
        Forbidden, NotFound: if the person may not make posts there.
    """
    access.side_to_manage(plan_id, side_id, by)
    if role not in SIDE_ROLES:
        raise RuleBroken(message("This role is none for a side."), field="role")
    return _add(Post(side_id=side_id, role=role, title=title))


@transactional
def add_programme_post(programme_id: UUID, *, role: Role, title: str, by: Person) -> UUID:
    """Make a post in a programme; nobody holds it yet. Return its id.

    Raises:
        RuleBroken: if the person may not fill posts of this role.
        NotFound: if they may not know of the programme's people.
    """
    opened = access.programme_people_to_manage(programme_id, by)
    if role not in opened.roles:
        raise RuleBroken(message("You may not give this role."), field="role")
    return _add(Post(programme_id=programme_id, role=role, title=title))


def _add(post: Post) -> UUID:
    session().add(post)
    session().flush()
    return post.id


@transactional
def rename_post(post_id: UUID, *, title: str, by: Person) -> None:
    """Call the post otherwise."""
    opened = access.post_to_manage(post_id, by)
    _changeable(opened).title = title


@transactional
def hand_post_over(
    post_id: UUID, to_id: UUID, *, by: Person, at: datetime, needs_second_step: NeedsSecondStep = lambda _id: False
) -> None:
    """Give the post to somebody known beside it, from now on; who held it until now holds it no more.

    Who needs a second step for it and is signed in without one is asked for it at once.

    Raises:
        RuleBroken: if they hold it already or are not known there.
        Forbidden, NotFound: if the person may not hand it over.
    """
    opened = access.post_to_manage(post_id, by)
    if to_id not in {one.person_id for one in known_people(opened)}:
        raise RuleBroken(message("Choose somebody from the list, or invite them by email."), field="person")
    give_post(opened.post, to_id, given_by_id=by.id, at=at)
    ask_for_second_step(to_id, needs_second_step=needs_second_step, at=at)


@transactional
def give_post(post: PostFacts, person_id: UUID, *, given_by_id: UUID | None, at: datetime) -> None:
    """Let the person hold the post from now on; the right to do so was checked."""
    row = next((one for one in posts_to_change(post) if one.id == post.id), None)
    if row is None or row.closed_at is not None:
        raise RuleBroken(message("This post was ended."))
    held = holding(post.id)
    if held is not None:
        if held.person_id == person_id:
            raise RuleBroken(message("They hold this post already."), field="person")
        held.until, held.ended_by_id = at, given_by_id
        session().flush()
    _withdraw_invitations(post.id, at=at)
    session().add(PostHolder(post_id=post.id, person_id=person_id, since=at, given_by_id=given_by_id))
    session().flush()


@transactional
def end_post(post_id: UUID, *, by: Person, at: datetime) -> None:
    """End the post: nobody can hold it any more; who held it when is kept.

    Raises:
        RuleBroken: if its holder is the last lead of a side, or the last administrator.
        Forbidden, NotFound: if the person may not end it.
    """
    opened = access.post_to_manage(post_id, by)
    row = _changeable(opened)
    held = holding(post_id)
    if held is not None:
        if opened.post.role in _NEEDED and not _others_like(opened.post):
            raise RuleBroken(_NEEDED[opened.post.role])
        held.until, held.ended_by_id = at, by.id
    row.closed_at = at
    _withdraw_invitations(post_id, at=at)


def _changeable(opened: OpenPost) -> Post:
    """Return the post, locked with those beside it, so that two last leads cannot both go at once."""
    found = next((one for one in posts_to_change(opened.post) if one.id == opened.post.id), None)
    if found is None or found.closed_at is not None:
        raise NotFound
    return found


def _others_like(post: PostFacts) -> list[PostFacts]:
    """Return other posts like it whose holders can sign in."""
    beside = posts_of_installation() if post.pairing_id is None else posts_of_pairing(post.pairing_id)
    return [
        one
        for one in beside
        if one.id != post.id
        and (one.role, one.side_id) == (post.role, post.side_id)
        and one.holder is not None
        and one.holder.is_active
    ]


def known_people(opened: OpenPost) -> Sequence[access.KnownPerson]:
    """Return who could be given the post without an invitation: active people who hold or held one beside it."""
    holder = opened.post.holder
    found = {
        one.person_id: access.KnownPerson(one.person_id, one.name)
        for post in opened.beside
        for one in post.holders
        if one.is_active and (holder is None or one.person_id != holder.person_id)
    }
    return sorted(found.values(), key=lambda one: (one.name, one.person_id))


def _withdraw_invitations(post_id: UUID, *, at: datetime) -> None:
    for invitation in open_invitations([post_id]).values():
        withdraw_link(invitation.link_id, at=at)
