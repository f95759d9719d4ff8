"""Keeping with each pairing what lists of them are sorted and searched by."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, or_, select, update

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
    of_plan = select(Plan.pairing_id).where(Plan.id == chain_id).scalar_subquery()
    is_it = or_(_PAIRINGS.c.id == chain_id, _PAIRINGS.c.id == of_plan)
    connection.execute(update(_PAIRINGS).where(is_it).values(changed_at=at))
