"""Questions about programmes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.directory.models import Programme


@dataclass(frozen=True)
class ProgrammeFacts:
    """A programme as plain values."""

    id: UUID
    code: str
    name: str


def programme_facts(programme_id: UUID) -> ProgrammeFacts | None:
    """Return the programme, if there is one."""
    return next(iter(programmes_by_id([programme_id])), None)


def programmes_by_id(programme_ids: Sequence[UUID] | None) -> list[ProgrammeFacts]:
    """Return these programmes, or all, by name."""
    statement = select(Programme.id, Programme.code, Programme.name).order_by(Programme.name, Programme.id)
    if programme_ids is not None:
        statement = statement.where(Programme.id.in_(programme_ids))
    return [ProgrammeFacts(row.id, row.code, row.name) for row in session().execute(statement)]
