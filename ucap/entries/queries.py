"""Questions about entries: read as plain rows, one query for each type."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, Uuid, and_, bindparam, false, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.directory.models import Term
from ucap.directory.queries import TermFacts
from ucap.entries import rules
from ucap.entries.fields import FieldValue, Several
from ucap.entries.models import Entry, EntryLink, EntryTerm, EntryText, entry_types, is_column
from ucap.entries.past import Past, past_of
from ucap.history.queries import changes_after, changes_since
from ucap.pairings.models import Pairing, Plan

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
    is_deleted: bool = field(default=False, kw_only=True)


def entries_of_plan(plan_id: UUID, types: Sequence[type[Entry]] | None = None) -> list[EntryFacts]:
    """Return the plan's entries of these types, or of all, in the order of sections and positions."""
    return _entries(plan_id, entry_types() if types is None else types)


def entry_of_plan(plan_id: UUID, entry_type: type[Entry], entry_id: UUID) -> EntryFacts:
    """Return an entry of the plan that is known to be there, whether it stands or is deleted."""
    (found,) = _entries(plan_id, [entry_type], only=entry_id)
    return found


def _entries(plan_id: UUID, types: Sequence[type[Entry]], only: UUID | None = None) -> list[EntryFacts]:
    names = tuple(entry_type.type_name() for entry_type in types)
    asked = {"plan_id": plan_id, "types": names, "only": only}
    texts = _texts_of(asked)
    attached = _attached_of(asked)
    found = []
    for entry_type in types:
        columns = _columns_of(entry_type)
        first_own = len(_BASE_FACTS)
        for row in session().execute(_entries_of_type(entry_type, is_one=only is not None), asked):
            facts = dict(zip(_BASE_FACTS, row, strict=False))
            found.append(
                EntryFacts(
                    **facts,
                    type=entry_type,
                    columns=dict(zip(columns, row[first_own:], strict=True)),
                    texts=texts.get(row.id, {}),
                    attached=attached.get(row.id, {}),
                )
            )
    return found


_BASE_FACTS = ("id", "position", "version", "language", "created_at", "created_by", "changed_at", "changed_by")

_OF_PLAN = bindparam("plan_id", type_=Uuid())
_OF_TYPES = bindparam("types", expanding=True, type_=String())
_ONLY = bindparam("only", type_=Uuid())


@cache
def _columns_of(entry_type: type[Entry]) -> list[str]:
    return [name for name, field in entry_type.fields.items() if is_column(field)]


@cache
def _entries_of_type(entry_type: type[Entry], *, is_one: bool) -> Select[*tuple[Any, ...]]:
    """Return the statement that reads a type: building it costs more than the database takes to answer it."""
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
            *(mapped[name] for name in _columns_of(entry_type)),
        )
        .select_from(Entry.__table__)
        .join(entry_type.__table__, entry_type.__table__.c.id == base.id)
        .join(creator, creator.id == base.created_by_id)
        .join(changer, changer.id == base.changed_by_id)
        .where(base.plan_id == _OF_PLAN, *_asked_for(is_one=is_one))
        .order_by(base.position, base.id)
    )


def _texts_of(asked: Mapping[str, Any]) -> Mapping[UUID, Mapping[str, Texts]]:
    texts: dict[UUID, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for entry_id, name, language, text in session().execute(_texts(is_one=asked["only"] is not None), asked):
        texts[entry_id][name][language] = text
    return texts


@cache
def _texts(*, is_one: bool) -> Select[*tuple[Any, ...]]:
    entry = Entry.__table__.c
    return (
        select(EntryText.entry_id, EntryText.field, EntryText.language, EntryText.text)
        .join(Entry.__table__, entry.id == EntryText.entry_id)
        .where(entry.plan_id == _OF_PLAN, entry.type.in_(_OF_TYPES), *_asked_for(is_one=is_one))
        .order_by(EntryText.entry_id, EntryText.field, EntryText.language)
    )


def _attached_of(asked: Mapping[str, Any]) -> Mapping[UUID, Mapping[str, tuple[UUID, ...]]]:
    """Return the entries and terms linked to by entry and field, in the order in which they stand themselves."""
    found: dict[UUID, dict[str, tuple[UUID, ...]]] = {}
    for table in (EntryLink, EntryTerm):
        for entry_id, name, target_id in session().execute(_attached(table, is_one=asked["only"] is not None), asked):
            own = found.setdefault(entry_id, {})
            own[name] = (*own.get(name, ()), target_id)
    return found


@cache
def _attached(table: type[EntryLink | EntryTerm], *, is_one: bool) -> Select[*tuple[Any, ...]]:
    entry = Entry.__table__.c
    target = aliased(Entry.__table__ if table is EntryLink else Term.__table__)
    return (
        select(table.entry_id, table.field, table.target_id)
        .join(Entry.__table__, entry.id == table.entry_id)
        .join(target, target.c.id == table.target_id)
        .where(entry.plan_id == _OF_PLAN, entry.type.in_(_OF_TYPES), *_asked_for(is_one=is_one))
        .where(*_standing(table, target))
        .order_by(table.entry_id, table.field, target.c.position, target.c.id)
    )


def _asked_for(*, is_one: bool) -> list[Any]:
    """Return the condition that it is the one entry asked for, even if it is deleted, or else one that stands."""
    entry = Entry.__table__.c
    return [entry.id == _ONLY] if is_one else [entry.deleted_at.is_(None)]


def _standing(table: type[EntryLink | EntryTerm], target: Any) -> list[Any]:  # noqa: ANN401 - an alias of either table
    """Return the condition that an entry linked to is not deleted; its links wait until it is brought back."""
    return [target.c.deleted_at.is_(None)] if table is EntryLink else []


def values_at(plan_id: UUID, entry: EntryFacts, version: int) -> dict[str, FieldValue]:
    """Return the values that the entry had in a version; none before the first."""
    changes = changes_since(plan_id, entry.id, version)
    return dict(past_of(entry.type, entry.language, entry.values(), changes).values)


def names_of_plan(plan_id: UUID, language: str, *, with_deleted: bool = False) -> list[EntryName]:
    """Return what the entries of the plan are called, in the language if the title has it."""
    titled = {entry_type.type_name(): entry_type for entry_type in entry_types()}
    names: dict[UUID, EntryName] = {}
    asked = {"plan_id": plan_id, "language": language}
    for row in session().execute(_names(with_deleted=with_deleted), asked):
        if row.id not in names or row.of == language:
            is_deleted = row.deleted_at is not None
            names[row.id] = EntryName(
                row.id, titled[row.type], row.place_id, row.language, row.text, is_deleted=is_deleted
            )
    return list(names.values())


@cache
def _names(*, with_deleted: bool) -> Select[*tuple[Any, ...]]:
    entry = Entry.__table__.c
    statement = (
        select(
            entry.id,
            entry.type,
            entry.place_id,
            entry.language,
            entry.deleted_at,
            EntryText.language.label("of"),
            EntryText.text,
        )
        .join(EntryText, EntryText.entry_id == entry.id)
        .where(entry.plan_id == _OF_PLAN, EntryText.language.in_([bindparam("language"), entry.language]))
        .where(tuple_(entry.type, EntryText.field).in_(_titles()))
        .order_by(entry.type, entry.position, entry.id)
    )
    return statement if with_deleted else statement.where(entry.deleted_at.is_(None))


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
class EntryHead(EntryName):
    """What rules and the task list need to know of an entry; other attributes as in `Entry`.

    Attributes:
        is_over: whether it stands where nothing need follow from it, as its type declares.
    """

    shortcomings: Sequence[Sequence[str]]
    written_by: Sequence[int]
    changed_at: datetime
    changed_by: str
    is_over: bool


def heads_of_plan(plan_id: UUID, language: str) -> list[EntryHead]:
    """Return the heads of all entries of the plan, in one query; titles in the language if they have it."""
    named = {entry_type.type_name(): entry_type for entry_type in entry_types()}
    heads: dict[UUID, EntryHead] = {}
    for row in session().execute(_heads(), {"plan_id": plan_id, "language": language}):
        if row.id not in heads or row.of == language:
            heads[row.id] = EntryHead(
                row.id,
                named[row.type],
                row.place_id,
                row.language,
                row.text,
                row.shortcomings,
                row.written_by,
                row.changed_at,
                row.name,
                is_over=bool(row.is_over),
            )
    return list(heads.values())


@cache
def _heads() -> Select[*tuple[Any, ...]]:
    entry, types = Entry.__table__.c, entry_types()
    over = [one.__table__.c[one.over[0]] == one.over[1] for one in types if one.over]
    statement = (
        select(
            entry.id,
            entry.type,
            entry.place_id,
            entry.language,
            EntryText.text,
            entry.shortcomings,
            entry.written_by,
            entry.changed_at,
            Person.name,
            or_(false(), *over).label("is_over"),
            EntryText.language.label("of"),
        )
        .join(Person, Person.id == entry.changed_by_id)
        .join(EntryText, EntryText.entry_id == entry.id)
        .where(entry.plan_id == _OF_PLAN, entry.deleted_at.is_(None))
        .where(EntryText.language.in_([bindparam("language"), entry.language]))
        .where(tuple_(entry.type, EntryText.field).in_(_titles()))
        .order_by(entry.type, entry.position, entry.id)
    )
    for entry_type in types:
        if entry_type.over:
            statement = statement.outerjoin(entry_type.__table__, entry_type.__table__.c.id == entry.id)
    return statement


def _titles() -> list[tuple[str, str]]:
    """Return the field that names an entry, of each type."""
    return [(entry_type.type_name(), entry_type.title_field().name) for entry_type in entry_types()]


def plans_with_entries() -> list[UUID]:
    """Return the ids of the plans that have entries."""
    return list(session().scalars(select(Entry.plan_id).distinct().order_by(Entry.plan_id)))


def links_of_plan(plan_id: UUID) -> list[tuple[UUID, str, UUID]]:
    """Return the links between the plan's entries: from which one, in which field, to which one."""
    return [(row.entry_id, row.field, row.target_id) for row in session().execute(_links(), {"plan_id": plan_id})]


@cache
def _links() -> Select[*tuple[Any, ...]]:
    entry, target = Entry.__table__.c, aliased(Entry.__table__)
    return (
        select(EntryLink.entry_id, EntryLink.field, EntryLink.target_id)
        .join(Entry.__table__, entry.id == EntryLink.entry_id)
        .join(target, target.c.id == EntryLink.target_id)
        .where(entry.plan_id == _OF_PLAN, entry.deleted_at.is_(None), target.c.deleted_at.is_(None))
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


def past_of_entry(plan_id: UUID, entry: EntryFacts, number: int) -> Past:
    """Return what the entry was after the event of this number."""
    changes = changes_after(plan_id, number, record_id=entry.id)
    return past_of(entry.type, entry.language, entry.values(), changes)


def ids_of_entries(
    plan_id: UUID, types: Sequence[type[Entry]] | None = None, entry_id: UUID | None = None
) -> Select[UUID]:
    """Return what selects the ids of the plan's entries of these types, or of this one; deleted ones included."""
    statement = select(Entry.id).where(Entry.plan_id == plan_id)
    if types is not None:
        statement = statement.where(Entry.type.in_([entry_type.type_name() for entry_type in types]))
    return statement if entry_id is None else statement.where(Entry.id == entry_id)


def last_position(plan_id: UUID, entry_type: type[Entry]) -> int:
    """Return the position of the last entry of the type that is not deleted; 0 if there is none."""
    statement = select(func.max(Entry.position)).where(
        Entry.plan_id == plan_id, Entry.type == entry_type.type_name(), Entry.deleted_at.is_(None)
    )
    return session().scalar(statement) or 0


def added_with(entry_id: UUID) -> list[UUID]:
    """Return the ids of the entries that were added together with this one, itself included, in their order."""
    one = aliased(Entry.__table__)
    entry = Entry.__table__.c
    together = (entry.plan_id == one.c.plan_id, entry.type == one.c.type, entry.created_at == one.c.created_at)
    statement = (
        select(entry.id)
        .join(one, and_(*together, entry.created_by_id == one.c.created_by_id))
        .where(one.c.id == entry_id)
        .order_by(entry.position, entry.id)
    )
    return list(session().scalars(statement))


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


def themes_of_plan(plan_id: UUID) -> list[TermFacts]:
    """Return the theme of the plan's pairing, and those of the same vocabulary that its entries have chosen."""
    themes = [TermFacts(*row) for row in session().execute(_themes(), {"plan_id": plan_id})]
    return sorted(themes, key=lambda term: term.code)


@cache
def _themes() -> Select[*tuple[Any, ...]]:
    theme, entry = aliased(Term), Entry.__table__.c
    return (
        select(Term.id, Term.scheme, Term.code, Term.label)
        .join(theme, theme.scheme == Term.scheme)
        .join(Pairing, Pairing.theme_id == theme.id)
        .join(Plan, Plan.pairing_id == Pairing.id)
        .outerjoin(EntryTerm, EntryTerm.target_id == Term.id)
        .outerjoin(Entry.__table__, (entry.id == EntryTerm.entry_id) & (entry.plan_id == _OF_PLAN))
        .where(Plan.id == _OF_PLAN)
        .where((Term.id == theme.id) | ((entry.id.is_not(None)) & (entry.deleted_at.is_(None))))
        .distinct()
        .order_by(Term.id)
    )


def types_of(plan_id: UUID, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of the types of those of the entries that stand in the plan."""
    statement = select(Entry.id, Entry.type).where(
        Entry.plan_id == plan_id, Entry.id.in_(entry_ids), Entry.deleted_at.is_(None)
    )
    return {row.id: row.type for row in session().execute(statement.order_by(Entry.id))}
