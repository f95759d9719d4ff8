"""The page on which a list of organisations is pasted, and what each of its rows does to the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ucap.core.text import counted, message
from ucap.directory.models import HELIX_LABELS, Helix
from ucap.directory.queries import TermFacts
from ucap.entries.fields import Field
from ucap.entries.forms.lists import PastedList
from ucap.entries.pages.pasting import (
    HowTo,
    Preview,
    ShownCell,
    ShownRow,
    further_errors_of,
    leaving_out_columns,
    leaving_out_rows,
    shown_column,
)
from ucap.stakeholders.access import OpenRegister
from ucap.stakeholders.forms.pasting import COLUMNS, RegisterRow, standing_value
from ucap.stakeholders.queries.entered import EnteredFacts, entered_lists_of
from ucap.web.filters import said

_MOST_ERRORS = 20


@dataclass(frozen=True)
class RegisterPastePage:
    """The page on which a list of organisations is pasted.

    Attributes:
        count: what entering the list does, in words; empty if it does nothing.
        entered: lists entered before that can be undone.
    """

    register: OpenRegister
    example: Sequence[Sequence[str]]
    columns: Sequence[HowTo]
    preview: Preview | None
    count: str
    entered: Sequence[EnteredFacts]


def register_paste_page(
    register: OpenRegister, pasted: PastedList | None, kinds: Sequence[TermFacts]
) -> RegisterPastePage:
    """Return the page for a list, or for none yet."""
    rows = [row for row in pasted.rows if isinstance(row, RegisterRow)] if pasted else []
    return RegisterPastePage(
        register=register,
        example=[
            [said(COLUMNS["name"].label), said(COLUMNS["helix"].label), said(COLUMNS["website"].label)],
            [said(message("Institute of rain")), said(HELIX_LABELS[Helix.ACADEMIA]), "https://rain.example"],
        ],
        columns=[HowTo(said(field.label), said(field.help) if field.help else "") for field in COLUMNS.values()],
        preview=_preview(pasted, rows, {kind.id: kind.label for kind in kinds}) if pasted else None,
        count=_count(rows),
        entered=[] if pasted else entered_lists_of(register.place.id),
    )


def _count(rows: Sequence[RegisterRow]) -> str:
    new = sum(row.standing is None for row in rows if not row.has_errors)
    changed = sum(bool(row.changed) for row in rows if not row.has_errors)
    adding = counted("Add %(count)s organisation", "Add %(count)s organisations", new)
    if new and changed:
        return said(message("%(adding)s and change %(count)s", adding=adding, count=changed))
    if changed:
        return said(counted("Change %(count)s organisation", "Change %(count)s organisations", changed))
    return said(adding) if new else ""


def _preview(pasted: PastedList, rows: Sequence[RegisterRow], kinds: Mapping[UUID, str]) -> Preview:
    fields = [column.field for column in pasted.columns if column.field]
    errors = [{"text": said(column.problem), "href": "#text"} for column in pasted.columns if column.problem]
    errors += [
        {
            "text": said(
                message(
                    "Row %(number)s, %(field)s: %(error)s",
                    number=row.number,
                    field=field.label,
                    error=row.cells[field.name].error,
                )
            ),
            "href": f"#{_id_of(row, field)}",
        }
        for row in rows
        for field in fields
        if row.cells[field.name].error
    ]
    return Preview(
        columns=[shown_column(column) for column in pasted.columns if column.field],
        rows=[
            ShownRow(row.number, [_cell(row, field, kinds) for field in fields], "", is_left_out=False, mark=row.mark)
            for row in rows
        ],
        count=sum(row.standing is None or bool(row.changed) for row in rows if not row.has_errors),
        errors=errors[:_MOST_ERRORS],
        further_errors=further_errors_of(len(errors) - _MOST_ERRORS),
        skip_columns=leaving_out_columns(len(pasted.unknown)),
        skip_rows=leaving_out_rows(len(pasted.faulty)),
    )


def _id_of(row: RegisterRow, field: Field) -> str:
    return f"row-{row.number}-{field.name}"


def _cell(row: RegisterRow, field: Field, kinds: Mapping[UUID, str]) -> ShownCell:
    cell = row.cells[field.name]
    before = None
    text = cell.text
    if row.wanted is not None:
        text = _words(getattr(row.wanted, field.name), kinds)
        if row.standing is not None and field.name in row.changed:
            before = _words(standing_value(row.standing, field.name), kinds)
    return ShownCell(_id_of(row, field), text, "", cell.error, field.name == "name", before)


def _words(value: object, kinds: Mapping[UUID, str]) -> str:
    if isinstance(value, Helix):
        return said(HELIX_LABELS[value])
    if isinstance(value, UUID):
        return kinds.get(value, "")
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value or "")
