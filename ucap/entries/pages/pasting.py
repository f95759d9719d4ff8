"""The page on which a list is pasted, and what each of its rows would become."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import singledispatch

from flask import url_for

from ucap.core.languages import day_text, number_text
from ucap.core.text import Message, counted, message
from ucap.entries import fields as declared
from ucap.entries.access import OpenType
from ucap.entries.fields import Field
from ucap.entries.forms.cells import Cell
from ucap.entries.forms.lists import PLACE, Column, PastedList, PastedRow
from ucap.entries.models import Entry, types_of_section
from ucap.entries.pages.values import Names, field_text, names_in
from ucap.pairings.access import OpenPlan
from ucap.web.filters import page_language, said
from ucap.web.frame import Link

_LONGEST_SHOWN = 240
_MOST_ERRORS = 20
_COLUMNS_OF_EXAMPLE = 3


@dataclass(frozen=True)
class HowTo:
    """A column that a list may have, and what one writes there."""

    heading: str
    how: str


@dataclass(frozen=True)
class ShownColumn:
    """A column of the preview; `read_from` says which one of the list it is."""

    label: str
    read_from: str


@dataclass(frozen=True)
class ShownCell:
    """A cell of the preview: in words as it would be kept, or as it was written and what is wrong with it.

    Attributes:
        before: what stands there now, if the row changes something that is there; None if it does not.
    """

    id: str
    text: str
    more: str
    error: str
    is_title: bool
    before: str | None = None


@dataclass(frozen=True)
class ShownRow:
    """A row of the preview.

    Attributes:
        same_as: why it may be a duplicate; empty if it is none.
        mark: what the row does to what is there; None if all rows only add.
    """

    number: int
    cells: Sequence[ShownCell]
    same_as: str
    is_left_out: bool
    mark: Message | None = None


@dataclass(frozen=True)
class Preview:
    """What would be added.

    Attributes:
        count: how many rows would be added as things stand.
        errors: what is wrong, each with the place on the page where it is.
        skip_columns, skip_rows: what one may agree to leave out, in words; empty if there is nothing.
    """

    columns: Sequence[ShownColumn]
    rows: Sequence[ShownRow]
    count: int
    errors: Sequence[dict[str, str]]
    further_errors: Message | None
    skip_columns: str
    skip_rows: str

    @property
    def has_errors(self) -> bool:
        """Tell whether a column or a row has to be corrected or left out."""
        return bool(self.skip_columns or self.skip_rows)


@dataclass(frozen=True)
class PastePage:
    """The page on which a list is pasted."""

    plan: OpenPlan
    type: type[Entry]
    others: Sequence[Link]
    example: Sequence[Sequence[str]]
    columns: Sequence[HowTo]
    preview: Preview | None


def paste_page(opened: OpenType, pasted: PastedList | None, left_out: set[int]) -> PastePage:
    """Return the page for a list, or for none yet."""
    names = names_in(opened.plan, opened.names, types={opened.type})
    return PastePage(
        plan=opened.plan,
        type=opened.type,
        others=[
            Link(
                said(other.plural),
                url_for(
                    "pasting.paste_entries", plan_id=opened.plan.id, section=other.section, type_name=other.type_name()
                ),
                current=other is opened.type,
            )
            for other in types_of_section(opened.type.section)
        ],
        example=_example(opened.type),
        columns=[HowTo(said(field.label), _how_to_write(field)) for field in opened.type.fields.values()],
        preview=_preview(opened, pasted, left_out, names) if pasted else None,
    )


def _preview(opened: OpenType, pasted: PastedList, left_out: set[int], names: Names) -> Preview:
    fields = [column.field for column in pasted.columns if column.field]
    shown = [shown_column(column) for column in pasted.columns if column.field]
    if opened.type.is_per_place and PLACE not in [field.name for field in fields]:
        place = opened.type.fields[PLACE]
        fields.append(place)
        shown.append(ShownColumn(said(place.label), said(message("for all rows"))))
    rows = [
        ShownRow(
            row.number,
            [_shown_cell(opened.type, row, field, names) for field in fields],
            said(row.same_as) if row.same_as else "",
            row.number in left_out,
        )
        for row in pasted.rows
    ]
    errors = [{"text": said(column.problem), "href": "#text"} for column in pasted.columns if column.problem]
    errors += [
        {"text": said(_error_in(row.number, field, row.cells[field.name])), "href": f"#{_id_of(row.number, field)}"}
        for row in pasted.faulty
        for field in fields
        if row.cells[field.name].error
    ]
    return Preview(
        columns=shown,
        rows=rows,
        count=len([row for row in pasted.rows if not row.has_errors and row.number not in left_out]),
        errors=errors[:_MOST_ERRORS],
        further_errors=further_errors_of(len(errors) - _MOST_ERRORS),
        skip_columns=leaving_out_columns(len(pasted.unknown)),
        skip_rows=leaving_out_rows(len(pasted.faulty)),
    )


def further_errors_of(count: int) -> Message | None:
    """Return how many errors there are beyond those shown, in words; None if there are none."""
    return counted("And %(count)s error more.", "And %(count)s errors more.", count) if count > 0 else None


def leaving_out_columns(count: int) -> str:
    """Return what one agrees to who leaves so many columns out; empty if there are none."""
    if not count:
        return ""
    return said(
        counted("Leave out the column that is not known", "Leave out the %(count)s columns that are not known", count)
    )


def leaving_out_rows(count: int) -> str:
    """Return what one agrees to who leaves so many rows out; empty if there are none."""
    if not count:
        return ""
    return said(counted("Leave out the row with errors", "Leave out the %(count)s rows with errors", count))


def _error_in(number: int, field: Field, cell: Cell) -> Message:
    return message("Row %(number)s, %(field)s: %(error)s", number=number, field=field.label, error=cell.error)


def shown_column(column: Column) -> ShownColumn:
    """Return a column of the preview."""
    label = said(column.field.label) if column.field else ""
    if not column.name:
        return ShownColumn(label, said(message("from column %(number)s", number=column.number)))
    return ShownColumn(label, "" if column.name == label else said(message("from “%(name)s”", name=column.name)))


def _id_of(number: int, field: Field) -> str:
    return f"row-{number}-{field.name}"


def _shown_cell(entry_type: type[Entry], row: PastedRow, field: Field, names: Names) -> ShownCell:
    cell = row.cells[field.name]
    text = cell.text if cell.error else field_text(field, cell.value, names)
    more = ""
    if len(text) > _LONGEST_SHOWN:
        more = said(message("and %(count)s more characters", count=len(text) - _LONGEST_SHOWN))
        text = f"{text[:_LONGEST_SHOWN]}…"
    return ShownCell(_id_of(row.number, field), text, more, cell.error, field is entry_type.title_field())


def _example(entry_type: type[Entry]) -> list[list[str]]:
    """Return a small list: headings, and a row."""
    title = entry_type.title_field()
    columns = [(said(title.label), said(title.example) if title.example else said(entry_type.singular))]
    by_kind = {type(field.kind): field for field in reversed(entry_type.fields.values())}
    for field in entry_type.fields.values():
        written = _written(field.kind, columns[0][1])
        if written and by_kind[type(field.kind)] is field and len(columns) < _COLUMNS_OF_EXAMPLE:
            columns.append((said(field.label), written))
    return [[heading for heading, _text in columns], [text for _heading, text in columns]]


def _written(kind: declared.Kind, title: str) -> str:
    """Return an example of what one writes for values of the kind; empty where one would have to know the plan.

    Of choices it is one that the example's title speaks of, if there is any.
    """
    match kind:
        case declared.Number():
            return number_text(max(kind.least, min(kind.most, Decimal(40))), page_language())
        case declared.Day():
            return day_text(date(2027, 5, 3), page_language())
        case declared.Amount():
            return said(message("120 000 EUR"))
        case declared.Choice():
            labels = [said(choice.label) for choice in kind.choices]
            return next((label for label in labels if label.casefold() in title.casefold()), labels[0])
        case _:
            return ""


def _how_to_write(field: Field) -> str:
    """Return what one writes in a column of the field."""
    sentences = [said(field.help)] if field.help else []
    return " ".join([*sentences, said(_how(field.kind))])


@singledispatch
def _how(kind: declared.Kind) -> Message:
    """Return how values of the kind are written."""
    raise TypeError(f"nobody says how {type(kind).__name__} is written")


@_how.register
def _(_kind: declared.Line | declared.Prose) -> Message:
    return message("Text.")


@_how.register
def _(_kind: declared.Number) -> Message:
    return message("A number.")


@_how.register
def _(_kind: declared.Day) -> Message:
    return message("A day, such as 31 December 2027 or 2027-12-31.")


@_how.register
def _(_kind: declared.Amount) -> Message:
    return message("An amount and its currency.")


@_how.register
def _(kind: declared.Choice) -> Message:
    return message("One of these: %(choices)s.", choices=", ".join(said(choice.label) for choice in kind.choices))


@_how.register
def _(_kind: declared.SideOfPlan) -> Message:
    return message("The name of a side.")


@_how.register
def _(_kind: declared.PlaceOfPlan) -> Message:
    return message("The name of a place you write for.")


@_how.register
def _(_kind: declared.OrganisationOfPlan) -> Message:
    return message("The name of an organisation in the register.")


@_how.register
def _(kind: declared.Links) -> Message:
    if kind.is_single:
        return message("The title of an entry of this plan.")
    return message("Titles of entries of this plan, separated by semicolons.")


@_how.register
def _(kind: declared.Terms) -> Message:
    if kind.is_single:
        return message("A code or a name of the list.")
    return message("Codes or names of the list, separated by semicolons.")
