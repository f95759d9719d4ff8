"""The form of a pairing: its theme, its languages and its sides."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.languages import country_text, language_text
from ucap.core.text import Message, message
from ucap.pairings.queries.choosing import Choosable
from ucap.pairings.queries.reading import PairingDetails
from ucap.pairings.rules import MOST_SIDES, WORKING_LANGUAGES, PairingValues, SideValues, places_field
from ucap.web.filters import page_language, said
from ucap.web.forms import PageForm, Present, StorableText, clean_text

_LONGEST_TOPIC, _LONGEST_BODY = 300, 200
_ORDINALS = (message("First side"), message("Second side"), message("Third side"))


class VersionedForm(PageForm):
    """A form that carries the version at which its record was read."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """Return the version that was read; 0 if what came back is none."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - a version

    def look_again(self, version: int) -> None:
        """Take the version that stands now for the one that was read: what is sent next was written beside it."""
        self.version.data = str(version)


class PairingForm(VersionedForm):
    """What a pairing is; each side has its places, its language and perhaps a coordinating body."""

    def values(self, before: PairingDetails | None = None) -> PairingValues:
        """Return the values; places that stood on a side before keep their order."""
        sides = [self._side(position, before) for position in range(MOST_SIDES)]
        while len(sides) > MOST_SIDES - 1 and not sides[-1].place_ids:
            sides.pop()
        return PairingValues(
            theme_id=UUID(self._text("theme")),
            topic=self._text("topic"),
            sides=tuple(sides),
            common_language=self._text("common_language") or None,
            binding_language=self._text("binding_language") or None,
        )

    def _text(self, name: str) -> str:
        return str(self._fields[name].data or "")

    def _side(self, position: int, before: PairingDetails | None) -> SideValues:
        chosen = [UUID(one) for one in cast("Any", self._fields[places_field(position)]).data or []]
        stood = [place.id for place in before.sides[position].places] if before and position < len(before.sides) else []
        kept = [one for one in stood if one in chosen]
        return SideValues(
            (*kept, *(one for one in dict.fromkeys(chosen) if one not in kept)),
            self._text(f"language_{position}"),
            self._text(f"body_{position}") or None,
        )


def pairing_form(choosable: Choosable, before: PairingDetails | None = None) -> PairingForm:
    """Return the form to add a pairing, or to change the one that stands."""
    own: dict[str, Any] = {
        "theme": SelectField(
            said(message("Theme")), choices=[SelectChoice(str(one), label) for one, label in choosable.themes]
        ),
        "topic": StringField(
            said(message("Topic")),
            [Present(said(message("Say in a few words what the places work on."))), StorableText(_LONGEST_TOPIC)],
            filters=[clean_text],
            description=said(message("In a few words, such as: sponge-city rainwater drainage.")),
        ),
        "common_language": _language(
            message("Language in common"), message("None: each side works in its own language")
        ),
        "binding_language": _language(
            message("Binding language"), message("Not settled"), message("Whose text counts if two texts differ.")
        ),
    }
    for position, ordinal in enumerate(_ORDINALS):
        own |= _side_fields(position, ordinal, choosable)
    data = _values_of(before) if before else None
    return cast("PairingForm", type("MadePairingForm", (PairingForm,), own)(data=data))


def _side_fields(position: int, ordinal: Message, choosable: Choosable) -> dict[str, Any]:
    places = [
        SelectChoice(str(place.id), f"{place.name}, {country_text(place.country, page_language())}")
        for place in choosable.places
    ]
    is_last = position == MOST_SIDES - 1
    hint = message("Only if three sides work together.") if is_last else message("One place, or several.")
    return {
        places_field(position): SelectMultipleField(
            said(message("%(side)s: places", side=ordinal)), choices=places, description=said(hint)
        ),
        f"language_{position}": _language(message("%(side)s: working language", side=ordinal), None),
        f"body_{position}": StringField(
            said(message("%(side)s: coordinating body", side=ordinal)),
            [StorableText(_LONGEST_BODY)],
            filters=[clean_text],
            description=said(message("If somebody outside coordinates for the side, such as an agency.")),
        ),
    }


def _language(label: Message, nothing: Message | None, hint: Message | None = None) -> SelectField:
    named = sorted((language_text(tag, page_language()), tag) for tag in WORKING_LANGUAGES)
    choices = [SelectChoice(tag, name) for name, tag in named]
    none = [SelectChoice("", said(nothing))] if nothing else []
    default = "" if nothing else "en"
    return SelectField(said(label), choices=[*none, *choices], default=default, description=said(hint) if hint else "")


def _values_of(pairing: PairingDetails) -> Mapping[str, Any]:
    values: dict[str, Any] = {
        "version": str(pairing.version),
        "theme": str(pairing.theme_id),
        "topic": pairing.topic,
        "common_language": pairing.common_language or "",
        "binding_language": pairing.binding_language or "",
    }
    for side in pairing.sides:
        values[places_field(side.position)] = [str(place.id) for place in side.places]
        values[f"language_{side.position}"] = side.language
        values[f"body_{side.position}"] = side.coordinating_body or ""
    return values
