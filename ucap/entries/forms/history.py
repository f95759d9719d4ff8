"""Forms that ask a history for something: which changes to show."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.text import Message, message
from ucap.entries.fields import PARTS
from ucap.entries.forms.inputs import DayField, OneOfMany
from ucap.entries.models import Entry, entry_types
from ucap.entries.queries.naming import EntryName
from ucap.web.filters import said
from ucap.web.forms import AddressForm

_TURNED = message("This day is before the first one: swap the two.")


class HistoryForm(AddressForm):
    """Which changes to show. What is not among the choices is refused beside its field and asks for nothing."""

    def __init__(self) -> None:
        """Read the address, and refuse a last day before the first."""
        super().__init__()
        self.validate()
        since, until = (self.asked(name) for name in ("from", "to"))
        if isinstance(since, date) and isinstance(until, date) and until < since:
            field = self["to"]
            field.errors = [*field.errors, said(_TURNED)]

    def asked(self, name: str) -> object:
        """Return what is asked for in a field; None if nothing is that makes sense."""
        field: Any = self._fields.get(name)
        return None if field is None or field.errors else field.value or None


def history_form(names: Sequence[EntryName], people: Mapping[UUID, str]) -> HistoryForm:
    """Return the form for the history of a plan."""
    own = {
        "section": list_field(
            message("Section"), message("All sections"), [SelectChoice(s, said(s.label)) for s in PARTS]
        ),
        "what": list_field(message("Kind of entry or field"), message("All kinds"), _kinds()),
        "entry": list_field(message("Entry"), message("All entries"), entry_choices(names)),
        "person": list_field(message("Person"), message("Everybody"), _people(people)),
        "from": _day(message("From")),
        "to": _day(message("To")),
    }
    return cast("HistoryForm", type("MadeHistoryForm", (HistoryForm,), own)())


def entry_history_form(entry_type: type[Entry]) -> HistoryForm:
    """Return the form for the history of an entry."""
    own = {"field": list_field(message("Field"), message("All fields"), _fields_of(entry_type))}
    return cast("HistoryForm", type("MadeHistoryForm", (HistoryForm,), own)())


def list_field(label: Message, everything: Message, choices: Sequence[SelectChoice]) -> object:
    """Return a list from which one thing can be chosen, or all of them."""
    options = [SelectChoice("", said(everything)), *choices]
    return OneOfMany(said(label), choices=options, coerce=str, default="")


def _day(label: Message) -> object:
    return DayField(said(label), render_kw={"width": 20})


def _kinds() -> list[SelectChoice]:
    """Return each entry type, and after it each of its fields."""
    found = []
    for entry_type in entry_types():
        name, group = entry_type.type_name(), said(entry_type.plural)
        found.append(SelectChoice(name, said(message("%(type)s: all fields", type=entry_type.plural)), optgroup=group))
        fields = entry_type.fields.values()
        found += [SelectChoice(f"{name}.{field.name}", said(field.label), optgroup=group) for field in fields]
    return found


def _fields_of(entry_type: type[Entry]) -> list[SelectChoice]:
    return [SelectChoice(field.name, said(field.label)) for field in entry_type.fields.values()]


def entry_choices(names: Sequence[EntryName]) -> list[SelectChoice]:
    """Return the entries to choose from, under what they are."""
    order = entry_types()
    ordered = sorted(names, key=lambda name: order.index(name.type))
    return [SelectChoice(str(name.id), name.title, optgroup=said(name.type.plural)) for name in ordered]


def _people(people: Mapping[UUID, str]) -> list[SelectChoice]:
    return [SelectChoice(str(one), name) for one, name in sorted(people.items(), key=lambda item: (item[1], item[0]))]
