"""Questions about accounts: those that there are, and those to which somebody is invited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    exists,
    false,
    func,
    null,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from ucap.accounts.models import AccountChange, LinkPurpose, OneUseLink, Person, SecondStep
from ucap.core.database import session
from ucap.core.paging import page_by_key
from ucap.directory.models import Place, Programme
from ucap.pairings.models import Invitation, Post, PostHolder, Role, Side, SidePlace

PAGE = 50
_MOST_WORDS = 8
_BRING_IN = (LinkPurpose.FIRST_ADMINISTRATOR, LinkPurpose.INVITATION)


class AccountState(StrEnum):
    """Whether somebody can sign in."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    INVITED = "invited"


@dataclass(frozen=True)
class HeldPost:
    """A post that somebody holds, held or is invited to.

    Attributes:
        where: the places of its side, or the name of its programme; empty for the whole installation.
    """

    title: str
    role: Role
    where: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AccountFacts:
    """An account, or an invitation to one.

    Attributes:
        id: of the person or, for who is invited, of the link.
        expires_at: for who is invited, until when.
    """

    id: UUID
    email: str
    name: str | None
    state: AccountState
    signed_in_on: date | None
    has_second_step: bool
    expires_at: datetime | None


@dataclass(frozen=True)
class AccountsOnPage:
    """A page of the list of accounts."""

    accounts: Sequence[AccountFacts]
    total: int
    has_earlier: bool
    has_later: bool


def list_of_accounts(
    text: str, state: AccountState | None, *, after: UUID | None = None, before: UUID | None = None
) -> AccountsOnPage:
    """Return those accounts of the list that follow one of it, or come before it, by address; else the first ones."""
    listed = _asked_for(text, state).subquery("listed")
    total = session().scalar(select(func.count()).select_from(listed)) or 0
    key = (listed.c.email, listed.c.id)
    page = page_by_key(select(listed), key, listed.c.id, size=PAGE, after=after, before=before)
    return AccountsOnPage([_facts(row) for row in page.rows], total, page.has_earlier, page.has_later)


def _facts(row: Any) -> AccountFacts:  # noqa: ANN401 - a row
    state = AccountState.ACTIVE if row.is_active else AccountState.DEACTIVATED
    return AccountFacts(
        id=row.id,
        email=row.email,
        name=row.name,
        state=AccountState.INVITED if row.name is None else state,
        signed_in_on=row.signed_in_on,
        has_second_step=row.has_second_step,
        expires_at=row.expires_at,
    )


def _asked_for(text: str, state: AccountState | None) -> Any:  # noqa: ANN401 - a selection of SQLAlchemy, simple or not
    words = text.split()[:_MOST_WORDS]
    if state is AccountState.INVITED:
        return _invited(words)
    people = _people(words)
    if state is not None:
        return people.where(Person.is_active.is_(state is AccountState.ACTIVE))
    return union_all(people, _invited(words))


def _people(words: Iterable[str]) -> Select[Any]:
    named = [
        or_(Person.name.icontains(word, autoescape=True), Person.email.icontains(word, autoescape=True))
        for word in words
    ]
    return select(
        Person.id,
        Person.email,
        Person.name,
        Person.is_active,
        Person.signed_in_on,
        exists().where(SecondStep.person_id == Person.id).label("has_second_step"),
        type_coerce(null(), OneUseLink.expires_at.type).label("expires_at"),
    ).where(Person.erased_at.is_(None), *named)


def _invited(words: Iterable[str]) -> Select[Any]:
    """Select, of each address without an account, the newest link that could bring somebody in."""
    newer = aliased(OneUseLink)
    is_newer = tuple_(newer.made_at, newer.id) > tuple_(OneUseLink.made_at, OneUseLink.id)
    return select(
        OneUseLink.id,
        OneUseLink.email,
        type_coerce(null(), Person.name.type).label("name"),
        true().label("is_active"),
        type_coerce(null(), Person.signed_in_on.type).label("signed_in_on"),
        false().label("has_second_step"),
        OneUseLink.expires_at,
    ).where(
        *_is_open(OneUseLink),
        ~exists().where(Person.email == OneUseLink.email),
        ~exists().where(newer.email == OneUseLink.email, *_is_open(newer), is_newer),
        *(OneUseLink.email.icontains(word, autoescape=True) for word in words),
    )


def _is_open(link: type[OneUseLink]) -> tuple[ColumnElement[bool], ...]:
    return (link.purpose.in_(_BRING_IN), link.used_at.is_(None), link.withdrawn_at.is_(None))


def posts_of_people(person_ids: Sequence[UUID], *, with_former: bool = False) -> dict[UUID, list[HeldPost]]:
    """Return the posts that these people hold, if wanted those they held, too; the newest first."""
    statement = (
        _posts(PostHolder.person_id.label("of"), PostHolder.since, PostHolder.until, PostHolder.id.label("row_id"))
        .join(PostHolder, PostHolder.post_id == Post.id)
        .where(PostHolder.person_id.in_(person_ids))
        .order_by(PostHolder.since.desc(), PostHolder.id, SidePlace.position)
    )
    return _held(statement if with_former else statement.where(PostHolder.until.is_(None)))


def posts_of_invitations(link_ids: Sequence[UUID]) -> dict[UUID, list[HeldPost]]:
    """Return the posts to which these links invite."""
    nothing = type_coerce(null(), PostHolder.until.type)
    statement = (
        _posts(
            Invitation.link_id.label("of"),
            nothing.label("since"),
            nothing.label("until"),
            Invitation.link_id.label("row_id"),
        )
        .join(Invitation, Invitation.post_id == Post.id)
        .where(Invitation.link_id.in_(link_ids))
        .order_by(Invitation.link_id, SidePlace.position)
    )
    return _held(statement)


def _posts(*columns: ColumnElement[Any] | Any) -> Select[Any]:
    return (
        select(*columns, Post.title, Post.role, Programme.name.label("programme"), Place.name.label("place"))
        .outerjoin(Programme, Programme.id == Post.programme_id)
        .outerjoin(Side, Side.id == Post.side_id)
        .outerjoin(SidePlace, SidePlace.side_id == Side.id)
        .outerjoin(Place, Place.id == SidePlace.place_id)
    )


def _held(statement: Select[Any]) -> dict[UUID, list[HeldPost]]:
    found: dict[UUID, list[HeldPost]] = {}
    for _id, grouped in groupby(session().execute(statement), key=lambda row: row.row_id):
        rows = list(grouped)
        first = rows[0]
        where = first.programme or ", ".join(row.place for row in rows if row.place)
        found.setdefault(first.of, []).append(HeldPost(first.title, first.role, where, first.since, first.until))
    return found


@dataclass(frozen=True)
class ChangeFacts:
    """What was done to an account; by None at the command line."""

    kind: str
    at: datetime
    by: str | None


def changes_of_account(person_id: UUID) -> list[ChangeFacts]:
    """Return what was done to the account, the newest first."""
    statement = (
        select(AccountChange.kind, AccountChange.at, Person.name)
        .outerjoin(Person, Person.id == AccountChange.by_id)
        .where(AccountChange.person_id == person_id)
        .order_by(AccountChange.at.desc(), AccountChange.id)
    )
    return [ChangeFacts(*row) for row in session().execute(statement)]
