"""A pasted list, read: which column is which field, and what each row would become."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ucap.core.errors import RuleBroken
from ucap.core.sheets import UnclosedQuotation, rows_from
from ucap.core.text import Message, message, visible_text
from ucap.entries import rules
from ucap.entries.fields import Field, FieldValue, Several
from ucap.entries.forms.cells import Cell, CellReader, folded
from ucap.entries.forms.entry import Choosable, entry_form
from ucap.entries.models import Entry
from ucap.web.filters import said
from ucap.web.forms import clean_text

MOST_ROWS = 200
MOST_CHARACTERS = 200_000
_MOST_COLUMNS = 100
_FEWEST_HEADINGS = 2
_LONGEST_HEADING = 80
_TEXT = "text"
PLACE = "place_id"
_MARK = re.compile(r"\s*(?:[•·▪◦‣§*–-]|\d{1,3}[.)])(?:\s+|\Z)")
"""What stands before each line of a list that was copied from a text: a bullet, a dash or a number."""

Row = tuple[int, list[str]]
"""The cells of a row, and where it stands in what was pasted, from 1."""


@dataclass(frozen=True)
class Column:
    """A column of a pasted list.

    Attributes:
        number: where it stands, from 1.
        name: its heading; empty if it has none.
        field: what it is read as; None if it is not recognised.
        problem: why not.
    """

    number: int
    name: str
    field: Field | None
    problem: Message | None = None


@dataclass(frozen=True)
class PastedRow:
    """A row of a pasted list, read.

    Attributes:
        number: where it stands in the list, headings counted.
        cells: by the names of their fields.
        same_as: where the same title stands already.
    """

    number: int
    cells: Mapping[str, Cell]
    same_as: Message | None = None

    @property
    def has_errors(self) -> bool:
        """Tell whether a cell cannot be kept."""
        return any(cell.error for cell in self.cells.values())

    def values(self, entry_type: type[Entry]) -> dict[str, FieldValue]:
        """Return the values of all fields of the entry that it would become."""
        empty: dict[str, FieldValue] = {
            name: () if isinstance(field.kind, Several) else None for name, field in entry_type.fields.items()
        }
        return {**empty, **{name: cell.value for name, cell in self.cells.items()}}


@dataclass(frozen=True)
class PastedList:
    """A pasted list, read."""

    columns: Sequence[Column]
    rows: Sequence[PastedRow]

    @property
    def unknown(self) -> list[Column]:
        """Return the columns that are not recognised."""
        return [column for column in self.columns if column.problem]

    @property
    def faulty(self) -> list[PastedRow]:
        """Return the rows with errors."""
        return [row for row in self.rows if row.has_errors]


def read_list(text: str, entry_type: type[Entry], choosable: Choosable, *, place: str) -> PastedList:
    """Return the list that was pasted, read row by row.

    Args:
        place: the id of the place for rows that name none; empty if none was chosen.

    Raises:
        RuleBroken: if it cannot be read as a list at all, or is too long.
    """
    table = table_of(text, entry_type.fields, title=entry_type.title_field())
    if entry_type.is_per_place and PLACE not in table.read and not place:
        raise RuleBroken(rules.PLACE_MISSING, field=PLACE)
    return PastedList(table.columns, list(_read_rows(table.rows, table.columns, entry_type, choosable, place)))


@dataclass(frozen=True)
class Table:
    """A pasted list, taken apart: its columns, and its rows as texts."""

    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def read(self) -> set[str]:
        """Return the names of the fields that have a column."""
        return {column.field.name for column in self.columns if column.field}


def table_of(text: str, fields: Mapping[str, Field], *, title: Field, most_rows: int = MOST_ROWS) -> Table:
    """Return the list taken apart into columns, by its headings or in the order of the fields, and rows.

    Raises:
        RuleBroken: if it cannot be read as a list at all, is too long, or has no column for the title.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refusal(
            message(
                "Paste the list in parts: it has %(length)s characters, and %(longest)s fit.",
                length=len(text),
                longest=MOST_CHARACTERS,
            )
        )
    named = _fields_by_heading(fields)
    rows = _rows_of(text, named)
    headings = rows.pop(0)[1] if rows and _is_heading(rows[0][1], named, fewest=1) else None
    _refuse_too_much(rows, headings or [], most_rows)
    rows = rows if headings else _without_marks(rows)
    columns = list(_columns(fields, named, headings, rows))
    table = Table(columns, rows)
    if title.name not in table.read:
        raise _refusal(
            message(
                "Write the heading “%(label)s” over one column: it is how people will find the entry.",
                label=said(title.label),
            )
        )
    if not rows:
        raise _refusal(message("Add at least one row below the headings."))
    return table


def _refusal(text: Message) -> RuleBroken:
    return RuleBroken(text, field=_TEXT)


def heading_key(text: str) -> str:
    """Return what headings are compared by: case, blanks and marks at the end do not count."""
    return re.sub(r"[\s_]", "", folded(text)).rstrip(":*")


def _fields_by_heading(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Return the fields by what a column of theirs may be headed: the label that people read, in English, the name."""
    named: dict[str, Field] = {}
    for heading in (lambda field: said(field.label), lambda field: field.label.msgid, lambda field: field.name):
        for field in fields.values():
            named.setdefault(heading_key(heading(field)), field)
    return named


def _is_heading(cells: Sequence[str], named: Mapping[str, Field], *, fewest: int) -> bool:
    """Tell whether the cells are headings: at least so many, and half of those that are not empty."""
    found = [heading_key(cell) in named for cell in cells if cell.strip()]
    return sum(found) >= max(fewest, len(found) / 2)


def _rows_of(text: str, named: Mapping[str, Field]) -> list[Row]:
    """Return the rows that are not blank; commas and semicolons separate only under headings that say so."""
    first = text.lstrip("\n").partition("\n")[0]
    separator = "\t"
    if "\t" not in text:
        headed = [one for one in ";," if _is_heading(first.split(one), named, fewest=_FEWEST_HEADINGS)]
        separator = headed[0] if len(headed) == 1 else "\t"
    try:
        found = rows_from(text, separator)
    except UnclosedQuotation as unclosed:
        raise _refusal(
            message(
                "A cell in row %(row)s begins with a quotation mark that has no partner: delete it, or add the other.",
                row=unclosed.row,
            )
        ) from None
    return [(number, cells) for number, cells in enumerate(found, start=1) if any(cell.strip() for cell in cells)]


def _refuse_too_much(rows: Sequence[Row], headings: Sequence[str], most_rows: int) -> None:
    if len(rows) > most_rows:
        raise _refusal(
            message(
                "Paste the list in parts: it has %(count)s rows, and %(most)s fit.", count=len(rows), most=most_rows
            )
        )
    widest = max(len(headings), *(len(cells) for _number, cells in rows), 0)
    if widest > _MOST_COLUMNS:
        raise _refusal(
            message(
                "Delete columns that are not needed: the list has %(count)s, and %(most)s fit.",
                count=widest,
                most=_MOST_COLUMNS,
            )
        )


def _without_marks(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without the bullets or numbers that all of them begin with."""
    if not all(_MARK.match(cells[0]) for _number, cells in rows):
        return list(rows)
    cut = []
    for number, cells in rows:
        rest = _MARK.sub("", cells[0], count=1)
        cut.append((number, [rest, *cells[1:]] if rest or len(cells) == 1 else cells[1:]))
    return cut


def _columns(
    fields: Mapping[str, Field], named: Mapping[str, Field], headings: Sequence[str] | None, rows: Sequence[Row]
) -> Iterator[Column]:
    """Return the columns that hold anything, in their order; without headings they are the fields in theirs."""
    width = max(len(headings or ()), *(len(cells) for _number, cells in rows), 0)
    in_order = list(fields.values())
    taken: set[str] = set()
    for index in range(width):
        name = clean_text(headings[index]) if headings and index < len(headings) else ""
        if headings is None:
            field = in_order[index] if index < len(in_order) else None
        else:
            field = named.get(heading_key(name))
        is_twice = field is not None and field.name in taken
        if field and not is_twice:
            taken.add(field.name)
            yield Column(index + 1, visible_text(name), field)
        elif name or any(cell.strip() for _number, cells in rows for cell in cells[index : index + 1]):
            yield Column(index + 1, visible_text(name), None, _problem(index + 1, name, named, is_twice=is_twice))


def _problem(number: int, name: str, named: Mapping[str, Field], *, is_twice: bool) -> Message:
    """Say why a column is not recognised, and what to do."""
    if not name:
        return message("Column %(number)s has no heading. Write one of the names below over it.", number=number)
    shown = visible_text(name[:_LONGEST_HEADING])
    if is_twice:
        return message("Column %(number)s, “%(name)s”, is there twice. Delete one.", number=number, name=shown)
    close = difflib.get_close_matches(heading_key(name[:_LONGEST_HEADING]), named, n=1)
    if close:
        return message(
            "Column %(number)s, “%(name)s”, is not known. If it is “%(label)s”, correct its heading.",
            number=number,
            name=shown,
            label=named[close[0]].label,
        )
    return message(
        "Column %(number)s, “%(name)s”, is not known. Write one of the names below over it, or delete it.",
        number=number,
        name=shown,
    )


def _read_rows(
    rows: Sequence[Row], columns: Sequence[Column], entry_type: type[Entry], choosable: Choosable, place: str
) -> Iterator[PastedRow]:
    form = entry_form(entry_type, choosable)
    readers = {name: CellReader(form, field, choosable) for name, field in entry_type.fields.items()}
    known: dict[tuple[str, FieldValue], Message] = {
        (folded(entry.title), entry.place_id): message("Has the same title as an entry of the plan.")
        for entry in choosable.entries
        if entry.type is entry_type
    }
    for number, texts in rows:
        cells = {}
        for column in columns:
            if column.field:
                text = texts[column.number - 1] if column.number <= len(texts) else ""
                cells[column.field.name] = readers[column.field.name].read(text)
        if entry_type.is_per_place and not (PLACE in cells and cells[PLACE].text):
            cells[PLACE] = readers[PLACE].read(place)
        row = _checked(PastedRow(number, cells), entry_type)
        title = cells[entry_type.title_field().name]
        called = (folded(title.text), cells[PLACE].value if PLACE in cells else None)
        yield row if row.has_errors else replace(row, same_as=known.get(called))
        known.setdefault(called, message("Has the same title as row %(number)s.", number=number))


def _checked(row: PastedRow, entry_type: type[Entry]) -> PastedRow:
    """Return the row with the message of the rule that it breaks, if its cells could be read."""
    refusal = None if row.has_errors else rules.refusal_to_save(entry_type, row.values(entry_type))
    if refusal is None:
        return row
    cell = replace(row.cells[refusal.field], error=said(refusal.message))
    return replace(row, cells={**row.cells, refusal.field: cell})
