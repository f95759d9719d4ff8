"""Questions about entries: read as plain rows, one query for each type."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.entries import rules
from ucap.entries.fields import FieldValue, Links
from ucap.entries.models import Entry, EntryLink, EntryText, entry_types, is_column

Texts = Mapping[str, str]


@dataclass(frozen=True)
class EntryFacts:
    """An entry as plain values.

    Attributes:
        language: in which its texts were first written.
        columns: values of the fields that need no translation.
        texts: for each translated field, its text by language.
        links: for each field of links, the ids of the entries linked to, in their order.
    """

    id: UUID
    type: type[Entry]
    position: int
    version: int
    language: str
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    columns: Mapping[str, FieldValue]
    texts: Mapping[str, Texts]
    links: Mapping[str, tuple[UUID, ...]]

    def value(self, name: str, language: str | None = None) -> FieldValue:
        """Return the value of a field: its text in the language, or else as it was first written."""
        if name in self.columns:
            return self.columns[name]
        if isinstance(self.type.fields[name].kind, Links):
            return self.links.get(name, ())
        texts = self.texts.get(name, {})
        return texts.get(language or self.language) or texts.get(self.language)

    def values(self, language: str | None = None) -> dict[str, FieldValue]:
        """Return the values of all fields."""
        return {name: self.value(name, language) for name in self.type.fields}

    @property
    def missing(self) -> list[str]:
        """Return the names of the fields that agreement will need and that are empty."""
        return rules.missing_fields(self.type, self.values())

    def title(self, language: str | None = None) -> str:
        """Return the text by which people name the entry."""
        return str(self.value(self.type.title_field().name, language) or "")


def entries_of_plan(plan_id: UUID, types: Sequence[type[Entry]] | None = None) -> list[EntryFacts]:
    """Return the plan's entries of these types, or of all, in the order of sections and positions."""
    wanted = entry_types() if types is None else types
    texts = _texts_of(plan_id)
    linked = _links_of(plan_id)
    found = []
    for entry_type in wanted:
        for row in session().execute(_statement(entry_type, plan_id)).mappings():
            facts = {name: row[name] for name in _BASE_FACTS}
            columns = {name: row[name] for name, field in entry_type.fields.items() if is_column(field)}
            found.append(
                EntryFacts(**facts, type=entry_type, columns=columns, texts=texts[row["id"]], links=linked[row["id"]])
            )
    return found


_BASE_FACTS = (
    "id",
    "position",
    "version",
    "language",
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
)


def _statement(entry_type: type[Entry], plan_id: UUID) -> Select[*tuple[Any, ...]]:
    creator, changer = aliased(Person), aliased(Person)
    base, own = Entry.__table__.c, entry_type.__table__.c
    return (
        select(
            base.id,
            base.position,
            base.version,
            base.language,
            base.created_at,
            creator.name.label("created_by"),
            base.changed_at,
            changer.name.label("changed_by"),
            *(own[name] for name, field in entry_type.fields.items() if is_column(field)),
        )
        .select_from(Entry.__table__)
        .join(entry_type.__table__, own.id == base.id)
        .join(creator, creator.id == base.created_by_id)
        .join(changer, changer.id == base.changed_by_id)
        .where(base.plan_id == plan_id)
        .order_by(base.position, base.id)
    )


def _texts_of(plan_id: UUID) -> Mapping[UUID, Mapping[str, Texts]]:
    statement = (
        select(EntryText.entry_id, EntryText.field, EntryText.language, EntryText.text)
        .join(Entry.__table__, Entry.__table__.c.id == EntryText.entry_id)
        .where(Entry.__table__.c.plan_id == plan_id)
        .order_by(EntryText.entry_id, EntryText.field, EntryText.language)
    )
    texts: dict[UUID, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in session().execute(statement):
        texts[row.entry_id][row.field][row.language] = row.text
    return texts


def _links_of(plan_id: UUID) -> Mapping[UUID, Mapping[str, tuple[UUID, ...]]]:
    target = aliased(Entry.__table__)
    statement = (
        select(EntryLink.entry_id, EntryLink.field, EntryLink.target_id)
        .join(target, target.c.id == EntryLink.target_id)
        .where(target.c.plan_id == plan_id)
        .order_by(EntryLink.entry_id, EntryLink.field, target.c.position, target.c.id)
    )
    linked: dict[UUID, dict[str, tuple[UUID, ...]]] = defaultdict(dict)
    for row in session().execute(statement):
        linked[row.entry_id][row.field] = (*linked[row.entry_id].get(row.field, ()), row.target_id)
    return linked


def last_position(plan_id: UUID, entry_type: type[Entry]) -> int:
    """Return the position of the last entry of the type; 0 if there is none."""
    statement = select(func.max(Entry.position)).where(Entry.plan_id == plan_id, Entry.type == entry_type.type_name())
    return session().scalar(statement) or 0


def entry_to_change(plan_id: UUID, entry_id: UUID) -> Entry | None:
    """Return the entry of the plan as an object to be changed."""
    return session().scalar(select(Entry).where(Entry.id == entry_id, Entry.plan_id == plan_id))


def texts_to_change(entry_id: UUID, language: str) -> dict[str, EntryText]:
    """Return the entry's texts in one language, by field, as objects to be changed."""
    statement = (
        select(EntryText)
        .where(EntryText.entry_id == entry_id, EntryText.language == language)
        .order_by(EntryText.field)
    )
    return {text.field: text for text in session().scalars(statement)}


def links_to_change(entry_id: UUID) -> list[EntryLink]:
    """Return the entry's links as objects to be changed."""
    statement = select(EntryLink).where(EntryLink.entry_id == entry_id).order_by(EntryLink.field, EntryLink.id)
    return list(session().scalars(statement))


def types_of(plan_id: UUID, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of the types of those of the entries that belong to the plan."""
    statement = select(Entry.id, Entry.type).where(Entry.plan_id == plan_id, Entry.id.in_(entry_ids))
    return {row.id: row.type for row in session().execute(statement.order_by(Entry.id))}
