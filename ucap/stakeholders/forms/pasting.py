"""A list of organisations, pasted or from a sheet: what each of its rows does to the register."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from ucap.core.text import Message, message, unstorable_character, visible_text
from ucap.core.text import folded as name_key
from ucap.directory.models import HELIX_LABELS, LONGEST_NAME, Helix
from ucap.directory.queries import TermFacts
from ucap.entries.fields import Field, FieldValue, Line, Prose
from ucap.entries.forms.cells import Cell, folded
from ucap.entries.forms.lists import Column, PastedList, PastedRow, table_of
from ucap.entries.forms.pasting import PasteForm
from ucap.places.rules import whole_website
from ucap.stakeholders.forms.organisations import LONGEST_NOTE, LONGEST_WEBSITE, tags_from
from ucap.stakeholders.queries.organisations import OrganisationFacts
from ucap.stakeholders.rules.organisations import OrganisationValues, refusal_to_register
from ucap.web.filters import said
from ucap.web.forms import clean_text

MOST_ORGANISATIONS = 500

COLUMNS = {
    field.name: field
    for field in (
        Field(
            name="name",
            label=message("Name"),
            kind=Line(LONGEST_NAME),
            help=message("As it writes itself. An organisation of this name in the register is changed, not added."),
        ),
        Field(
            name="helix",
            label=message("Helix"),
            kind=Line(),
            help=message("Government, academia, business or civil society. New organisations need it."),
        ),
        Field(name="subtype_id", label=message("Kind"), kind=Line(), help=message("A code or a name of the list.")),
        Field(
            name="website",
            label=message("Website"),
            kind=Line(LONGEST_WEBSITE),
            help=message("The whole address, such as https://www.granada.org."),
        ),
        Field(
            name="languages",
            label=message("Languages"),
            kind=Line(),
            help=message("Codes, the first one first, such as gu, en."),
        ),
        Field(
            name="note",
            label=message("Note"),
            kind=Prose(LONGEST_NOTE),
            help=message("What others should know of it. Everybody here reads it; name no person."),
        ),
    )
}
"""The columns that a list of organisations may have."""


@dataclass(frozen=True)
class RegisterRow(PastedRow):
    """A row of a list of organisations, read.

    Attributes:
        standing: the organisation of this name that stands in the register; None if the row adds one.
        wanted: what the register would say; None if the row has errors.
    """

    standing: OrganisationFacts | None = None
    wanted: OrganisationValues | None = None

    @property
    def changed(self) -> set[str]:
        """Return the names of the columns in which the row says something else than the register."""
        if self.standing is None or self.wanted is None:
            return set()
        return {name for name in COLUMNS if standing_value(self.standing, name) != getattr(self.wanted, name)}

    @property
    def mark(self) -> Message | None:
        """Return what the row does to the register, in a word."""
        if self.has_errors:
            return None
        if self.standing is None:
            return message("New")
        return message("Changed") if self.changed else message("The same")


def standing_value(facts: OrganisationFacts, name: str) -> object:
    """Return what the register says, as a row would."""
    value = getattr(facts, name)
    return tuple(value) if name == "languages" else value


class RegisterPasteForm(PasteForm):
    """A list of organisations, and what is to be left out of it."""

    most_rows = MOST_ORGANISATIONS

    def rows_that_change(self, pasted: PastedList) -> list[RegisterRow]:
        """Return the rows that the person has looked at and that change something.

        Raises:
            RuleBroken: if something is still to be looked at or decided.
        """
        rows = [row for row in self.rows_to_add(pasted, set()) if isinstance(row, RegisterRow)]
        return [row for row in rows if row.standing is None or row.changed]


def read_organisations(text: str, standing: Sequence[OrganisationFacts], subtypes: Sequence[TermFacts]) -> PastedList:
    """Return the list of organisations that was pasted, compared with what stands in the register.

    Raises:
        RuleBroken: if it cannot be read as a list at all, or is too long.
    """
    table = table_of(text, COLUMNS, title=COLUMNS["name"], most_rows=MOST_ORGANISATIONS)
    return PastedList(table.columns, list(_read_rows(table.rows, table.columns, standing, subtypes)))


def _read_rows(
    rows: Sequence[tuple[int, list[str]]],
    columns: Sequence[Column],
    standing: Sequence[OrganisationFacts],
    subtypes: Sequence[TermFacts],
) -> Iterator[RegisterRow]:
    known = {name_key(facts.name): facts for facts in standing}
    reader = _Reader(subtypes)
    seen: dict[str, int] = {}
    for number, texts in rows:
        cells = {
            column.field.name: reader.read(
                column.field, texts[column.number - 1] if column.number <= len(texts) else ""
            )
            for column in columns
            if column.field
        }
        key = name_key(cells["name"].text)
        row = reader.compared(RegisterRow(number, cells, standing=known.get(key)))
        if not row.has_errors and key in seen:
            row = _with_error(row, "name", message("Has the same name as row %(number)s.", number=seen[key]))
        seen.setdefault(key, number)
        yield row


class _Reader:
    """Reads the cells of a list of organisations."""

    def __init__(self, subtypes: Sequence[TermFacts]) -> None:
        """Know helices and kinds by their codes and names."""
        self._helices: dict[str, Helix] = {}
        for helix, label in HELIX_LABELS.items():
            self._helices |= {folded(one): helix for one in (str(helix), said(label), label.msgid)}
        self._subtypes: dict[str, UUID] = {}
        for term in subtypes:
            self._subtypes |= {folded(term.code): term.id, folded(term.label): term.id}
        self._helix_of = {term.id: term.code.partition("-")[0] for term in subtypes}

    def read(self, field: Field, typed: str) -> Cell:
        """Return the cell with this text."""
        text = whole_website(clean_text(typed)) if field.name == "website" else clean_text(typed)
        shown = visible_text(text)
        longest = field.kind.longest if isinstance(field.kind, Line | Prose) else 0
        if unstorable_character(text) is not None:
            return _faulty(shown, message("A character here cannot be kept: delete it or type it again."))
        if len(text) > longest:
            return _faulty(shown, message("Shorten this text: %(longest)s characters fit.", longest=longest))
        if field.name == "name" and not text:
            return _faulty(shown, message("Write what the organisation is called."))
        if field.name in {"helix", "subtype_id"}:
            return self._chosen(field.name, text)
        return Cell(shown, text or None)

    def _chosen(self, name: str, text: str) -> Cell:
        known: Mapping[str, FieldValue] = self._helices if name == "helix" else self._subtypes
        if text and folded(text) not in known:
            names = ", ".join(said(label) for label in HELIX_LABELS.values())
            if name == "helix":
                return _faulty(text, message("Write one of these: %(names)s.", names=names))
            return _faulty(text, message("“%(text)s” is no code and no name of the list.", text=text))
        return Cell(text, known.get(folded(text)))

    def compared(self, row: RegisterRow) -> RegisterRow:
        """Return the row with what the register would say, or with the message of the rule that it breaks.

        What a row leaves empty stays as it stands.
        """
        if row.has_errors:
            return row
        given = {name: cell.value for name, cell in row.cells.items() if cell.value is not None}
        if "languages" in given:
            given["languages"] = tags_from(str(given["languages"]))  # type: ignore[assignment] # of codes, not of ids
        before = {name: standing_value(row.standing, name) for name in COLUMNS} if row.standing else {}
        whole: dict[str, object] = {**before, **given}
        if row.standing:
            whole["name"] = given["name"]
        if not whole.get("helix"):
            return _with_error(row, "helix", message("Choose to which of the four it belongs."))
        wanted = OrganisationValues(**whole)  # type: ignore[arg-type] # each column is a value of its name
        helix = self._helix_of.get(wanted.subtype_id, "") if wanted.subtype_id else ""
        refusal = refusal_to_register(wanted, helix_of_subtype=helix, is_taken=False)
        if refusal:
            return _with_error(
                row, "subtype_id" if refusal.field == "subtype" else refusal.field or "name", refusal.message
            )
        return replace(row, wanted=wanted)


def _faulty(text: str, error: Message) -> Cell:
    return Cell(text, None, said(error))


def _with_error(row: RegisterRow, name: str, error: Message) -> RegisterRow:
    """Return the row with an error beside the cell, or beside its name where the list has no such column."""
    at = name if name in row.cells else "name"
    cells = {**row.cells, at: replace(row.cells[at], error=said(error))}
    return replace(row, cells=cells, wanted=None)
