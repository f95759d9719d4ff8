"""Keeping with each pairing what lists of them are sorted and searched by."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Connection, Update, bindparam, or_, select, update

from ucap.core.database import Model, session, transactional
from ucap.pairings.models import Plan
from ucap.pairings.queries.kept import kept_for_lists

_PAIRINGS = Model.metadata.tables["pairings"]


@transactional
def keep_for_lists(pairing_ids: Sequence[UUID] | None = None) -> None:
    """Keep with these pairings, or with all, what follows from their fields, places and themes.

    It is no change of theirs: the log tells of what it follows from.
    """
    session().flush()
    kept = [{"pairing": pairing_id, **asdict(facts)} for pairing_id, facts in kept_for_lists(pairing_ids).items()]
    if kept:
        statement = update(_PAIRINGS).where(_PAIRINGS.c.id == bindparam("pairing", type_=_PAIRINGS.c.id.type))
        session().connection().execute(statement, kept)


def note_change(connection: Connection, chain_id: UUID, at: datetime) -> None:
    """Keep with the pairing that it, or a plan of it, was changed; called by the log in the same transaction."""
    connection.execute(_changed(), {"chain": chain_id, "at": at})


@cache
def _changed() -> Update:
    """Made once, for every change runs it."""
    chain = bindparam("chain", type_=_PAIRINGS.c.id.type)
    of_plan = select(Plan.pairing_id).where(Plan.id == chain).scalar_subquery()
    return (
        update(_PAIRINGS)
        .where(or_(_PAIRINGS.c.id == chain, _PAIRINGS.c.id == of_plan))
        .values(changed_at=bindparam("at"))
    )
