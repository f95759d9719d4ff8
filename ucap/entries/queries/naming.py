"""What entries are called, and what is kept with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from ucap.accounts.models import Person
from ucap.core.database import rows, session
from ucap.core.languages import day_text
from ucap.directory.models import Organisation, Term, TermLabel
from ucap.directory.queries import TermFacts, tags_of, term_facts, with_labels
from ucap.entries.fields import Day, OrganisationOfPlan
from ucap.entries.models import Entry, EntryTerm, EntryText, entry_type_named, entry_types, is_column
from ucap.entries.queries.linking import linked_types
from ucap.entries.queries.reading import OF_PLAN
from ucap.pairings.models import Pairing, Plan

_ENTRY = bindparam("entry_id", type_=Uuid())


@dataclass(frozen=True)
class EntryName:
    """What an entry is called, where only that is needed."""

    id: UUID
    type: type[Entry]
    place_id: UUID | None
    language: str
    title: str
    is_deleted: bool = field(default=False, kw_only=True)


def names_of_plan(
    plan_id: UUID, language: str, *, types: Sequence[type[Entry]] | None = None, with_deleted: bool = False
) -> list[EntryName]:
    """Return what the entries of the plan are called, or those of these types, in the language if the title has it."""
    wanted = tuple(entry_types() if types is None else types)
    names = _read_names(_names(wanted), {"plan_id": plan_id, "language": language}) if wanted else []
    return names if with_deleted else [name for name in names if not name.is_deleted]


def names_about(plan_id: UUID, entry_id: UUID, language: str) -> list[EntryName]:
    """Return what an entry is called, and those to which it may link; deleted ones included.

    A plan has hundreds of readings, and who looks at one entry need not know what all of them are called.
    """
    name = type_of(plan_id, entry_id)
    asked = {"plan_id": plan_id, "language": language, "entry_id": entry_id}
    return _read_names(_names_about(entry_type_named(name)), asked) if name else []


def names_of_entries(plan_id: UUID, entry_ids: Sequence[UUID], language: str) -> list[EntryName]:
    """Return what these entries of the plan are called that stand in it; nothing is asked if there are none."""
    asked = {"plan_id": plan_id, "language": language, "entry_ids": entry_ids}
    return [name for name in _read_names(_names_of_entries(), asked) if not name.is_deleted] if entry_ids else []


def type_of(plan_id: UUID, entry_id: UUID) -> str | None:
    """Return the name of the type of the plan's entry, deleted or not."""
    found = rows(_type_of(), {"plan_id": plan_id, "entry_id": entry_id})
    return found[0].type if found else None


@cache
def _type_of() -> Select[str]:
    entry = Entry.__table__.c
    return select(entry.type).where(entry.id == _ENTRY, entry.plan_id == OF_PLAN)


def _read_names(statement: Select[*tuple[Any, ...]], asked: Mapping[str, object]) -> list[EntryName]:
    titled = {entry_type.type_name(): entry_type for entry_type in entry_types()}
    language = str(asked["language"])
    names: dict[UUID, EntryName] = {}
    for row in rows(statement, asked):
        if row.id not in names or row.of == language:
            entry_type, is_deleted = titled[row.type], row.deleted_at is not None
            title = _title(entry_type, row.text, language)
            names[row.id] = EntryName(row.id, entry_type, row.place_id, row.language, title, is_deleted=is_deleted)
    return list(names.values())


def _title(entry_type: type[Entry], text: str, language: str) -> str:
    """Return what names an entry, a day as people write it."""
    is_day = isinstance(entry_type.title_field().kind, Day)
    return day_text(date.fromisoformat(text), language) if is_day and text else text


@cache
def _names_about(entry_type: type[Entry]) -> Select[*tuple[Any, ...]]:
    linked = linked_types(entry_type)
    is_near = or_(Entry.id == _ENTRY, Entry.type.in_([one.type_name() for one in linked]))
    return _names_where(list(dict.fromkeys([entry_type, *linked])), and_(Entry.plan_id == OF_PLAN, is_near))


@cache
def _names_of_entries() -> Select[*tuple[Any, ...]]:
    wanted = Entry.id.in_(bindparam("entry_ids", expanding=True, type_=Uuid()))
    return _names_where(entry_types(), and_(Entry.plan_id == OF_PLAN, wanted))


@cache
def _names(types: tuple[type[Entry], ...]) -> Select[*tuple[Any, ...]]:
    return _names_where(types, Entry.plan_id == OF_PLAN)


def _names_where(types: Sequence[type[Entry]], condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Ask for the names of the entries for which the condition holds; all of them are of these types."""
    entry = Entry.__table__.c
    base = (entry.id, entry.type, entry.place_id, entry.language, entry.deleted_at, entry.position)
    by_text = (
        select(*base, EntryText.language.label("of"), EntryText.text)
        .join(EntryText, EntryText.entry_id == entry.id)
        .where(condition, EntryText.language.in_([bindparam("language"), entry.language]))
        .where(tuple_(entry.type, EntryText.field).in_(_titles(types)))
    )
    by_column = [
        select(*base, entry.language, cast(entry_type.__table__.c[entry_type.title_field().name], String))
        .join(entry_type.__table__, entry_type.__table__.c.id == entry.id)
        .where(condition)
        for entry_type in types
        if is_column(entry_type.title_field())
    ]
    named = union_all(by_text, *by_column).subquery("named").c
    return select(*named).order_by(named.type, named.position, named.id)


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
    return [Deletion(*row) for row in rows(statement)]


@dataclass(frozen=True)
class EntryHead(EntryName):
    """What rules and the task list need to know of an entry; other attributes as in `Entry`.

    Attributes:
        is_over: whether it stands where nothing need follow from it, as its type declares.
        stands: the value of the field that says so, as it is kept; None if it is empty or its type has none.
    """

    shortcomings: Sequence[Sequence[str]]
    written_by: Sequence[int]
    changed_at: datetime
    changed_by: str
    is_over: bool
    stands: str | None = None


def heads_of_plan(plan_id: UUID, language: str) -> list[EntryHead]:
    """Return the heads of the plan's entries, in one query; titles in the language if they have it.

    Those that are parts of others are left out: what they are is judged with the whole.
    """
    named = {entry_type.type_name(): entry_type for entry_type in entry_types()}
    heads: dict[UUID, EntryHead] = {}
    for row in rows(_heads(), {"plan_id": plan_id, "language": language}):
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
                is_over=row.stands is not None and row.stands == _over(row.type),
                stands=row.stands,
            )
    return list(heads.values())


@cache
def _heads() -> Select[*tuple[Any, ...]]:
    entry, types = Entry.__table__.c, [entry_type for entry_type in entry_types() if not entry_type.part_of]
    stands = [cast(one.__table__.c[one.over[0]], String) for one in types if one.over]
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
            func.coalesce(*stands, null()).label("stands"),
            EntryText.language.label("of"),
        )
        .join(Person, Person.id == entry.changed_by_id)
        .join(EntryText, EntryText.entry_id == entry.id)
        .where(entry.plan_id == OF_PLAN, entry.deleted_at.is_(None))
        .where(EntryText.language.in_([bindparam("language"), entry.language]))
        .where(tuple_(entry.type, EntryText.field).in_(_titles(types)))
        .order_by(entry.type, entry.position, entry.id)
    )
    for entry_type in types:
        if entry_type.over:
            statement = statement.outerjoin(entry_type.__table__, entry_type.__table__.c.id == entry.id)
    return statement


@cache
def _over(type_name: str) -> str | None:
    """Return the value that says that nothing need follow from an entry of the type; None if it has none."""
    over = entry_type_named(type_name).over
    return str(over[1]) if over else None


def _titles(types: Sequence[type[Entry]]) -> list[tuple[str, str]]:
    """Return the field that names an entry, of each type."""
    return [(entry_type.type_name(), entry_type.title_field().name) for entry_type in types]


def plans_with_entries() -> list[UUID]:
    """Return the ids of the plans that have entries."""
    return list(session().scalars(select(Entry.plan_id).distinct().order_by(Entry.plan_id)))


def ids_of_entries(
    plan_id: UUID, types: Sequence[type[Entry]] | None = None, entry_id: UUID | None = None
) -> Select[UUID]:
    """Return what selects the ids of the plan's entries of these types, or of this one; deleted ones included."""
    statement = select(Entry.id).where(Entry.plan_id == plan_id)
    if types is not None:
        statement = statement.where(Entry.type.in_([entry_type.type_name() for entry_type in types]))
    return statement if entry_id is None else statement.where(Entry.id == entry_id)


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


def organisations_in(plan_id: UUID, types: Collection[type[Entry]]) -> dict[UUID, str]:
    """Return what the organisations are called of which entries of the plan speak, if entries of these types can."""
    names: dict[UUID, str] = {}
    for entry_type in types:
        for field_name, declared in entry_type.fields.items():
            if isinstance(declared.kind, OrganisationOfPlan):
                names |= {
                    row.id: row.name for row in rows(_organisations(entry_type, field_name), {"plan_id": plan_id})
                }
    return names


@cache
def _organisations(entry_type: type[Entry], field_name: str) -> Select[*tuple[Any, ...]]:
    entry, own = Entry.__table__.c, entry_type.__table__.c
    return (
        select(Organisation.id, Organisation.name)
        .join(entry_type.__table__, own[field_name] == Organisation.id)
        .join(Entry.__table__, entry.id == own.id)
        .where(entry.plan_id == OF_PLAN)
        .distinct()
        .order_by(Organisation.name, Organisation.id)
    )


def themes_of_plan(plan_id: UUID, language: str) -> list[TermFacts]:
    """Return the theme of the plan's pairing, and those of the same vocabulary that its entries have chosen."""
    asked = {"plan_id": plan_id, "languages": tags_of(language)}
    return sorted(term_facts(rows(_themes(), asked)), key=lambda term: term.code)


@cache
def _themes() -> Select[*tuple[Any, ...]]:
    theme, entry = aliased(Term), Entry.__table__.c
    return (
        with_labels()
        .join(theme, theme.scheme == Term.scheme)
        .join(Pairing, Pairing.theme_id == theme.id)
        .join(Plan, Plan.pairing_id == Pairing.id)
        .outerjoin(EntryTerm, EntryTerm.target_id == Term.id)
        .outerjoin(Entry.__table__, (entry.id == EntryTerm.entry_id) & (entry.plan_id == OF_PLAN))
        .where(Plan.id == OF_PLAN)
        .where((Term.id == theme.id) | ((entry.id.is_not(None)) & (entry.deleted_at.is_(None))))
        .distinct()
        .order_by(Term.id, TermLabel.language)
    )
