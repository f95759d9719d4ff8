"""A limit on files: each is written down before it is made, so that many at once are counted, too."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from ucap.accounts import queries, rules
from ucap.accounts.models import TakenExport
from ucap.core.database import session, transactional, wait_for_turn
from ucap.core.errors import TooManyAttempts
from ucap.core.text import message


@transactional
def count_export(person_id: UUID, *, at: datetime) -> None:
    """Write down that the person has a file made.

    Raises:
        TooManyAttempts: if they had so many made that they have to wait.
    """
    wait_for_turn(f"exports {person_id}")
    wait = rules.wait_before_export(queries.exports_since(person_id, at - rules.EXPORTS_WINDOW), at=at)
    if wait is not None:
        raise TooManyAttempts(
            wait, message("You had many files made in a short time. Those that you have are as they were.")
        )
    session().execute(
        delete(TakenExport).where(TakenExport.person_id == person_id, TakenExport.at <= at - rules.EXPORTS_WINDOW)
    )
    session().add(TakenExport(person_id=person_id, at=at))
