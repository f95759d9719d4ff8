"""Entries and what belongs to them, as objects to be changed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from ucap.core.database import session
from ucap.entries.models import Entry, EntryLink, EntryTerm, EntryText
from ucap.entries.queries.reading import standing


def last_position(plan_id: UUID, entry_type: type[Entry]) -> int:
    """Return the position of the last entry of the type that is not deleted; 0 if there is none."""
    statement = select(func.max(Entry.position)).where(
        Entry.plan_id == plan_id, Entry.type == entry_type.type_name(), Entry.deleted_at.is_(None)
    )
    return session().scalar(statement) or 0


def entry_to_change(plan_id: UUID, entry_id: UUID) -> Entry | None:
    """Return the entry of the plan as an object to be changed, its place in the order read anew."""
    statement = select(Entry).where(Entry.id == entry_id, Entry.plan_id == plan_id)
    return session().scalar(statement, execution_options={"populate_existing": True})


def texts_to_change(entry_id: UUID, language: str) -> dict[str, EntryText]:
    """Return the entry's texts in one language, by field, as objects to be changed."""
    statement = (
        select(EntryText)
        .where(EntryText.entry_id == entry_id, EntryText.language == language)
        .order_by(EntryText.field)
    )
    return {text.field: text for text in session().scalars(statement)}


def attached_to_change(entry_id: UUID, table: type[EntryLink | EntryTerm]) -> list[EntryLink | EntryTerm]:
    """Return the entry's links or terms as objects to be changed, links to deleted entries left alone."""
    statement = select(table).where(table.entry_id == entry_id).order_by(table.field, table.id)
    if table is EntryLink:
        target = aliased(Entry.__table__)
        statement = statement.join(target, target.c.id == table.target_id).where(*standing(table, target))
    return list(session().scalars(statement))


def types_of(plan_id: UUID, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of the types of those of the entries that stand in the plan."""
    statement = select(Entry.id, Entry.type).where(
        Entry.plan_id == plan_id, Entry.id.in_(entry_ids), Entry.deleted_at.is_(None)
    )
    return {row.id: row.type for row in session().execute(statement.order_by(Entry.id))}
