"""The columns of exported data, made from the declarations of entry types: no writer lists fields of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from functools import cache

from ucap.core.languages import words_in
from ucap.core.text import Message, message
from ucap.document.wording import Wording
from ucap.entries.fields import Amount, Choice, Choices, Day, Field, Number
from ucap.entries.models import Entry
from ucap.entries.queries.reading import EntryFacts

Cell = str | Decimal | date | None
"""What a cell holds."""


class CellKind(Enum):
    """How a cell is written and shown."""

    TEXT = auto()
    NUMBER = auto()
    DAY = auto()


Reader = Callable[[EntryFacts, Wording], Cell]
"""Reads a cell of an entry."""


@dataclass(frozen=True)
class Column:
    """A column: what it is called, its kind, and what reads its cells."""

    label: Message
    kind: CellKind
    read: Reader


def columns_of(entry_type: type[Entry]) -> list[Column]:
    """Return the columns of an entry type, its id first."""
    declared = (column for field in entry_type.fields.values() for column in _columns(field))
    return [Column(message("Id"), CellKind.TEXT, lambda entry, _wording: str(entry.id)), *declared]


def cells_of(entry: EntryFacts, columns: Sequence[Column], wording: Wording) -> list[Cell]:
    """Return the cells of an entry."""
    return [column.read(entry, wording) for column in columns]


def _columns(declared: Field) -> Iterator[Column]:
    name, label = declared.name, declared.label
    match declared.kind:
        case Amount():
            yield Column(label, CellKind.NUMBER, lambda entry, _wording: _money(entry, name, "amount"))
            currency = message("%(field)s: currency", field=label)
            yield Column(currency, CellKind.TEXT, lambda entry, _wording: _money(entry, name, "currency"))
        case Number():
            yield Column(label, CellKind.NUMBER, lambda entry, _wording: _plain(entry, name))
        case Day():
            yield Column(label, CellKind.DAY, lambda entry, _wording: _plain(entry, name))
        case Choice():
            yield Column(label, CellKind.TEXT, lambda entry, wording: _chosen(entry, name, wording))
        case _ if declared.is_translated:
            yield Column(label, CellKind.TEXT, lambda entry, wording: _text(entry, name, wording))
        case _:
            yield Column(label, CellKind.TEXT, lambda entry, wording: _called(entry, name, wording))


def _money(entry: EntryFacts, name: str, part: str) -> Cell:
    found: Cell = getattr(entry.columns.get(name), part, None)
    return found


def _plain(entry: EntryFacts, name: str) -> Cell:
    value = entry.columns.get(name)
    return value if isinstance(value, Decimal | date) else None


def _chosen(entry: EntryFacts, name: str, wording: Wording) -> Cell:
    value = entry.columns.get(name)
    return _labels(type(value), wording.language)[value] if isinstance(value, Choices) else None


@cache
def _labels(choices: type[Choices], language: str) -> dict[Choices, str]:
    return {choice: words_in(choice.label, language) for choice in choices}


def _text(entry: EntryFacts, name: str, wording: Wording) -> Cell:
    texts = entry.texts.get(name)
    return (texts.get(wording.language) or texts.get(entry.language) or None) if texts else None


def _called(entry: EntryFacts, name: str, wording: Wording) -> Cell:
    return "; ".join(one.text for one in wording.values(entry, name)) or None
