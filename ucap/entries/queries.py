"""Questions about entries: read as plain rows, one query for each type."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import aliased

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.directory.models import Term
from ucap.entries import rules
from ucap.entries.fields import FieldValue, Several
from ucap.entries.models import Entry, EntryLink, EntryTerm, EntryText, entry_types, is_column

Texts = Mapping[str, str]


@dataclass(frozen=True)
class EntryFacts:
    """An entry as plain values.

    Attributes:
        language: in which its texts were first written.
        columns: values of the fields that need no translation.
        texts: for each translated field, its text by language.
        attached: for each field of links or terms, the ids of the entries or terms, in their order.
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
    attached: Mapping[str, tuple[UUID, ...]]

    def value(self, name: str, language: str | None = None) -> FieldValue:
        """Return the value of a field: its text in the language, or else as it was first written."""
        if name in self.columns:
            return self.columns[name]
        if isinstance(self.type.fields[name].kind, Several):
            return self.attached.get(name, ())
        texts = self.texts.get(name, {})
        return texts.get(language or self.language) or texts.get(self.language)

    def values(self, language: str | None = None) -> dict[str, FieldValue]:
        """Return the values of all fields."""
        return {name: self.value(name, language) for name in self.type.fields}

    @property
    def place_id(self) -> UUID | None:
        """Return the place the entry belongs to; None for joint entries."""
        place_id = self.columns.get("place_id")
        return place_id if isinstance(place_id, UUID) else None

    @property
    def missing(self) -> list[str]:
        """Return the names of the fields that agreement will need and that are empty."""
        return rules.missing_fields(self.type, self.values())

    def title(self, language: str | None = None) -> str:
        """Return the text by which people name the entry."""
        return str(self.value(self.type.title_field().name, language) or "")


@dataclass(frozen=True)
class EntryName:
    """What an entry is called, where only that is needed."""

    id: UUID
    type: type[Entry]
    place_id: UUID | None
    language: str
    title: str
    is_deleted: bool = False


def entries_of_plan(plan_id: UUID, types: Sequence[type[Entry]] | None = None) -> list[EntryFacts]:
    """Return the plan's entries of these types, or of all, in the order of sections and positions."""
    wanted = entry_types() if types is None else types
    entry = Entry.__table__.c
    names = [entry_type.type_name() for entry_type in wanted]
    return _entries(wanted, [entry.plan_id == plan_id, entry.type.in_(names), entry.deleted_at.is_(None)])


def entry_of_plan(plan_id: UUID, entry_type: type[Entry], entry_id: UUID) -> EntryFacts:
    """Return an entry of the plan that is known to be there, whether it stands or is deleted."""
    entry = Entry.__table__.c
    (found,) = _entries([entry_type], [entry.plan_id == plan_id, entry.id == entry_id])
    return found


_Conditions = Sequence[ColumnElement[bool]]


def _entries(types: Sequence[type[Entry]], conditions: _Conditions) -> list[EntryFacts]:
    texts = _texts_of(conditions)
    attached = {**_attached_of(conditions, EntryLink), **_attached_of(conditions, EntryTerm)}
    found = []
    for entry_type in types:
        columns = [name for name, field in entry_type.fields.items() if is_column(field)]
        for row in session().execute(_statement(entry_type, columns, conditions)).mappings():
            facts = {name: row[name] for name in _BASE_FACTS}
            own = {name: row[name] for name in columns}
            several = {name: attached[row["id"], name] for name in entry_type.fields if (row["id"], name) in attached}
            found.append(EntryFacts(**facts, type=entry_type, columns=own, texts=texts[row["id"]], attached=several))
    return found


_BASE_FACTS = ("id", "position", "version", "language", "created_at", "created_by", "changed_at", "changed_by")


def _statement(entry_type: type[Entry], columns: Sequence[str], conditions: _Conditions) -> Select[*tuple[Any, ...]]:
    creator, changer = aliased(Person), aliased(Person)
    base, mapped = Entry.__table__.c, entry_type.__mapper__.columns
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
            *(mapped[name] for name in columns),
        )
        .select_from(Entry.__table__)
        .join(entry_type.__table__, entry_type.__table__.c.id == base.id)
        .join(creator, creator.id == base.created_by_id)
        .join(changer, changer.id == base.changed_by_id)
        .where(*conditions)
        .order_by(base.position, base.id)
    )


def _texts_of(conditions: _Conditions) -> Mapping[UUID, Mapping[str, Texts]]:
    entry = Entry.__table__.c
    statement = (
        select(EntryText.entry_id, EntryText.field, EntryText.language, EntryText.text)
        .join(Entry.__table__, entry.id == EntryText.entry_id)
        .where(*conditions)
        .order_by(EntryText.entry_id, EntryText.field, EntryText.language)
    )
    texts: dict[UUID, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in session().execute(statement):
        texts[row.entry_id][row.field][row.language] = row.text
    return texts


def _attached_of(
    conditions: _Conditions, table: type[EntryLink | EntryTerm]
) -> Mapping[tuple[UUID, str], tuple[UUID, ...]]:
    """Return the targets by entry and field, in the order in which they stand themselves."""
    entry = Entry.__table__.c
    target = aliased(Entry.__table__ if table is EntryLink else Term.__table__)
    statement = (
        select(table.entry_id, table.field, table.target_id)
        .join(Entry.__table__, entry.id == table.entry_id)
        .join(target, target.c.id == table.target_id)
        .where(*conditions, *_standing(table, target))
        .order_by(table.entry_id, table.field, target.c.position, target.c.id)
    )
    found: dict[tuple[UUID, str], tuple[UUID, ...]] = {}
    for row in session().execute(statement):
        found[row.entry_id, row.field] = (*found.get((row.entry_id, row.field), ()), row.target_id)
    return found


def _standing(table: type[EntryLink | EntryTerm], target: Any) -> list[Any]:  # noqa: ANN401 - an alias of either table
    """Return the condition that an entry linked to is not deleted; its links wait until it is brought back."""
    return [target.c.deleted_at.is_(None)] if table is EntryLink else []


def names_of_plan(plan_id: UUID, language: str, *, with_deleted: bool = False) -> list[EntryName]:
    """Return what the entries of the plan are called, in the language if the title has it."""
    titled = {entry_type.type_name(): entry_type for entry_type in entry_types()}
    entry = Entry.__table__.c
    statement = (
        select(
            entry.id,
            entry.type,
            entry.place_id,
            entry.language,
            EntryText.language.label("of"),
            EntryText.text,
            entry.deleted_at,
        )
        .join(EntryText, EntryText.entry_id == entry.id)
        .where(entry.plan_id == plan_id, EntryText.language.in_({language, entry.language}))
        .where(tuple_(entry.type, EntryText.field).in_([(name, t.title_field().name) for name, t in titled.items()]))
        .order_by(entry.type, entry.position, entry.id)
    )
    if not with_deleted:
        statement = statement.where(entry.deleted_at.is_(None))
    names: dict[UUID, EntryName] = {}
    for row in session().execute(statement):
        if row.id not in names or row.of == language:
            is_deleted = row.deleted_at is not None
            names[row.id] = EntryName(row.id, titled[row.type], row.place_id, row.language, row.text, is_deleted)
    return list(names.values())


@dataclass(frozen=True)
class Deletion:
    """When an entry was deleted, and by whom."""

    entry_id: UUID
    at: datetime
    by: str


def deletions_of_plan(plan_id: UUID) -> list[Deletion]:
    """Return the deletions of the plan's entries that are still deleted, newest first."""
    entry = Entry.__table__.c
    statement = (
        select(entry.id, entry.deleted_at, Person.name)
        .join(Person, Person.id == entry.deleted_by_id)
        .where(entry.plan_id == plan_id)
        .order_by(entry.deleted_at.desc(), entry.id)
    )
    return [Deletion(*row) for row in session().execute(statement)]


@dataclass(frozen=True)
class EntryHead:
    """What the task list needs to know of an entry; attributes as in `Entry`."""

    id: UUID
    type: type[Entry]
    place_id: UUID | None
    shortcomings: Sequence[Sequence[str]]
    written_by: Sequence[int]
    changed_at: datetime
    changed_by: str


def heads_of_plan(plan_id: UUID) -> list[EntryHead]:
    """Return the heads of all entries of the plan, in one query."""
    entry = Entry.__table__.c
    statement = (
        select(
            entry.id,
            entry.type,
            entry.place_id,
            entry.shortcomings,
            entry.written_by,
            entry.changed_at,
            Person.name,
        )
        .join(Person, Person.id == entry.changed_by_id)
        .where(entry.plan_id == plan_id, entry.deleted_at.is_(None))
        .order_by(entry.type, entry.position, entry.id)
    )
    named = {entry_type.type_name(): entry_type for entry_type in entry_types()}
    return [EntryHead(row.id, named[row.type], *row[2:]) for row in session().execute(statement)]


def plans_with_entries() -> list[UUID]:
    """Return the ids of the plans that have entries."""
    return list(session().scalars(select(Entry.plan_id).distinct().order_by(Entry.plan_id)))


def links_of_plan(plan_id: UUID) -> list[tuple[UUID, str, UUID]]:
    """Return the links between the plan's entries: from which one, in which field, to which one."""
    entry, target = Entry.__table__.c, aliased(Entry.__table__)
    statement = (
        select(EntryLink.entry_id, EntryLink.field, EntryLink.target_id)
        .join(Entry.__table__, entry.id == EntryLink.entry_id)
        .join(target, target.c.id == EntryLink.target_id)
        .where(entry.plan_id == plan_id, entry.deleted_at.is_(None), target.c.deleted_at.is_(None))
        .order_by(EntryLink.entry_id, EntryLink.field, EntryLink.target_id)
    )
    return [(row.entry_id, row.field, row.target_id) for row in session().execute(statement)]


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
        statement = statement.join(target, target.c.id == table.target_id).where(*_standing(table, target))
    return list(session().scalars(statement))


def types_of(plan_id: UUID, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of the types of those of the entries that stand in the plan."""
    statement = select(Entry.id, Entry.type).where(
        Entry.plan_id == plan_id, Entry.id.in_(entry_ids), Entry.deleted_at.is_(None)
    )
    return {row.id: row.type for row in session().execute(statement.order_by(Entry.id))}
