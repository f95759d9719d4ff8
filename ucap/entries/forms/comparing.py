"""The form that asks which two moments of a plan to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast

from wtforms import StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.text import message, visible_text
from ucap.core.typed import day_and_time_from
from ucap.entries.fields import PARTS
from ucap.entries.forms.history import entry_choices, list_field
from ucap.entries.queries.naming import EntryName
from ucap.web.filters import page_language, said
from ucap.web.forms import AddressForm, clean_text, said_later

_REFUSAL = message("Write a day that exists, with a time if you like: 3 May 2026, or 3 May 2026 14:32.")
_TURNED = message("This moment is before the first one: swap the two.")
_LONGEST_TYPED = 60
_FIRST_YEAR = 1000
_MOST_DIGITS = 9


@dataclass(frozen=True)
class TypedMoment:
    """A day, and a time if one was typed."""

    day: date
    time: time | None


class MomentField(StringField):
    """A moment, as people type it or as the number of an event, which links give."""

    value: TypedMoment | int | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, and keep it as it is if it cannot be read."""
        typed = clean_text(valuelist[0]) if valuelist else ""
        self.data = visible_text(typed)
        if not typed:
            return
        if typed.isdecimal() and len(typed) <= _MOST_DIGITS:
            self.value = int(typed)
            return
        try:
            day, at = day_and_time_from(typed[:_LONGEST_TYPED], page_language())
        except ValueError:
            raise ValueError(said(_REFUSAL)) from None
        if day.year < _FIRST_YEAR:
            raise ValueError(said(_REFUSAL))
        self.value = TypedMoment(day, at)


class ComparisonForm(AddressForm):
    """Which two moments to compare, and in what part of the plan."""

    def __init__(self) -> None:
        """Read the address."""
        super().__init__()
        self.validate()

    def moment(self, name: str) -> TypedMoment | int | None:
        """Return the moment asked for; None if none is that makes sense."""
        field = cast("MomentField", self[name])
        return None if field.errors else field.value

    def asked(self, name: str) -> str | None:
        """Return what is chosen; None if nothing is that makes sense."""
        field = self[name]
        return None if field.errors else str(field.data or "") or None

    def show(self, name: str, at: datetime) -> None:
        """Show a moment, in the reader's time zone, as a person would type it, in place of the number of an event."""
        self[name].data = f"{at:%Y-%m-%d %H:%M}"

    def refuse_turned(self) -> None:
        """Say that the moments are the wrong way round."""
        field = self["to"]
        field.errors = [*field.errors, said(_TURNED)]


def comparison_form(names: Sequence[EntryName]) -> ComparisonForm:
    """Return the form for a plan."""
    sections = [SelectChoice(section, said(section.label)) for section in PARTS]
    own = {
        "from": MomentField(
            said_later("From"), description=said(message("A day, or a day and a time, such as 3 May 2026 14:32"))
        ),
        "to": MomentField(said_later("To"), description=said(message("Empty for now"))),
        "section": list_field(message("Section"), message("All sections"), sections),
        "entry": list_field(message("Entry"), message("All entries"), entry_choices(names)),
    }
    return cast("ComparisonForm", type("MadeComparisonForm", (ComparisonForm,), own)())
