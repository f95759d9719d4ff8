"""The form that adds an entry by its title alone."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from werkzeug.datastructures import MultiDict

from ucap.core.text import visible_text
from ucap.entries.fields import FieldValue, Links
from ucap.entries.forms.entry import Choosable, form_field, given_ids
from ucap.entries.forms.inputs import HasValue
from ucap.entries.models import Entry
from ucap.web.forms import PageForm

PLACE = "place_id"


class TitleForm(PageForm):
    """The title of a new entry and, where a person writes for several places, the one it belongs to."""

    entry_type: ClassVar[type[Entry]]
    known: ClassVar[dict[str, FieldValue]]

    def values(self) -> dict[str, FieldValue]:
        """Return the typed values, and those that nobody needs to type."""
        typed = {name: cast("HasValue", field).value for name, field in self._fields.items() if hasattr(field, "value")}
        return {**self.known, **typed}

    def typed(self, name: str) -> str:
        """Return what was typed into a field, to be shown again; empty if there is no such field."""
        raw: Sequence[object] = (self._fields[name].raw_data if name in self._fields else None) or [""]
        return visible_text(str(raw[0]))

    @property
    def area(self) -> UUID | None:
        """Return the area of cooperation that the entry is added to, if one is given."""
        given = self.known.get("area")
        return given[0] if isinstance(given, tuple) and given else None

    @property
    def other_error(self) -> str:
        """Return the first error that belongs to no field; empty if there is none."""
        return str(([*self.form_errors] or [""])[0])

    def error_at(self, name: str) -> str:
        """Return the first error at a field; empty if there is none."""
        errors = self._fields[name].errors if name in self._fields else []
        return str(errors[0]) if errors else ""


def title_form(entry_type: type[Entry], choosable: Choosable, *, given: MultiDict[str, str]) -> TitleForm:
    """Return the form of an entry type; links may be given by the address."""
    known: dict[str, FieldValue] = {
        name: given_ids(given, name)
        for name, field in entry_type.fields.items()
        if name in given and isinstance(field.kind, Links)
    }
    asked = [entry_type.title_field()]
    if entry_type.is_per_place and len(choosable.places) == 1:
        known[PLACE] = choosable.places[0].id
    elif entry_type.is_per_place:
        asked.append(entry_type.fields[PLACE])
    fields: dict[str, Any] = {field.name: form_field(field.kind, field, choosable) for field in asked}
    made = type("MadeTitleForm", (TitleForm,), {**fields, "entry_type": entry_type, "known": known})
    return cast("TitleForm", made())
