"""Reading what entries are judged with: those that link to them, one question for a plan."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select, tuple_

from ucap.core.database import rows
from ucap.entries.judging import Related
from ucap.entries.models import Entry, EntryLink, EntryText, entry_type_named
from ucap.entries.queries.reading import OF_PLAN, EntryFacts, columns_of

RelatedTo = dict[UUID, list[Related]]
"""For each entry, those that it is judged with."""


def related_in_plan(plan_id: UUID, entry_type: type[Entry], language: str) -> RelatedTo:
    """Return what the plan's entries of the type are judged with; nothing is asked if that is nothing."""
    if entry_type.judged is None or not entry_type.judged.by:
        return {}
    found: dict[tuple[UUID, UUID], Related] = {}
    for row in rows(_related(entry_type.judged.by), {"plan_id": plan_id, "language": language}):
        if (row.target_id, row.id) not in found or row.of == language:
            own = row._asdict()
            columns = {name: own[f"{row.type}_{name}"] for name in columns_of(entry_type_named(row.type))}
            found[row.target_id, row.id] = Related(row.type, row.text, columns)
    related: RelatedTo = {}
    for (target_id, _id), one in found.items():
        related.setdefault(target_id, []).append(one)
    return related


@cache
def _related(by: tuple[tuple[str, str], ...]) -> Select[*tuple[Any, ...]]:
    entry, types = Entry.__table__.c, [entry_type_named(name) for name, _link in by]
    own = [one.__mapper__.columns[name].label(f"{one.type_name()}_{name}") for one in types for name in columns_of(one)]
    titles = [(one.type_name(), one.title_field().name) for one in types]
    statement = (
        select(EntryLink.target_id, entry.id, entry.type, EntryText.text, EntryText.language.label("of"), *own)
        .join(Entry.__table__, entry.id == EntryLink.entry_id)
        .join(EntryText, EntryText.entry_id == entry.id)
        .where(entry.plan_id == OF_PLAN, entry.deleted_at.is_(None))
        .where(tuple_(entry.type, EntryLink.field).in_(by), tuple_(entry.type, EntryText.field).in_(titles))
        .where(EntryText.language.in_([bindparam("language"), entry.language]))
        .order_by(EntryLink.target_id, entry.type, entry.position, entry.id)
    )
    for one in types:
        statement = statement.outerjoin(one.__table__, one.__table__.c.id == entry.id)
    return statement


def related_among(entries: Sequence[EntryFacts], entry_type: type[Entry], language: str) -> RelatedTo:
    """Return what entries of the type are judged with, if all entries of a plan are these."""
    related: RelatedTo = {}
    for name, link in entry_type.judged.by if entry_type.judged else ():
        for entry in entries:
            if entry.type.type_name() == name:
                one = Related(name, entry.title(language), entry.columns)
                for target_id in entry.attached.get(link, ()):
                    related.setdefault(target_id, []).append(one)
    return related
