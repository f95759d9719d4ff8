"""Questions about rights: what somebody holds, and whom to ask for what one may not do."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Subquery, Uuid, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from ucap.accounts.models import Person
from ucap.core.database import rows
from ucap.pairings.models import Pairing, Plan, PlanExpert, Post, PostHolder, Role, Side
from ucap.pairings.permissions import PersonRights, Rights
from ucap.pairings.queries.plans import PlanFacts, plan_of, plans_statement


def rights_of(person_id: UUID, pairing_id: UUID) -> Rights:
    """Return what the person holds in the pairing."""
    return _rights_from(rows(_rights(), {"person_id": person_id, "pairing_id": pairing_id}))


def plan_and_rights(plan_id: UUID, person_id: UUID) -> tuple[PlanFacts, Rights] | None:
    """Return the plan, and what the person holds in its pairing; one query, for it is asked on every page of a plan."""
    found = rows(_plan_and_rights(), {"plan_id": plan_id, "person_id": person_id})
    return _told_by(tuple(found)) if found else None


@lru_cache(maxsize=1_000)
def _told_by(found: tuple[Row[*tuple[Any, ...]], ...]) -> tuple[PlanFacts, Rights]:
    """Return what the rows tell; most requests get the rows that the one before got."""
    return plan_of(found), _rights_from(found)


def _rights_from(held: Sequence[Any]) -> Rights:
    return Rights(
        posts=frozenset((row.role, row.held_side_id) for row in held if row.held_side_id),
        is_coordinator=any(row.role is Role.COORDINATOR for row in held),
        given_plans=frozenset(row.given_plan_id for row in held if row.given_plan_id),
        is_administrator=any(row.role is Role.ADMINISTRATOR for row in held),
    )


@cache
def _rights() -> Select[*tuple[Any, ...]]:
    pairing_id = bindparam("pairing_id", type_=Uuid())
    held = _held()
    programme = select(Pairing.programme_id).where(Pairing.id == pairing_id).scalar_subquery()
    return select(*_rights_columns(held)).where(_is_about(held, pairing_id, programme))


@cache
def _plan_and_rights() -> Select[*tuple[Any, ...]]:
    held = _held()
    of_plan = plans_statement(in_english=True).where(Plan.id == bindparam("plan_id", type_=Uuid()))
    return of_plan.add_columns(*_rights_columns(held)).outerjoin(
        held, _is_about(held, Plan.pairing_id, Pairing.programme_id)
    )


def _held() -> Subquery:
    """Ask for the posts that a person holds, with the pairings and the plans given for which they stand."""
    given = aliased(Plan)
    return (
        select(
            Post.role,
            Post.side_id,
            Post.programme_id,
            Side.pairing_id,
            given.id.label("given_plan_id"),
            given.pairing_id.label("given_pairing_id"),
        )
        .join(PostHolder, PostHolder.post_id == Post.id)
        .outerjoin(Side, Side.id == Post.side_id)
        .outerjoin(PlanExpert, and_(PlanExpert.post_id == Post.id, Post.role == Role.EXPERT))
        .outerjoin(given, given.id == PlanExpert.plan_id)
        .where(PostHolder.person_id == bindparam("person_id", type_=Uuid()), PostHolder.until.is_(None))
        .subquery("held")
    )


def _rights_columns(held: Subquery) -> list[ColumnElement[Any]]:
    return [held.c.role, held.c.side_id.label("held_side_id"), held.c.given_plan_id]


def _is_about(held: Subquery, pairing_id: Any, programme_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 - of SQL
    """Return the condition that what is held counts in the pairing of the programme."""
    return or_(
        held.c.pairing_id == pairing_id,
        and_(held.c.role == Role.COORDINATOR, held.c.programme_id == programme_id),
        and_(held.c.programme_id == programme_id, held.c.given_pairing_id == pairing_id),
        held.c.role == Role.ADMINISTRATOR,
    )


def rights_of_person(person_id: UUID) -> PersonRights:
    """Return what the person holds anywhere."""
    held = rows(_rights_of_person(), {"person_id": person_id})
    return PersonRights(
        posts=frozenset((row.role, row.side_id) for row in held if row.side_id),
        coordinates=frozenset(row.programme_id for row in held if row.role is Role.COORDINATOR),
        advises=frozenset(row.programme_id for row in held if row.role is Role.EXPERT),
        is_administrator=any(row.role is Role.ADMINISTRATOR for row in held),
    )


@cache
def _rights_of_person() -> Select[*tuple[Any, ...]]:
    return (
        select(Post.role, Post.side_id, Post.programme_id)
        .join(PostHolder, PostHolder.post_id == Post.id)
        .where(PostHolder.person_id == bindparam("person_id", type_=Uuid()), PostHolder.until.is_(None))
        .order_by(Post.id)
    )


def lead_names(pairing_id: UUID, side_ids: Sequence[UUID] | None = None) -> list[str]:
    """Return the names of the leads of these sides of the pairing, or of all."""
    wanted = [Post.role == Role.LEAD, Side.pairing_id == pairing_id]
    if side_ids is not None:
        wanted.append(Post.side_id.in_(side_ids))
    statement = _holders().join(Side, Side.id == Post.side_id).where(*wanted)
    return [row.name for row in rows(statement)]


def lead_names_by_side(pairing_id: UUID) -> dict[UUID, list[str]]:
    """Return the names of the leads of each side of the pairing that has any."""
    statement = _holders().join(Side, Side.id == Post.side_id)
    found: dict[UUID, list[str]] = {}
    for row in rows(statement.add_columns(Side.id).where(Post.role == Role.LEAD, Side.pairing_id == pairing_id)):
        found.setdefault(row.id, []).append(row.name)
    return found


def coordinator_names(programme_id: UUID) -> list[str]:
    """Return the names of those who coordinate the programme."""
    wanted = (Post.role == Role.COORDINATOR, Post.programme_id == programme_id)
    return [row.name for row in rows(_holders().where(*wanted))]


def administrator_names() -> list[str]:
    """Return the names of those who administer the installation."""
    return [row.name for row in rows(_holders().where(Post.role == Role.ADMINISTRATOR))]


def must_prove_twice(person_id: UUID) -> bool:
    """Tell whether the person signs in with a second step: coordinators and administrators do."""
    statement = (
        select(Post.id)
        .join(PostHolder, PostHolder.post_id == Post.id)
        .where(
            PostHolder.person_id == person_id,
            PostHolder.until.is_(None),
            Post.role.in_((Role.COORDINATOR, Role.ADMINISTRATOR)),
        )
    )
    return bool(rows(statement.order_by(Post.id).limit(1)))


def _holders() -> Select[str]:
    """Ask for the names of people who hold a post and can sign in."""
    return (
        select(Person.name)
        .join(PostHolder, PostHolder.person_id == Person.id)
        .join(Post, Post.id == PostHolder.post_id)
        .where(PostHolder.until.is_(None), Person.is_active)
        .order_by(Person.name, Person.id)
    )


def administers() -> ColumnElement[bool]:
    """Return the condition that a person of an enclosing query administers the installation."""
    return (
        select(PostHolder.id)
        .join(Post, Post.id == PostHolder.post_id)
        .where(PostHolder.person_id == Person.id, PostHolder.until.is_(None), Post.role == Role.ADMINISTRATOR)
        .exists()
    )
