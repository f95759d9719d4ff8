"""Reading entries as plain rows, one query for each type."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, Uuid, bindparam, or_, select
from sqlalchemy.orm import aliased

from ucap.accounts.models import Person
from ucap.core.database import rows
from ucap.core.languages import day_text
from ucap.directory.models import Term
from ucap.entries import rules
from ucap.entries.fields import FieldValue, Several
from ucap.entries.models import Entry, EntryLink, EntryTerm, EntryText, entry_types, is_column
from ucap.entries.past import Past, past_of
from ucap.history.queries import changes_after, changes_since

Texts = Mapping[str, str]


class Reach(Enum):
    """Which entries a question is about.

    All of a plan that stand, one, one that stands with its parts and theirs, or all that stand in several plans.
    """

    ALL = auto()
    ONE = auto()
    ONE_WITH_PARTS = auto()
    OF_PLANS = auto()


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
    plan_id: UUID
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
        value = self.value(self.type.title_field().name, language)
        return day_text(value, language or self.language) if isinstance(value, date) else str(value or "")


def entries_of_plan(plan_id: UUID, types: Sequence[type[Entry]] | None = None) -> list[EntryFacts]:
    """Return the plan's entries of these types, or of all, in the order of sections and positions."""
    return _entries(plan_id, entry_types() if types is None else types)


def entry_of_plan(plan_id: UUID, entry_type: type[Entry], entry_id: UUID) -> EntryFacts:
    """Return an entry of the plan that is known to be there, whether it stands or is deleted."""
    (found,) = _entries(plan_id, [entry_type], only=entry_id)
    return found


def _entries(plan_id: UUID, types: Sequence[type[Entry]], only: UUID | None = None) -> list[EntryFacts]:
    reach = Reach.ALL if only is None else Reach.ONE
    return list(_type_by_type(types, reach, {"plan_id": plan_id, "only": only}))


def all_entries_of_plans(plan_ids: Sequence[UUID]) -> dict[UUID, list[EntryFacts]]:
    """Return all entries that stand, of many plans at once, for each in the order of sections and positions.

    It takes a question for each type and a few more, which is quicker than one for all types where all are wanted.
    """
    found: dict[UUID, list[EntryFacts]] = {plan_id: [] for plan_id in plan_ids}
    for entry in _type_by_type(entry_types(), Reach.OF_PLANS, {"plan_ids": list(plan_ids)}):
        found[entry.plan_id].append(entry)
    return found


def _type_by_type(types: Sequence[type[Entry]], reach: Reach, given: Mapping[str, object]) -> Iterator[EntryFacts]:
    asked = {**given, "types": tuple(entry_type.type_name() for entry_type in types)}
    texts, attached = _texts_of(asked, reach), _attached_of(asked, reach)
    first_own = len(_BASE_FACTS) - 1
    for entry_type in types:
        columns = columns_of(entry_type)
        for entry_id, *row in rows(_entries_of_type(entry_type, reach), asked):
            facts = dict(zip(_BASE_FACTS[1:], row, strict=False))
            yield EntryFacts(
                id=entry_id,
                **facts,
                type=entry_type,
                columns=dict(zip(columns, row[first_own:], strict=True)),
                texts=texts.get(entry_id, {}),
                attached=attached.get(entry_id, {}),
            )


def entries_with_parts(plan_id: UUID, types: Sequence[type[Entry]], only: UUID | None = None) -> list[EntryFacts]:
    """Return the plan's entries of these types, that stand, or one of them with its parts and theirs.

    However many types there are, it takes four questions.
    """
    reach = Reach.ALL if only is None else Reach.ONE_WITH_PARTS
    return _several(types, reach, {"plan_id": plan_id, "only": only})


def entries_of_plans(plan_ids: Sequence[UUID], types: Sequence[type[Entry]]) -> list[EntryFacts]:
    """Return the entries of these types, that stand, of several plans, in four questions."""
    return _several(types, Reach.OF_PLANS, {"plan_ids": list(plan_ids)})


def _several(types: Sequence[type[Entry]], reach: Reach, given: Mapping[str, object]) -> list[EntryFacts]:
    asked = {**given, "types": tuple(entry_type.type_name() for entry_type in types)}
    texts, attached = _texts_of(asked, reach), _attached_of(asked, reach)
    named = {entry_type.type_name(): entry_type for entry_type in types}
    found = []
    for row in rows(_entries_of_types(tuple(types), reach), asked):
        entry_type = named[row.type]
        own = row._asdict()
        facts: dict[str, Any] = {name: own[name] for name in _BASE_FACTS}
        found.append(
            EntryFacts(
                **facts,
                type=entry_type,
                columns={name: own[f"{row.type}_{name}"] for name in columns_of(entry_type)},
                texts=texts.get(row.id, {}),
                attached=attached.get(row.id, {}),
            )
        )
    return found


_BASE_FACTS = (
    "id",
    "plan_id",
    "position",
    "version",
    "language",
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
)

OF_PLAN = bindparam("plan_id", type_=Uuid())
_OF_TYPES = bindparam("types", expanding=True, type_=String())
_ONLY = bindparam("only", type_=Uuid())
_OF_PLANS = bindparam("plan_ids", expanding=True, type_=Uuid())


@cache
def columns_of(entry_type: type[Entry]) -> list[str]:
    """Return the names of the type's fields that need no translation."""
    return [name for name, field in entry_type.fields.items() if is_column(field)]


@cache
def _entries_of_type(entry_type: type[Entry], reach: Reach) -> Select[*tuple[Any, ...]]:
    """Return the statement that reads a type: building it costs more than the database takes to answer it."""
    creator, changer = aliased(Person), aliased(Person)
    base, mapped = Entry.__table__.c, entry_type.__mapper__.columns
    return (
        select(
            base.id,
            base.plan_id,
            base.position,
            base.version,
            base.language,
            base.created_at,
            creator.name.label("created_by"),
            base.changed_at,
            changer.name.label("changed_by"),
            *(mapped[name] for name in columns_of(entry_type)),
        )
        .select_from(Entry.__table__)
        .join(entry_type.__table__, entry_type.__table__.c.id == base.id)
        .join(creator, creator.id == base.created_by_id)
        .join(changer, changer.id == base.changed_by_id)
        .where(base.type == entry_type.type_name(), *_asked_for(reach))  # for the index begins with plan and type
        .order_by(base.position, base.id)
    )


@cache
def _entries_of_types(types: tuple[type[Entry], ...], reach: Reach) -> Select[*tuple[Any, ...]]:
    """Return the statement that reads several types at once: each row fills the columns of its own."""
    creator, changer = aliased(Person), aliased(Person)
    base = Entry.__table__.c
    own = [
        entry_type.__mapper__.columns[name].label(f"{entry_type.type_name()}_{name}")
        for entry_type in types
        for name in columns_of(entry_type)
    ]
    joined: Any = Entry.__table__
    for entry_type in types:
        joined = joined.outerjoin(entry_type.__table__, entry_type.__table__.c.id == base.id)
    by = (creator.name.label("created_by"), changer.name.label("changed_by"))
    known = [base[name] for name in (*_BASE_FACTS, "type") if name not in {"created_by", "changed_by"}]
    return (
        select(*known, *by, *own)
        .select_from(joined)
        .join(creator, creator.id == base.created_by_id)
        .join(changer, changer.id == base.changed_by_id)
        .where(base.type.in_(_OF_TYPES), *_asked_for(reach))
        .order_by(base.position, base.id)
    )


def _texts_of(asked: Mapping[str, Any], reach: Reach) -> Mapping[UUID, Mapping[str, Texts]]:
    texts: dict[UUID, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for entry_id, name, language, text in rows(_texts(reach), asked):
        texts[entry_id][name][language] = text
    return texts


@cache
def _texts(reach: Reach) -> Select[*tuple[Any, ...]]:
    entry = Entry.__table__.c
    return (
        select(EntryText.entry_id, EntryText.field, EntryText.language, EntryText.text)
        .join(Entry.__table__, entry.id == EntryText.entry_id)
        .where(entry.type.in_(_OF_TYPES), *_asked_for(reach))
        .order_by(EntryText.entry_id, EntryText.field, EntryText.language)
    )


def _attached_of(asked: Mapping[str, Any], reach: Reach) -> Mapping[UUID, Mapping[str, tuple[UUID, ...]]]:
    """Return the entries and terms linked to by entry and field, in the order in which they stand themselves."""
    found: dict[UUID, dict[str, tuple[UUID, ...]]] = {}
    for table in (EntryLink, EntryTerm):
        for entry_id, name, target_id in rows(_attached(table, reach), asked):
            own = found.setdefault(entry_id, {})
            own[name] = (*own.get(name, ()), target_id)
    return found


@cache
def _attached(table: type[EntryLink | EntryTerm], reach: Reach) -> Select[*tuple[Any, ...]]:
    entry = Entry.__table__.c
    target = aliased(Entry.__table__ if table is EntryLink else Term.__table__)
    return (
        select(table.entry_id, table.field, table.target_id)
        .join(Entry.__table__, entry.id == table.entry_id)
        .join(target, target.c.id == table.target_id)
        .where(entry.type.in_(_OF_TYPES), *_asked_for(reach))
        .where(*standing(table, target))
        .order_by(table.entry_id, table.field, target.c.position, target.c.id)
    )


def _asked_for(reach: Reach) -> list[Any]:
    """Return the condition that it is the one entry asked for, even if it is deleted, or else one that stands."""
    entry = Entry.__table__.c
    if reach is Reach.OF_PLANS:
        return [entry.plan_id.in_(_OF_PLANS), entry.deleted_at.is_(None)]
    if reach is Reach.ONE:
        return [entry.plan_id == OF_PLAN, entry.id == _ONLY]
    standing_ones: list[Any] = [entry.plan_id == OF_PLAN, entry.deleted_at.is_(None)]
    return standing_ones if reach is Reach.ALL else [*standing_ones, _is_it_or_a_part()]


def _is_it_or_a_part() -> Any:  # noqa: ANN401 - of SQLAlchemy
    """Return the condition that it is the entry asked for, a part of it, or a part of one of its parts."""
    entry = Entry.__table__.c
    part, part_of_part = aliased(EntryLink.__table__), aliased(EntryLink.__table__)
    names = sorted({entry_type.part_of for entry_type in entry_types() if entry_type.part_of})
    is_part = (part.c.target_id == _ONLY, part.c.field.in_(names))
    parts = select(part.c.entry_id).where(*is_part)
    deeper = (
        select(part_of_part.c.entry_id)
        .join(part, part.c.entry_id == part_of_part.c.target_id)
        .where(part_of_part.c.field.in_(names), *is_part)
    )
    return or_(entry.id == _ONLY, entry.id.in_(parts), entry.id.in_(deeper))


def standing(table: type[EntryLink | EntryTerm], target: Any) -> list[Any]:  # noqa: ANN401 - an alias of either table
    """Return the condition that an entry linked to is not deleted; its links wait until it is brought back."""
    return [target.c.deleted_at.is_(None)] if table is EntryLink else []


def values_at(plan_id: UUID, entry: EntryFacts, version: int) -> dict[str, FieldValue]:
    """Return the values that the entry had in a version; none before the first."""
    changes = changes_since(plan_id, entry.id, version)
    return dict(past_of(entry.type, entry.language, entry.values(), changes).values)


def past_of_entry(plan_id: UUID, entry: EntryFacts, number: int) -> Past:
    """Return what the entry was after the event of this number."""
    changes = changes_after(plan_id, number, record_id=entry.id)
    return past_of(entry.type, entry.language, entry.values(), changes)
