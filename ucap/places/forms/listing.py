"""The form that asks which places to list."""

from collections.abc import Sequence
from typing import Self, cast
from uuid import UUID

from wtforms import SearchField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.languages import country_text
from ucap.core.text import Message, folded, message
from ucap.directory.models import PLACE_KIND_LABELS, PlaceKind
from ucap.entries.forms.inputs import OneOfMany
from ucap.places.queries.listing import PlaceFilter, PlaceOrder
from ucap.web.filters import page_language, said
from ucap.web.forms import ListForm, StorableText, clean_text

_LONGEST_TEXT = 100
_ORDERS = {
    PlaceOrder.NAME: message("Name"),
    PlaceOrder.COUNTRY: message("Country"),
    PlaceOrder.POPULATION: message("Population"),
}


class PlacesForm(ListForm):
    """Which places to list."""

    @classmethod
    def of(cls, countries: Sequence[str]) -> Self:
        """Return the form for the places of these countries."""
        named = sorted(
            ((country_text(one, page_language()), one) for one in countries), key=lambda pair: folded(pair[0])
        )
        own = {
            "q": SearchField(said(message("Name")), [StorableText(_LONGEST_TEXT)], filters=[clean_text], default=""),
            "country": _list(
                message("Country"), message("All countries"), [SelectChoice(code, name) for name, code in named]
            ),
            "kind": _list(
                message("Kind"),
                message("All kinds"),
                [SelectChoice(str(kind), said(label)) for kind, label in PLACE_KIND_LABELS.items()],
            ),
            "sort": OneOfMany(
                said(message("Sort by")),
                choices=[SelectChoice(str(order), said(label)) for order, label in _ORDERS.items()],
                coerce=str,
                default=str(PlaceOrder.NAME),
            ),
        }
        return cast("Self", type("MadePlacesForm", (cls,), own)())

    def wanted(self) -> PlaceFilter:
        """Return what is asked for."""
        kind, order = self.asked_in("kind"), self.asked_in("sort")
        return PlaceFilter(
            text=self.asked_in("q"),
            country=self.asked_in("country"),
            kind=PlaceKind(kind) if kind else None,
            order=PlaceOrder(order) if order else PlaceOrder.NAME,
            language=page_language(),
        )

    def asked(self) -> dict[str, str]:
        """Return what is asked for as an address says it, by the names of the fields; the usual order left out."""
        found = {name: self.asked_in(name) for name in ("q", "country", "kind", "sort")}
        return {name: value for name, value in found.items() if value and value != str(PlaceOrder.NAME)}

    def label_of(self, name: str) -> str:
        """Return what a field is called."""
        return str(self[name].label.text)

    def text_of(self, name: str) -> str:
        """Return what is asked for in a field, in words."""
        field = self[name]
        if isinstance(field, OneOfMany):
            choices = cast("Sequence[SelectChoice]", field.choices)
            return next((str(choice.label) for choice in choices if choice.value == field.data), "")
        return self.asked_in(name)


def _list(label: Message, everything: Message, choices: Sequence[SelectChoice]) -> object:
    return OneOfMany(said(label), choices=[SelectChoice("", said(everything)), *choices], coerce=str, default="")


def place_id_from(text: str) -> UUID:
    """Return the id that an address names; ValueError if it names none."""
    return UUID(text)
