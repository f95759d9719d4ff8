"""The pages of people: who holds which post, who held it, who is invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from ucap.pairings import permissions
from ucap.pairings.access import OpenPlan, OpenProgrammePeople
from ucap.pairings.queries.people import (
    GivingFacts,
    InvitationFacts,
    PostFacts,
    experts_of_programme,
    first_plan_of,
    givings_of,
    open_invitations,
    plans_given,
    posts_given,
    posts_of_installation,
    posts_of_pairing,
    posts_of_programme,
)
from ucap.pairings.queries.plans import PlanFacts, SideFacts, plans
from ucap.pairings.queries.rights import coordinator_names


@dataclass(frozen=True)
class ShownPost:
    """A post as somebody sees it; who may fill it sees addresses and what can be done.

    Attributes:
        is_expired: whether the invitation, if there is one, ran out.
        given: the plans given to the expert who holds it.
    """

    post: PostFacts
    invitation: InvitationFacts | None
    is_expired: bool
    can_manage: bool
    given: Sequence[PlanFacts] = ()


@dataclass(frozen=True)
class SidePeople:
    """The posts on a side; ended ones apart."""

    side: SideFacts
    posts: Sequence[ShownPost]
    ended: Sequence[ShownPost]
    can_manage: bool


@dataclass(frozen=True)
class PeoplePage:
    """Who holds which post in a pairing.

    Attributes:
        coordinators: the names of those who coordinate the programme.
        experts: the posts to which the plan is given.
        givings: when it was given to experts and taken back, newest first.
        can_give: whether the reader gives it to experts and takes it back.
    """

    plan: OpenPlan
    sides: Sequence[SidePeople]
    coordinators: Sequence[str]
    experts: Sequence[PostFacts]
    givings: Sequence[GivingFacts]
    can_give: bool


@dataclass(frozen=True)
class ProgrammePeoplePage:
    """Who holds which post in a programme."""

    programme: OpenProgrammePeople
    posts: Sequence[ShownPost]
    ended: Sequence[ShownPost]


def people_page(plan: OpenPlan, *, at: datetime) -> PeoplePage:
    """Return who holds which post in the pairing of a plan."""
    posts = posts_of_pairing(plan.pairing_id)
    invitations = open_invitations([post.id for post in posts])
    sides = []
    for side in plan.sides:
        can_manage = permissions.may_invite_to_side(plan.rights, side.id)
        own = [_shown(post, invitations, at, can_manage=can_manage) for post in posts if post.side_id == side.id]
        sides.append(SidePeople(side, *_apart(own), can_manage))
    given = posts_given(plan.id)
    experts = [post for post in experts_of_programme(plan.programme_id) if post.id in given] if given else []
    can_give = plan.rights.is_coordinator
    return PeoplePage(plan, sides, coordinator_names(plan.programme_id), experts, givings_of(plan.id), can_give)


def programme_people_page(programme: OpenProgrammePeople, *, at: datetime) -> ProgrammePeoplePage:
    """Return who holds which post in a programme."""
    posts = posts_of_programme(programme.id)
    post_ids = [post.id for post in posts]
    invitations, given = open_invitations(post_ids), plans_given(post_ids)
    titles = {plan.id: plan for plan in plans(sorted({one for each in given.values() for one in each}))}
    shown = [
        _shown(
            post,
            invitations,
            at,
            can_manage=post.role in programme.roles,
            given=[titles[one] for one in given.get(post.id, [])],
        )
        for post in posts
    ]
    return ProgrammePeoplePage(programme, *_apart(shown))


def installation_posts(*, at: datetime) -> tuple[list[ShownPost], list[ShownPost]]:
    """Return the posts of administrators as one of them sees them, the ended ones apart."""
    posts = posts_of_installation()
    invitations = open_invitations([post.id for post in posts])
    return _apart([_shown(post, invitations, at, can_manage=True) for post in posts])


def _shown(
    post: PostFacts,
    invitations: dict[UUID, InvitationFacts],
    at: datetime,
    *,
    can_manage: bool,
    given: Sequence[PlanFacts] = (),
) -> ShownPost:
    invitation = invitations.get(post.id)
    is_expired = invitation is not None and at >= invitation.expires_at
    return ShownPost(post, invitation, is_expired, can_manage and post.is_open, given)


def _apart(posts: Sequence[ShownPost]) -> tuple[list[ShownPost], list[ShownPost]]:
    """Return the posts that are open, and those that were ended after somebody held them."""
    return [one for one in posts if one.post.is_open], [
        one for one in posts if not one.post.is_open and one.post.former
    ]


def people_url(post: PostFacts) -> str:
    """Return where the post stands among others."""
    if post.pairing_id is not None:
        return url_for("people.list_people", plan_id=first_plan_of(post.pairing_id))
    if post.programme_id is not None:
        return url_for("programmes.list_programme_people", programme_id=post.programme_id)
    return url_for("administration.list_administrators")
