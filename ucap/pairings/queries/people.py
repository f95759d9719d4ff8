"""Questions about posts: who holds which, who held it, who is invited to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ucap.accounts.models import OneUseLink, Person
from ucap.core.database import session
from ucap.pairings.models import Invitation, Plan, PlanExpert, PlanExpertChange, Post, PostHolder, Role, Side

_ORDER = list(Role)


@dataclass(frozen=True)
class HolderFacts:
    """Somebody who holds a post or held it.

    Attributes:
        until: when it was handed over or ended; None as long as it is held.
        given_by: the name of who gave it; None if nobody did here.
    """

    person_id: UUID
    name: str
    email: str
    is_active: bool
    since: datetime
    until: datetime | None
    given_by: str | None


@dataclass(frozen=True)
class InvitationFacts:
    """Somebody is invited to a post and has not accepted yet."""

    link_id: UUID
    post_id: UUID
    email: str
    expires_at: datetime
    by: str | None


@dataclass(frozen=True)
class PostFacts:
    """A post with who holds it and who held it, newest first.

    Attributes:
        pairing_id: the pairing of its side, if it is on one.
    """

    id: UUID
    title: str
    role: Role
    side_id: UUID | None
    pairing_id: UUID | None
    programme_id: UUID | None
    is_open: bool
    holders: tuple[HolderFacts, ...]

    @property
    def holder(self) -> HolderFacts | None:
        """Return who holds the post now."""
        return next((one for one in self.holders if one.until is None), None)

    @property
    def former(self) -> list[HolderFacts]:
        """Return who held it before."""
        return [one for one in self.holders if one.until is not None]


def post_facts(post_id: UUID) -> PostFacts | None:
    """Return the post, if there is one."""
    return next(iter(_posts(Post.id == post_id)), None)


def posts_of_pairing(pairing_id: UUID) -> list[PostFacts]:
    """Return the open posts on the sides of the pairing, by role and title, and closed ones that somebody held."""
    return _posts(Side.pairing_id == pairing_id)


def posts_of_programme(programme_id: UUID) -> list[PostFacts]:
    """Return the posts of the programme, by role and title."""
    return _posts(Post.programme_id == programme_id)


def posts_of_installation() -> list[PostFacts]:
    """Return the posts of administrators, by title."""
    return _posts(Post.role == Role.ADMINISTRATOR)


def _posts(wanted: ColumnElement[bool]) -> list[PostFacts]:
    giver = aliased(Person)
    statement = (
        select(
            Post.id,
            Post.title,
            Post.role,
            Post.side_id,
            Side.pairing_id,
            Post.programme_id,
            Post.closed_at,
            PostHolder.person_id,
            Person.name,
            Person.email,
            Person.is_active,
            PostHolder.since,
            PostHolder.until,
            giver.name.label("given_by"),
        )
        .outerjoin(Side, Side.id == Post.side_id)
        .outerjoin(PostHolder, PostHolder.post_id == Post.id)
        .outerjoin(Person, Person.id == PostHolder.person_id)
        .outerjoin(giver, giver.id == PostHolder.given_by_id)
        .where(wanted)
        .order_by(Post.id, PostHolder.since.desc(), PostHolder.id)
    )
    rows = session().execute(statement).all()
    found = [_post(list(of_post)) for _id, of_post in groupby(rows, key=lambda row: row.id)]
    return sorted(found, key=lambda post: (_ORDER.index(post.role), post.title, post.id))


def _post(rows: Sequence[Any]) -> PostFacts:
    first = rows[0]
    holders = [
        HolderFacts(row.person_id, row.name, row.email, row.is_active, row.since, row.until, row.given_by)
        for row in rows
        if row.person_id is not None
    ]
    return PostFacts(
        id=first.id,
        title=first.title,
        role=first.role,
        side_id=first.side_id,
        pairing_id=first.pairing_id,
        programme_id=first.programme_id,
        is_open=first.closed_at is None,
        holders=tuple(holders),
    )


def open_invitations(post_ids: Sequence[UUID]) -> dict[UUID, InvitationFacts]:
    """Return the invitations to these posts that were neither accepted nor withdrawn; those that ran out, too."""
    statement = (
        select(Invitation.link_id, Invitation.post_id, OneUseLink.email, OneUseLink.expires_at, Person.name)
        .join(OneUseLink, OneUseLink.id == Invitation.link_id)
        .outerjoin(Person, Person.id == OneUseLink.made_by_id)
        .where(Invitation.post_id.in_(post_ids), OneUseLink.used_at.is_(None), OneUseLink.withdrawn_at.is_(None))
        .order_by(OneUseLink.made_at, OneUseLink.id)
    )
    return {
        row.post_id: InvitationFacts(row.link_id, row.post_id, row.email, row.expires_at, row.name)
        for row in session().execute(statement)
    }


def invited_post_id(link_id: UUID) -> UUID | None:
    """Return the post to which the link invites; None if it is for something else."""
    return session().scalar(select(Invitation.post_id).where(Invitation.link_id == link_id))


def first_plan_of(pairing_id: UUID) -> UUID:
    """Return the plan of the pairing whose pages tell of its people."""
    return session().scalars(select(Plan.id).where(Plan.pairing_id == pairing_id).order_by(Plan.id)).first() or UUID(
        int=0
    )


def plans_given(post_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Return the plans given to the experts who hold these posts."""
    statement = (
        select(PlanExpert.post_id, PlanExpert.plan_id)
        .where(PlanExpert.post_id.in_(post_ids))
        .order_by(PlanExpert.post_id, PlanExpert.plan_id)
    )
    found: dict[UUID, list[UUID]] = {}
    for row in session().execute(statement):
        found.setdefault(row.post_id, []).append(row.plan_id)
    return found


def experts_of_programme(programme_id: UUID) -> list[PostFacts]:
    """Return the open posts of experts in the programme, by title."""
    return [post for post in posts_of_programme(programme_id) if post.role is Role.EXPERT and post.is_open]


def posts_given(plan_id: UUID) -> set[UUID]:
    """Return the posts of experts to which the plan is given."""
    statement = select(PlanExpert.post_id).where(PlanExpert.plan_id == plan_id).order_by(PlanExpert.post_id)
    return set(session().scalars(statement))


@dataclass(frozen=True)
class GivingFacts:
    """A plan was given to an expert, or taken back.

    Attributes:
        name: who held the expert's post then; None if nobody did.
        by: the name of who gave it or took it back.
    """

    title: str
    name: str | None
    is_given: bool
    at: datetime
    by: str


def givings_of(plan_id: UUID) -> list[GivingFacts]:
    """Return when the plan was given to experts and taken back, newest first."""
    giver = aliased(Person)
    held = (
        PostHolder.since <= PlanExpertChange.at,
        or_(PostHolder.until.is_(None), PostHolder.until > PlanExpertChange.at),
    )
    statement = (
        select(Post.title, Person.name, PlanExpertChange.is_given, PlanExpertChange.at, giver.name.label("by"))
        .join(Post, Post.id == PlanExpertChange.post_id)
        .join(giver, giver.id == PlanExpertChange.by_id)
        .outerjoin(PostHolder, and_(PostHolder.post_id == Post.id, *held))
        .outerjoin(Person, Person.id == PostHolder.person_id)
        .where(PlanExpertChange.plan_id == plan_id)
        .order_by(PlanExpertChange.at.desc(), PlanExpertChange.id)
    )
    return [GivingFacts(*row) for row in session().execute(statement)]


def plans_given_to(person_id: UUID) -> list[UUID]:
    """Return the plans given to a person as an expert."""
    statement = (
        select(PlanExpert.plan_id)
        .join(PostHolder, PostHolder.post_id == PlanExpert.post_id)
        .where(PostHolder.person_id == person_id, PostHolder.until.is_(None))
        .distinct()
        .order_by(PlanExpert.plan_id)
    )
    return list(session().scalars(statement))


def posts_to_change(post: PostFacts) -> list[Post]:
    """Return, locked until the transaction ends, the post and those of its role beside it, by id."""
    statement = (
        select(Post)
        .where(Post.role == post.role, _is(Post.side_id, post.side_id), _is(Post.programme_id, post.programme_id))
        .order_by(Post.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(statement))


def _is(column: InstrumentedAttribute[UUID | None], value: UUID | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def holding(post_id: UUID) -> PostHolder | None:
    """Return who holds the post now, as it lies in the database."""
    return session().scalar(
        select(PostHolder)
        .where(PostHolder.post_id == post_id, PostHolder.until.is_(None))
        .execution_options(populate_existing=True)
    )
