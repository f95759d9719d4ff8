"""Entries and what belongs to them, as objects to be changed."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select
from sqlalchemy.orm import aliased, selectin_polymorphic

from ucap.core.database import rows, session
from ucap.entries.models import Entry, EntryLink, EntryTerm, EntryText, entry_types
from ucap.entries.queries.reading import OF_PLAN, standing

_ENTRY = bindparam("entry_id", type_=Uuid())


def last_position(plan_id: UUID, entry_type: type[Entry]) -> int:
    """Return the position of the last entry of the type that is not deleted; 0 if there is none."""
    statement = select(func.max(Entry.position)).where(
        Entry.plan_id == plan_id, Entry.type == entry_type.type_name(), Entry.deleted_at.is_(None)
    )
    return session().scalar(statement) or 0


def entry_to_change(plan_id: UUID, entry_id: UUID, entry_type: type[Entry] = Entry) -> Entry | None:
    """Return the entry of the plan as an object to be changed, its place in the order read anew.

    Args:
        entry_type: its type, where that is known: then one question is enough.
    """
    asked = {"entry_id": entry_id, "plan_id": plan_id}
    return session().scalar(_entry_to_change(entry_type), asked, execution_options={"populate_existing": True})


@cache
def _entry_to_change(entry_type: type[Entry]) -> Select[Entry]:
    """Read at once what the type adds: read later, it would first write what has changed by then."""
    statement = select(entry_type).where(Entry.id == _ENTRY, Entry.plan_id == OF_PLAN)
    return statement.options(selectin_polymorphic(Entry, entry_types())) if entry_type is Entry else statement


def texts_to_change(entry_id: UUID, language: str) -> dict[str, EntryText]:
    """Return the entry's texts in one language, by field, as objects to be changed."""
    asked = {"entry_id": entry_id, "language": language}
    return {text.field: text for text in session().scalars(_texts_to_change(), asked)}


@cache
def _texts_to_change() -> Select[EntryText]:
    return (
        select(EntryText)
        .where(EntryText.entry_id == _ENTRY, EntryText.language == bindparam("language"))
        .order_by(EntryText.field)
    )


def entries_to_reword(plan_id: UUID) -> list[tuple[Entry, list[EntryText]]]:
    """Return the plan's entries, deleted ones included, each with its texts, as objects to be changed."""
    own = selectin_polymorphic(Entry, entry_types())
    entries = session().scalars(
        select(Entry).where(Entry.plan_id == plan_id).options(own).order_by(Entry.id),
        execution_options={"populate_existing": True},
    )
    texts: dict[UUID, list[EntryText]] = {}
    of_plan = select(EntryText).join(Entry.__table__, Entry.__table__.c.id == EntryText.entry_id)
    for text in session().scalars(
        of_plan.where(Entry.__table__.c.plan_id == plan_id).order_by(EntryText.id),
        execution_options={"populate_existing": True},
    ):
        texts.setdefault(text.entry_id, []).append(text)
    return [(entry, texts.get(entry.id, [])) for entry in entries]


def attached_to_change(entry_id: UUID, table: type[EntryLink | EntryTerm]) -> list[EntryLink | EntryTerm]:
    """Return the entry's links or terms as objects to be changed, links to deleted entries left alone."""
    return list(session().scalars(_attached_to_change(table), {"entry_id": entry_id}))


@cache
def _attached_to_change(table: type[EntryLink | EntryTerm]) -> Select[Any]:
    statement = select(table).where(table.entry_id == _ENTRY).order_by(table.field, table.id)
    if table is EntryLink:
        target = aliased(Entry.__table__)
        statement = statement.join(target, target.c.id == table.target_id).where(*standing(table, target))
    return statement


def types_of(plan_id: UUID, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of the types of those of the entries that stand in the plan."""
    return {entry_id: name for entry_id, (name, _place) in types_and_places_of(plan_id, entry_ids).items()}


def types_and_places_of(plan_id: UUID, entry_ids: Sequence[UUID]) -> dict[UUID, tuple[str, UUID | None]]:
    """Return the names of the types, and the places, of those of the entries that stand in the plan."""
    found = rows(_types_of(), {"plan_id": plan_id, "entry_ids": list(entry_ids)})
    return {row.id: (row.type, row.place_id) for row in found}


@cache
def _types_of() -> Select[*tuple[Any, ...]]:
    entry = Entry.__table__.c
    asked_for = entry.id.in_(bindparam("entry_ids", expanding=True, type_=Uuid()))
    return (
        select(entry.id, entry.type, entry.place_id)
        .where(entry.plan_id == OF_PLAN, asked_for, entry.deleted_at.is_(None))
        .order_by(entry.id)
    )
