"""Limits on guessing: a try is written down before anything is checked, so that many at once are counted, too."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete

from ucap.accounts import queries, rules
from ucap.accounts.models import AttemptKind, SignInAttempt
from ucap.core.database import session, transactional, wait_for_turn
from ucap.core.errors import TooManyAttempts


@dataclass(frozen=True)
class Visit:
    """Who comes, from where, with what.

    Attributes:
        account: keyed digest of the address that they name, or of the person that they are.
        network: keyed digest of the network they come from.
        language: in which they are shown pages.
        browser: its name, and `system` that of what it runs on, as far as it says them.
    """

    account: str
    network: str
    language: str
    browser: str | None = None
    system: str | None = None


@transactional
def begin_attempt(kind: AttemptKind, visit: Visit, *, at: datetime) -> UUID:
    """Write down that somebody tries; return its id, to note that they were right.

    Raises:
        TooManyAttempts: if they have to wait first.
    """
    wait_for_turn(f"attempts {visit.account}")
    _forget(SignInAttempt.at <= at - rules.KNOWN_FOR)
    _forget(SignInAttempt.at <= at - rules.TRIES_WINDOW, SignInAttempt.is_success.is_(False))
    pair, network, account = queries.failed_tries(kind, visit.account, visit.network)
    wait = rules.wait_before_try(
        pair=pair,
        network=network,
        account=account,
        is_known=queries.is_known(visit.account, visit.network),
        at=at,
    )
    if wait is not None:
        raise TooManyAttempts(wait)
    attempt = SignInAttempt(kind=kind, account=visit.account, network=visit.network, at=at)
    session().add(attempt)
    session().flush()
    return attempt.id


@transactional
def note_success(attempt_id: UUID) -> None:
    """Note that the try was right; those before it from the same place are forgotten."""
    attempt = session().get_one(SignInAttempt, attempt_id)
    _forget(
        SignInAttempt.account == attempt.account,
        SignInAttempt.network == attempt.network,
        SignInAttempt.kind == attempt.kind,
        SignInAttempt.id != attempt_id,
    )
    attempt.is_success = True


def _forget(*which: ColumnElement[bool]) -> None:
    session().execute(delete(SignInAttempt).where(*which))
