"""Questions about people, their sessions, links and tries."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from ucap.accounts.models import AttemptKind, OneUseLink, Person, RecoveryCode, SecondStep, SignInAttempt, SignInSession
from ucap.accounts.rules import Tries
from ucap.core.database import session

_SESSION_BY_DIGEST = (
    select(SignInSession)
    .where(SignInSession.token_digest == bindparam("token_digest"))
    .options(joinedload(SignInSession.person, innerjoin=True))
)
"""Asked on every page, so it is built once."""


def person_by_email(email: str) -> Person | None:
    """Return the person who signs in with this address."""
    return session().scalar(select(Person).where(Person.email == email.strip().lower()))


def person_by_id(person_id: UUID) -> Person | None:
    """Return the person."""
    return session().get(Person, person_id)


def session_by_digest(token_digest: str) -> SignInSession | None:
    """Return the session with its person."""
    return session().scalar(_SESSION_BY_DIGEST, {"token_digest": token_digest})


def names_of(people: set[UUID]) -> dict[UUID, str]:
    """Return the names of these people."""
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(people)).order_by(Person.id))
    return {row.id: row.name for row in rows}


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


def is_known(account: str, network: str) -> bool:
    """Tell whether somebody signed in to the account from the network lately."""
    found = exists().where(
        SignInAttempt.account == account, SignInAttempt.network == network, SignInAttempt.is_success.is_(True)
    )
    return bool(session().scalar(select(found)))
