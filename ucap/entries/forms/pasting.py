"""The form into which a list is pasted."""

import hashlib
from collections.abc import Collection, Sequence
from uuid import UUID, uuid4

from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.errors import RuleBroken
from ucap.core.text import message, normalised, visible_text
from ucap.core.workbooks import MOST_BYTES, text_of_sheet
from ucap.entries.forms.inputs import OneOfFew, OneOfMany
from ucap.entries.forms.lists import MOST_ROWS, PLACE, PastedList, PastedRow
from ucap.entries.models import Entry
from ucap.pairings.queries.plans import PlaceFacts
from ucap.web.filters import said
from ucap.web.forms import PageForm, Present, said_later

_MOST_RADIOS = 4


class PastedField(TextAreaField):
    """What was pasted: kept as it came, shown with a mark for each character that no page can show."""

    typed = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was pasted."""
        self.typed = normalised(valuelist[0]) if valuelist else ""
        self.data = visible_text(self.typed)


class PasteForm(PageForm):
    """A list, and what is to be left out of it."""

    text = PastedField(
        said_later("Your list"),
        [Present(said_later("Paste or type a list first."))],
        description=said_later("One line for each, or rows copied from a spreadsheet."),
        render_kw={"rows": 12, "class": "ucap-pasted", "wrap": "off"},
    )
    sheet = FileField(
        said_later("Or a sheet"),
        description=said_later("An XLSX or CSV file. Its rows are put into the list above; formulas count as text."),
        render_kw={"class": "govuk-file-upload", "accept": ".xlsx,.csv"},
    )
    leave_out = SelectMultipleField(validate_choice=False, coerce=str)
    skip_columns = BooleanField()
    skip_rows = BooleanField()
    key = HiddenField(filters=[visible_text])
    checked = HiddenField(filters=[visible_text])
    add = SubmitField()

    only_place = ""
    most_rows = MOST_ROWS
    _refused_sheet: RuleBroken | None = None

    def take_sheet(self, sent: FileStorage | None) -> None:
        """Put the rows of a sheet, if one was sent, into the list; what is wrong with it is said beside its field."""
        if sent is None or not sent.filename:
            return
        try:
            text = text_of_sheet(sent.filename, sent.read(MOST_BYTES + 1), most_rows=self.most_rows + 1)
        except RuleBroken as broken:
            self._refused_sheet = broken
        else:
            self.text.process_formdata([text])

    def validate_sheet(self, _field: FileField) -> None:
        """Say why the sheet that was sent cannot be read."""
        if self._refused_sheet:
            self.text.errors = []
            raise ValidationError(said(self._refused_sheet.message))

    @property
    def place(self) -> str:
        """Return the place for rows that name none; empty if the person has not chosen one."""
        return str(self[PLACE].data or "") if PLACE in self else self.only_place

    @property
    def digest(self) -> str:
        """Return the digest of the list as it was sent."""
        return hashlib.sha256(f"{self.place}\n{self.text.typed}".encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def sent_key(self) -> UUID | None:
        """Return the key that the form was sent with; None if that is none."""
        try:
            return UUID(self.key.data or "")
        except ValueError:
            return None

    @property
    def is_checked(self) -> bool:
        """Tell whether the person has seen what becomes of exactly this list."""
        return self.sent_key is not None and self.checked.data == self.digest

    def left_out(self, pasted: PastedList) -> set[int]:
        """Return the rows to leave out: those that may be duplicates, unless the person has seen and kept them."""
        doubtful = {row.number for row in pasted.rows if row.same_as}
        chosen = {number for number in doubtful if str(number) in (self.leave_out.data or [])}
        return chosen if self.is_checked else doubtful

    def rows_to_add(self, pasted: PastedList, left_out: Collection[int]) -> list[PastedRow]:
        """Return the rows that the person has looked at and wants.

        Raises:
            RuleBroken: if something is still to be looked at or decided.
        """
        if not self.is_checked:
            raise RuleBroken(message("The list is not the one that was checked. Look at it again, then add it."))
        if pasted.unknown and not self.skip_columns.data:
            raise RuleBroken(message("Correct the columns, or leave them out."), field="skip_columns")
        if pasted.faulty and not self.skip_rows.data:
            raise RuleBroken(message("Correct the rows with errors, or leave them out."), field="skip_rows")
        rows = [row for row in pasted.rows if not row.has_errors and row.number not in left_out]
        if not rows:
            raise RuleBroken(message("All rows are left out. Correct the list first."))
        return rows

    def remember(self, pasted: "PastedList | None") -> None:
        """Carry what the next send needs: the key of this form, and the digest of the list that is shown."""
        self.key.data = str(self.sent_key or uuid4())
        self.checked.data = self.digest if pasted else ""


def paste_form(entry_type: type[Entry], places: Sequence[PlaceFacts]) -> PasteForm:
    """Return the form; it asks for a place only where there are several to choose from."""
    few = OneOfFew if len(places) < _MOST_RADIOS else OneOfMany
    choices = [SelectChoice("", said(message("As the column “Place” says")))]
    choices += [SelectChoice(str(place.id), place.name) for place in places]
    label, hint = said(message("Place")), said(message("For rows that name no place themselves."))
    asked = {PLACE: few(label, choices=choices, coerce=str, default="", description=hint)}
    is_asked = entry_type.is_per_place and len(places) > 1
    form: PasteForm = type("MadePasteForm", (PasteForm,), asked if is_asked else {})()
    form.only_place = str(places[0].id) if places and not is_asked else ""
    return form
