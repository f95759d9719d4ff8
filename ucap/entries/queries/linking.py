"""How the entries of a plan hang together."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from ucap.core.database import rows, session
from ucap.entries.fields import Links
from ucap.entries.models import Entry, EntryLink, entry_types
from ucap.entries.queries.reading import OF_PLAN


@cache
def linked_types(entry_type: type[Entry]) -> tuple[type[Entry], ...]:
    """Return the types to whose entries those of the type may link."""
    to = {name for field in entry_type.fields.values() if isinstance(field.kind, Links) for name in field.kind.to}
    return tuple(one for one in entry_types() if one.type_name() in to)


def links_of_plan(plan_id: UUID) -> list[tuple[UUID, str, UUID]]:
    """Return the links between the plan's entries: from which one, in which field, to which one."""
    return [(row.entry_id, row.field, row.target_id) for row in rows(_links(), {"plan_id": plan_id})]


@cache
def _links() -> Select[*tuple[Any, ...]]:
    entry, target = Entry.__table__.c, aliased(Entry.__table__)
    return (
        select(EntryLink.entry_id, EntryLink.field, EntryLink.target_id)
        .join(Entry.__table__, entry.id == EntryLink.entry_id)
        .join(target, target.c.id == EntryLink.target_id)
        .where(entry.plan_id == OF_PLAN, entry.deleted_at.is_(None), target.c.deleted_at.is_(None))
        .order_by(EntryLink.entry_id, EntryLink.field, EntryLink.target_id)
    )


def linking_to(plan_id: UUID, entry_id: UUID) -> list[UUID]:
    """Return the ids of the plan's entries that link to this one."""
    entry = Entry.__table__.c
    statement = (
        select(entry.id)
        .join(EntryLink, EntryLink.entry_id == entry.id)
        .where(entry.plan_id == plan_id, EntryLink.target_id == entry_id, entry.deleted_at.is_(None))
        .distinct()
        .order_by(entry.id)
    )
    return list(session().scalars(statement))


def whole_of(part_id: UUID) -> UUID:
    """Return the entry that a part belongs to, if that is a part itself then what that belongs to."""
    part, of_part = aliased(EntryLink), aliased(EntryLink)
    names = sorted({entry_type.part_of for entry_type in entry_types() if entry_type.part_of})
    statement = (
        select(func.coalesce(of_part.target_id, part.target_id))
        .select_from(part)
        .outerjoin(of_part, and_(of_part.entry_id == part.target_id, of_part.field.in_(names)))
        .where(part.entry_id == part_id, part.field.in_(names))
        .order_by(part.id)
    )
    return session().scalars(statement).one()
