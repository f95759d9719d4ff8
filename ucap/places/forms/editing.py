"""The form for what is known of a place."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Self, cast
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.languages import country_codes, country_text
from ucap.core.text import folded, message
from ucap.directory.models import LONGEST_NAME, PLACE_KIND_LABELS, PlaceKind
from ucap.directory.queries import NetworkFacts
from ucap.entries.fields import YEAR, Number
from ucap.entries.forms.inputs import NumberField, OneOfMany, Records
from ucap.places.queries.places import PlaceFacts
from ucap.places.rules import PlaceValues, whole_website
from ucap.web.filters import page_language, said
from ucap.web.forms import PageForm, Present, StorableText, clean_text, said_later

_LATITUDE = Number(least=Decimal(-90), most=Decimal(90), decimals=6)
_LONGITUDE = Number(least=Decimal(-180), most=Decimal(180), decimals=6)
_PEOPLE = Number(least=Decimal(0), most=Decimal(2_000_000_000), decimals=0)
_UNCONFIRMED = message("Say that it is another place, or use one of those listed.")


class PlaceForm(PageForm):
    """What is known of a place."""

    version = HiddenField()
    name = StringField(
        said_later("Name"),
        [Present(said_later("Write what the place is called.")), StorableText(LONGEST_NAME)],
        filters=[clean_text],
        description=said_later("As the place writes it itself, such as Medellín."),
    )
    population = NumberField(said_later("Population"), kind=_PEOPLE)
    population_year = NumberField(
        said_later("Year of the count"), kind=YEAR, description=said_later("Empty if the source does not say.")
    )
    population_source = StringField(said_later("Source of the population"), [StorableText(300)], filters=[clean_text])
    latitude = NumberField(
        said_later("Latitude"), kind=_LATITUDE, description=said_later("Degrees, to the south below 0")
    )
    longitude = NumberField(
        said_later("Longitude"), kind=_LONGITUDE, description=said_later("Degrees, to the west below 0")
    )
    time_zone = StringField(
        said_later("Time zone"),
        [StorableText(60)],
        filters=[clean_text],
        description=said_later("By its name in the IANA database, such as Asia/Kolkata"),
    )
    languages = StringField(
        said_later("Languages of its offices"),
        [StorableText(200)],
        filters=[clean_text],
        description=said_later("As codes, the first one first, such as ca, es"),
    )
    website = StringField(said_later("Website"), [StorableText(300)], filters=[clean_text, whole_website])
    source = StringField(said_later("Source of these facts"), [StorableText(300)], filters=[clean_text])
    note = TextAreaField(said_later("Note"), [StorableText(1_000)], filters=[clean_text], render_kw={"rows": 3})
    is_other = BooleanField(said_later("It is another place than those listed"))

    compared = (
        *("name", "country", "kind", "population", "population_year", "population_source", "latitude", "longitude"),
        *("time_zone", "languages", "website", "source", "note", "networks"),
    )
    """The fields that a place keeps."""

    @classmethod
    def of(
        cls,
        networks: Sequence[NetworkFacts],
        place: PlaceFacts | None = None,
        own: frozenset[UUID] = frozenset(),
        *,
        is_posted: bool = True,
    ) -> Self:
        """Return the form, filled with the place and the networks it belongs to if there is one, or what was posted."""
        kinds = [SelectChoice(str(kind), said(label)) for kind, label in PLACE_KIND_LABELS.items()]
        fields = {
            "country": OneOfMany(
                said(message("Country")),
                [Present(said(message("Choose the country.")))],
                choices=_countries(),
                coerce=str,
            ),
            "kind": OneOfMany(said(message("Kind")), choices=kinds, coerce=str, default=str(PlaceKind.CITY)),
            "networks": Records(
                said(message("Networks it belongs to")),
                choices=[SelectChoice(str(one.id), one.name) for one in networks],
                coerce=UUID,
            ),
        }
        made = cast("type[Self]", type("MadePlaceForm", (cls,), fields))
        data = _data(place, own) if place else None
        return made(data=data) if is_posted else made(data=data, typed=MultiDict())

    @property
    def seen_version(self) -> int:
        """Return the version that was read; 0 if the form does not say."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0  # noqa: PLR2004 - no version is longer

    def values(self) -> PlaceValues:
        """Return what was filled in."""
        country, kind = (str(cast("OneOfMany", self[name]).data) for name in ("country", "kind"))
        return PlaceValues(
            name=str(self.name.data),
            country=country,
            kind=PlaceKind(kind),
            latitude=_float(self.latitude.value),
            longitude=_float(self.longitude.value),
            population=_int(self.population.value),
            population_year=_int(self.population_year.value),
            population_source=str(self.population_source.data or ""),
            time_zone=str(self.time_zone.data or ""),
            languages=_tags(str(self.languages.data or "")),
            website=str(self.website.data or ""),
            source=str(self.source.data or ""),
            note=str(self.note.data or ""),
            network_ids=frozenset(cast("tuple[UUID, ...]", cast("Records", self["networks"]).value)),
        )

    def shown(self, name: str) -> str:
        """Return what a field says, in words."""
        field = self[name]
        if isinstance(field, (OneOfMany, Records)):
            chosen = field.data if isinstance(field.data, list) else [field.data]
            choices = cast("Sequence[SelectChoice]", field.choices)
            return ", ".join(str(choice.label) for choice in choices if choice.value in map(str, chosen or []))
        return str(field.data or "")

    def ask_whether_other(self) -> None:
        """Ask for a word that it is none of the places that look like it."""
        self.is_other.errors = [*self.is_other.errors, said(_UNCONFIRMED)]


def _countries() -> list[SelectChoice]:
    """Return all countries by their names, after an empty choice."""
    named = sorted(
        (folded(name), name, code) for code in country_codes() if (name := country_text(code, page_language()))
    )
    return [
        SelectChoice("", said(message("Choose a country"))),
        *(SelectChoice(code, name) for _key, name, code in named),
    ]


def _data(place: PlaceFacts, own: frozenset[UUID]) -> dict[str, Any]:
    return {
        **vars(place),
        "kind": str(place.kind),
        "languages": ", ".join(place.languages),
        "networks": [str(one) for one in sorted(own)],
        **{
            name: None if value is None else Decimal(str(value))
            for name, value in vars(place).items()
            if name in {"latitude", "longitude", "population", "population_year"}
        },
    }


def _tags(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for part in typed.replace(";", ",").split(",") for tag in part.split()))


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, Decimal) else None


def _int(value: object) -> int | None:
    return int(value) if isinstance(value, Decimal) else None
