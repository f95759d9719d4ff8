"""The columns of exported data, made from the declarations of entry types: no writer lists fields of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from ucap.core.money import Money
from ucap.core.text import Message, message
from ucap.document.wording import Wording
from ucap.entries.fields import Amount, Day, Field, Number
from ucap.entries.models import Entry
from ucap.entries.queries.reading import EntryFacts

Cell = str | Decimal | date | None
"""What a cell holds."""


class CellKind(Enum):
    """How a cell is written and shown."""

    TEXT = auto()
    NUMBER = auto()
    DAY = auto()


@dataclass(frozen=True)
class Column:
    """A column: the field that it is of, what it is called, and its kind.

    Attributes:
        part: of money, which part of it: its amount or its currency; empty for all else.
    """

    name: str
    label: Message
    kind: CellKind
    part: str = ""


_ID = Column("id", message("Id"), CellKind.TEXT)


def columns_of(entry_type: type[Entry]) -> list[Column]:
    """Return the columns of an entry type, its id first."""
    return [_ID, *(column for declared in entry_type.fields.values() for column in _columns(declared))]


def _columns(declared: Field) -> Iterator[Column]:
    match declared.kind:
        case Amount():
            yield Column(declared.name, declared.label, CellKind.NUMBER, "amount")
            yield Column(declared.name, message("%(field)s: currency", field=declared.label), CellKind.TEXT, "currency")
        case Number():
            yield Column(declared.name, declared.label, CellKind.NUMBER)
        case Day():
            yield Column(declared.name, declared.label, CellKind.DAY)
        case _:
            yield Column(declared.name, declared.label, CellKind.TEXT)


def cells_of(entry: EntryFacts, columns: Sequence[Column], wording: Wording) -> list[Cell]:
    """Return the cells of an entry."""
    return [_cell(entry, column, wording) for column in columns]


def _cell(entry: EntryFacts, column: Column, wording: Wording) -> Cell:
    if column is _ID:
        return str(entry.id)
    value = entry.columns.get(column.name)
    if isinstance(value, Money):
        return value.amount if column.part == "amount" else value.currency
    if isinstance(value, Decimal | date):
        return value
    if column.part:
        return None
    return "; ".join(one.text for one in wording.values(entry, column.name)) or None
