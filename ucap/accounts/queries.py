"""Questions about people, their sessions, links and tries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict

from ucap.accounts.models import (
    AttemptKind,
    Awaited,
    OneUseLink,
    Person,
    RecoveryCode,
    SecondStep,
    SignInAttempt,
    SignInSession,
    TakenExport,
)
from ucap.accounts.rules import Tries
from ucap.core.database import rows, session


@dataclass(frozen=True)
class OpenSession:
    """A session as it is kept, and whose it is; the person is no part of the database's session."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    awaits: Awaited | None
    is_administrator: bool
    person: Person


def person_by_email(email: str) -> Person | None:
    """Return the person who signs in with this address."""
    return session().scalar(select(Person).where(Person.email == email.strip().lower()))


def person_by_id(person_id: UUID) -> Person | None:
    """Return the person."""
    return session().get(Person, person_id)


def session_by_digest(token_digest: str, administers: ColumnElement[bool] | None = None) -> OpenSession | None:
    """Return the session with its person.

    Args:
        administers: tells of a person whether they administer the installation, asked in the same query; accounts do
            not know posts, so features above say it.
    """
    found = rows(_session_by_digest(administers), {"token_digest": token_digest})
    if not found:
        return None
    session_id, created_at, last_seen_at, awaits, is_administrator, *own = found[0]
    person = Person()
    instance_dict(person).update(zip(Person.__table__.columns.keys(), own, strict=True))  # as it is kept: no change
    make_transient_to_detached(person)
    return OpenSession(session_id, created_at, last_seen_at, awaits, bool(is_administrator), person)


@cache
def _session_by_digest(administers: ColumnElement[bool] | None) -> Select[*tuple[Any, ...]]:
    """Return what is asked on every page."""
    kept = SignInSession.__table__.c
    mark = (false() if administers is None else administers).label("is_administrator")
    return (
        select(kept.id, kept.created_at, kept.last_seen_at, kept.awaits, mark, *Person.__table__.c)
        .join(Person.__table__, Person.__table__.c.id == kept.person_id)
        .where(kept.token_digest == bindparam("token_digest"))
    )


def names_of(people: set[UUID]) -> dict[UUID, str]:
    """Return the names of these people."""
    named = rows(select(Person.id, Person.name).where(Person.id.in_(people)).order_by(Person.id))
    return {row.id: row.name for row in named}


def link_by_digest(token_digest: str) -> OneUseLink | None:
    """Return the one-use link as it lies in the database now."""
    return session().scalar(
        select(OneUseLink).where(OneUseLink.token_digest == token_digest).execution_options(populate_existing=True)
    )


def sessions_of(person_id: UUID) -> list[SignInSession]:
    """Return the person's sessions, the one that was used last first."""
    return list(
        session().scalars(
            select(SignInSession)
            .where(SignInSession.person_id == person_id, SignInSession.awaits.is_(None))
            .order_by(SignInSession.last_seen_at.desc(), SignInSession.id)
        )
    )


def second_step_of(person_id: UUID) -> SecondStep | None:
    """Return the person's second step, as it lies in the database now."""
    return session().scalar(
        select(SecondStep).where(SecondStep.person_id == person_id).execution_options(populate_existing=True)
    )


def unused_recovery_codes(person_id: UUID) -> int:
    """Return how many recovery codes the person has left."""
    found = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session().scalar(found) or 0


def people() -> list[Person]:
    """Return everybody who has an account, by address."""
    return list(session().scalars(select(Person).order_by(Person.email, Person.id)))


def failed_tries(kind: AttemptKind, account: str, network: str) -> tuple[Tries, Tries, Tries]:
    """Return the tries that failed: of the network at the account, of the network, and at the account."""
    is_account, is_network = SignInAttempt.account == account, SignInAttempt.network == network
    columns = [
        column.filter(which)
        for which in (is_account & is_network, is_network, is_account)
        for column in (func.count(SignInAttempt.id), func.min(SignInAttempt.at))
    ]
    row: Sequence[Any] = (
        session()
        .execute(
            select(*columns).where(
                SignInAttempt.kind == kind, SignInAttempt.is_success.is_(False), or_(is_account, is_network)
            )
        )
        .one()
    )
    pair, of_network, of_account = (Tries(*row[start : start + 2]) for start in (0, 2, 4))
    return pair, of_network, of_account


def exports_since(person_id: UUID, after: datetime) -> Tries:
    """Return how many files the person had made after the moment, and when the first of them was."""
    statement = select(func.count(TakenExport.id), func.min(TakenExport.at))
    found: Sequence[Any] = (
        session().execute(statement.where(TakenExport.person_id == person_id, TakenExport.at > after)).one()
    )
    return Tries(*found)


def is_known(account: str, network: str) -> bool:
    """Tell whether somebody signed in to the account from the network lately."""
    found = exists().where(
        SignInAttempt.account == account, SignInAttempt.network == network, SignInAttempt.is_success.is_(True)
    )
    return bool(session().scalar(select(found)))
