"""Tables of entries, and the helpers with which an entry type is declared."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, TypedDict, TypeVar, Unpack
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, inspect
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from ucap.core.database import ExactNumber, Model, MoneyText, choice_type, key
from ucap.core.money import Money
from ucap.core.text import Message, counted, message
from ucap.entries.fields import (
    PARTS,
    Amount,
    Check,
    Choice,
    Choices,
    Day,
    Field,
    Kind,
    Line,
    Links,
    Number,
    OrganisationOfPlan,
    Part,
    PlaceOfPlan,
    Prose,
    Several,
    SideOfPlan,
    Terms,
)
from ucap.entries.judging import Judged
from ucap.history.models import POSITION, Tracked

_Choices = TypeVar("_Choices", bound=Choices)


class FieldOptions(TypedDict, total=False):
    """What every declaration of a field may say; meanings as in `Field`."""

    help: Message
    example: Message
    group: Message
    is_essential: bool
    is_needed: bool
    is_running: bool
    is_badge: bool
    names_people: bool
    is_given: bool
    note_of: str


class DeclaredBeside:
    """A field whose values lie in a table of their own: translatable texts, links and terms."""

    def __init__(self, field: Field) -> None:
        """Remember the declaration."""
        self.field = field


def _column(kind: Kind, label: Message, options: FieldOptions, *types: Any, index: bool = False) -> MappedColumn[Any]:
    field = Field(label=label, kind=kind, **options)
    return mapped_column(*types, active_history=True, nullable=True, index=index or None, info={"field": field})


def line(label: Message, **options: Unpack[FieldOptions]) -> MappedColumn[str | None]:
    """Declare a single line that needs no translation, such as a unit."""
    return _column(Line(), label, options, String(Line().longest))


def number(label: Message, kind: Number | None = None, **options: Unpack[FieldOptions]) -> MappedColumn[Decimal | None]:
    """Declare a decimal number; `kind` says its bounds and unit."""
    return _column(kind or Number(), label, options, ExactNumber())


def day(label: Message, **options: Unpack[FieldOptions]) -> MappedColumn[date | None]:
    """Declare a day."""
    return _column(Day(), label, options, Date)


def money(label: Message, **options: Unpack[FieldOptions]) -> MappedColumn[Money | None]:
    """Declare an amount of money."""
    return _column(Amount(), label, options, MoneyText())


def choice(choices: type[_Choices], label: Message, **options: Unpack[FieldOptions]) -> MappedColumn[_Choices | None]:
    """Declare one of a closed set."""
    return _column(Choice(choices), label, options, choice_type(choices))


def side(label: Message, **options: Unpack[FieldOptions]) -> MappedColumn[UUID | None]:
    """Declare one of the sides of the pairing."""
    return _column(SideOfPlan(), label, options, ForeignKey("sides.id"), index=True)


def organisation(label: Message, **options: Unpack[FieldOptions]) -> MappedColumn[UUID | None]:
    """Declare one of the organisations that the plan's places know."""
    return _column(OrganisationOfPlan(), label, options, ForeignKey("organisations.id"), index=True)


def translated_line(label: Message, **options: Unpack[FieldOptions]) -> DeclaredBeside:
    """Declare a single line kept by language."""
    return DeclaredBeside(Field(label=label, kind=Line(), is_translated=True, **options))


def translated_prose(label: Message, **options: Unpack[FieldOptions]) -> DeclaredBeside:
    """Declare a text kept by language."""
    return DeclaredBeside(Field(label=label, kind=Prose(), is_translated=True, **options))


def links(label: Message, *to: str, is_single: bool = False, **options: Unpack[FieldOptions]) -> DeclaredBeside:
    """Declare links to entries of the types named."""
    return DeclaredBeside(Field(label=label, kind=Links(is_single, to=to), **options))


def terms(label: Message, *schemes: str, is_single: bool = False, **options: Unpack[FieldOptions]) -> DeclaredBeside:
    """Declare terms of the vocabularies named."""
    return DeclaredBeside(Field(label=label, kind=Terms(is_single, schemes=schemes), **options))


DELETED = "deleted"
"""What the log calls the moment an entry was deleted."""

_PLACE = Field(
    name="place_id",
    label=message("Place"),
    kind=PlaceOfPlan(),
    help=message("The place this is about."),
    is_essential=True,
)


class Entry(Tracked, Model):
    """One record inside a section. Each type is a subclass with a table of its own and declared fields.

    Attributes:
        type: the name of the entry type.
        place_id: the place of an entry that belongs to one; None for joint entries.
        position: place in the order among the plan's entries of the type, from 1.
        version: counts the saves, from 1.
        language: the language its texts were first written in.
        shortcomings: code and field of each check that the entry does not pass; kept when the entry is saved.
        written_by: positions of the sides that have written in it; kept when the entry is saved.
        deleted_at: when it was deleted; a deleted entry is seen only where it can be brought back.
        over: the field and its value that say that nothing need follow from the entry, if its type has such.
        part_of: the field with the one link to the entry of which it is a part, if it is one: both are of one place.
        tells_parts: the fields whose values one must know to fill in a part of it.
        files_in: the type of the entries that hold its files, if it can carry any.
        judged: what is judged of it by rules, if its type is.
        is_expected: whether a plan needs at least one; of a type that belongs to places, one for each.
    """

    __tablename__ = "entries"
    __table_args__: tuple[Any, ...] = (
        Index(None, "plan_id", "type", "position"),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("(deleted_at IS NULL) = (deleted_by_id IS NULL)", name="deleted"),
    )
    __mapper_args__ = {"polymorphic_on": "type"}  # noqa: RUF012 - SQLAlchemy declares it as it is
    record_type = "entry"

    id: Mapped[UUID] = key()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"))
    type: Mapped[str] = mapped_column(String(40))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("places.id"), index=True, active_history=True)
    position: Mapped[int] = mapped_column(active_history=True)
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(20))
    shortcomings: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    written_by: Mapped[list[int]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    deleted_at: Mapped[datetime | None] = mapped_column(active_history=True)
    deleted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)

    section: ClassVar[Part]
    singular: ClassVar[Message]
    plural: ClassVar[Message]
    count: ClassVar[tuple[str, str]]
    purpose: ClassVar[Message]
    adding: ClassVar[Message]
    must_differ: ClassVar[tuple[str, ...]] = ()
    checks: ClassVar[tuple[Check, ...]] = ()
    over: ClassVar[tuple[str, Choices] | None] = None
    judged: ClassVar[Judged | None] = None
    is_expected: ClassVar[bool] = False
    is_per_place: ClassVar[bool] = False
    part_of: ClassVar[str] = ""
    tells_parts: ClassVar[tuple[str, ...]] = ()
    files_in: ClassVar[str] = ""
    fields: ClassVar[dict[str, Field]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Collect the declared fields of an entry type and add what all their tables have."""
        place = {_PLACE.name: _PLACE} if cls.is_per_place else {}
        cls.fields = {**{field.name: field for field in _declared_fields(cls)}, **place}
        checks = [
            CheckConstraint(f"{name} IN ({', '.join(repr(str(c)) for c in field.kind.choices)})", name=name)
            for name, field in cls.fields.items()
            if isinstance(field.kind, Choice)
        ]
        if cls.must_differ:
            checks.append(CheckConstraint(" <> ".join(cls.must_differ), name="must_differ"))
        cls.__table_args__ = tuple(checks)
        cls.__mapper_args__ = {"polymorphic_identity": cls.__name__.lower()}
        cls.id = mapped_column(ForeignKey("entries.id"), primary_key=True)
        super().__init_subclass__(**kwargs)

    @classmethod
    def type_name(cls) -> str:
        """Return what the log, links and addresses call the type."""
        return cls.__name__.lower()

    @classmethod
    def count_of(cls, count: int) -> Message:
        """Return how many entries of the type there are, in words."""
        return counted(*cls.count, count)

    @classmethod
    def title_field(cls) -> Field:
        """Return the field by which people name an entry: the first essential one."""
        return next(field for field in cls.fields.values() if field.is_essential)

    def logged_record(self) -> UUID:
        """Return the entry's id."""
        return self.id

    def logged_version(self) -> int:
        """Return the version the change makes."""
        return self.version

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return the fields kept in columns; the type, under no name, marks the entry's beginning.

        Of an entry that is moved, its place in the order is logged; those it passes only make room.
        """
        own = {name: (name, "") for name, field in self.fields.items() if is_column(field)}
        moves = {"position": (POSITION, "")} if inspect(self).persistent else {}
        return {"type": ("", ""), "deleted_at": (DELETED, ""), **moves, **own}


def is_column(field: Field) -> bool:
    """Tell whether the field lies in a column of its type's table."""
    return not field.is_translated and not isinstance(field.kind, Several)


def _declared_fields(entry_type: type[Entry]) -> Iterator[Field]:
    for name, attribute in vars(entry_type).items():
        if isinstance(attribute, DeclaredBeside):
            yield replace(attribute.field, name=name)
        elif isinstance(attribute, MappedColumn):
            yield replace(attribute.column.info["field"], name=name)


def entry_types() -> list[type[Entry]]:
    """Return every entry type, in the order of the parts of a plan and of their declaration."""
    return list(_in_order(tuple(Entry.__subclasses__())))


@cache
def _in_order(types: tuple[type[Entry], ...]) -> list[type[Entry]]:
    return sorted(types, key=lambda entry_type: PARTS.index(entry_type.section))


def types_of_section(section: Part) -> list[type[Entry]]:
    """Return the entry types of a section or another part of a plan, in the order of their declaration."""
    return [entry_type for entry_type in entry_types() if entry_type.section is section]


def entry_type_named(name: str) -> type[Entry]:
    """Return the entry type of this name.

    Raises:
        KeyError: if there is none.
    """
    return {entry_type.type_name(): entry_type for entry_type in Entry.__subclasses__()}[name]


class EntryText(Tracked, Model):
    """A translatable text of an entry, in one language.

    Attributes:
        version: the entry's version in which it got its present wording.
        made_from_version: the version of the original it was translated from; None for the original itself.
    """

    __tablename__ = "entry_texts"
    __table_args__ = (UniqueConstraint("entry_id", "field", "language"),)
    record_type = "entry"

    id: Mapped[UUID] = key()
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"))
    field: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(LongText, active_history=True)
    version: Mapped[int]
    made_from_version: Mapped[int | None]

    def logged_record(self) -> UUID:
        """Return the entry's id."""
        return self.entry_id

    def logged_version(self) -> int:
        """Return the version of the entry that wrote the text."""
        return self.version

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return the text, as the entry's field in its language."""
        return {"text": (self.field, self.language)}


class Attached(Tracked):
    """A record attached to a field of an entry, one of several; to be mixed into a model.

    Attributes:
        version: the version of the entry that attached it; set before it is removed to the one that does.
    """

    record_type = "entry"

    id: Mapped[UUID] = key()
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"))
    field: Mapped[str] = mapped_column(String(60))
    target_id: Mapped[UUID]
    version: Mapped[int]

    def logged_record(self) -> UUID:
        """Return the entry's id."""
        return self.entry_id

    def logged_version(self) -> int:
        """Return the version of the entry."""
        return self.version

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return the target, as the entry's field."""
        return {"target_id": (self.field, "")}


class EntryLink(Attached, Model):
    """A link from a field of an entry to another entry."""

    __tablename__ = "entry_links"
    __table_args__ = (UniqueConstraint("entry_id", "field", "target_id"),)

    target_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), index=True, active_history=True)


class EntryTerm(Attached, Model):
    """A term of a vocabulary chosen in a field of an entry."""

    __tablename__ = "entry_terms"
    __table_args__ = (UniqueConstraint("entry_id", "field", "target_id"),)

    target_id: Mapped[UUID] = mapped_column(ForeignKey("terms.id"), index=True, active_history=True)
