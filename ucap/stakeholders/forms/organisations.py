"""The forms with which a register is narrowed down, and an organisation is added or changed."""

from collections.abc import Sequence
from typing import Self, cast
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SearchField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.text import message
from ucap.directory.models import HELIX_LABELS, LONGEST_NAME, Helix
from ucap.directory.queries import TermFacts
from ucap.entries.forms.inputs import OneOfFew, OneOfMany
from ucap.places.rules import whole_website
from ucap.stakeholders.queries.organisations import OrganisationFacts, RegisterFilter
from ucap.stakeholders.rules.organisations import OrganisationValues
from ucap.web.filters import said
from ucap.web.forms import ListForm, PageForm, Present, StorableText, clean_text, said_later

_LONGEST_TEXT = 100
LONGEST_WEBSITE = 300
LONGEST_NOTE = 1_000
_ARCHIVED = "archived"


class RegisterForm(ListForm):
    """Which organisations of a register to list."""

    names = ("q", "helix", "subtype", "show")

    @classmethod
    def of(cls, subtypes: Sequence[TermFacts]) -> Self:
        """Return the form; the kinds of organisations stand under their helix."""
        own = {
            "q": SearchField(said(message("Name")), [StorableText(_LONGEST_TEXT)], filters=[clean_text], default=""),
            "helix": OneOfMany(
                said(message("Helix")),
                choices=[SelectChoice("", said(message("All four"))), *_helices()],
                coerce=str,
                default="",
            ),
            "subtype": OneOfMany(
                said(message("Kind")),
                choices=[SelectChoice("", said(message("All kinds"))), *_subtypes(subtypes)],
                coerce=str,
                default="",
            ),
            "show": OneOfMany(
                said(message("Show")),
                choices=[
                    SelectChoice("", said(message("Those that can be asked"))),
                    SelectChoice(_ARCHIVED, said(message("Archived ones"))),
                ],
                coerce=str,
                default="",
            ),
        }
        return cast("Self", type("MadeRegisterForm", (cls,), own)())

    def wanted(self) -> RegisterFilter:
        """Return what is asked for."""
        helix, subtype = self.asked_in("helix"), self.asked_in("subtype")
        return RegisterFilter(
            text=self.asked_in("q"),
            helix=Helix(helix) if helix else None,
            subtype_id=UUID(subtype) if subtype else None,
            is_archived=self.asked_in("show") == _ARCHIVED,
        )

    def asked(self) -> dict[str, str]:
        """Return what is asked for as an address says it, by the names of the fields."""
        found = {name: self.asked_in(name) for name in self.names}
        return {name: value for name, value in found.items() if value}

    def text_of(self, name: str) -> str:
        """Return what is asked for in a field, in words."""
        field = self[name]
        if isinstance(field, OneOfMany):
            choices = cast("Sequence[SelectChoice]", field.choices)
            return next((str(choice.label) for choice in choices if choice.value == field.data), "")
        return self.asked_in(name)


class OrganisationForm(PageForm):
    """What the register says of an organisation."""

    version = HiddenField()
    name = StringField(
        said_later("Name"),
        [Present(said_later("Write what the organisation is called.")), StorableText(LONGEST_NAME)],
        filters=[clean_text],
        description=said_later("As it writes itself. No person: those who speak for it are kept with the plan."),
    )
    website = StringField(said_later("Website"), [StorableText(LONGEST_WEBSITE)], filters=[clean_text, whole_website])
    languages = StringField(
        said_later("Languages it works in"),
        [StorableText(200)],
        filters=[clean_text],
        description=said_later("As codes, the first one first, such as gu, en"),
    )
    note = TextAreaField(
        said_later("Note"),
        [StorableText(LONGEST_NOTE)],
        filters=[clean_text],
        description=said_later("What others should know of it, such as what it can do. Everybody here reads it."),
        render_kw={"rows": 3},
    )

    shown = ("name", "helix", "subtype", "website", "languages", "note")

    @classmethod
    def of(
        cls, subtypes: Sequence[TermFacts], organisation: OrganisationFacts | None = None, *, is_posted: bool = True
    ) -> Self:
        """Return the form, filled with the organisation if there is one, or with what was posted."""
        fields = {
            "helix": OneOfFew(
                said(message("Helix")),
                [Present(said(message("Choose to which of the four it belongs.")))],
                choices=_helices(),
                coerce=str,
            ),
            "subtype": OneOfMany(
                said(message("Kind")),
                choices=[SelectChoice("", said(message("Not decided yet"))), *_subtypes(subtypes)],
                coerce=str,
                default="",
            ),
        }
        made = cast("type[Self]", type("MadeOrganisationForm", (cls,), fields))
        data = _data(organisation) if organisation else None
        return made(data=data) if is_posted else made(data=data, typed=MultiDict())

    @property
    def seen_version(self) -> int:
        """Return the version that was read; 0 if the form does not say."""
        return version_from(self.version.data)

    def values(self) -> OrganisationValues:
        """Return what was filled in."""
        subtype = str(cast("OneOfMany", self["subtype"]).data or "")
        return OrganisationValues(
            name=str(self.name.data),
            helix=Helix(str(cast("OneOfFew", self["helix"]).data)),
            subtype_id=UUID(subtype) if subtype else None,
            website=str(self.website.data or ""),
            languages=tags_from(str(self.languages.data or "")),
            note=str(self.note.data or ""),
        )

    def text_of(self, name: str) -> str:
        """Return what a field says, in words."""
        field = self[name]
        if isinstance(field, (OneOfFew, OneOfMany)):
            choices = cast("Sequence[SelectChoice]", field.choices)
            return next((str(choice.label) for choice in choices if choice.value == field.data), "")
        return str(field.data or "")


def version_from(typed: object) -> int:
    """Return the version that a form says was read; 0 if it says none."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - no version is longer


def _helices() -> list[SelectChoice]:
    return [SelectChoice(str(helix), said(label)) for helix, label in HELIX_LABELS.items()]


def _subtypes(subtypes: Sequence[TermFacts]) -> list[SelectChoice]:
    labels = {str(helix): said(label) for helix, label in HELIX_LABELS.items()}
    return [SelectChoice(str(one.id), one.label, optgroup=labels.get(one.code.partition("-")[0])) for one in subtypes]


def _data(organisation: OrganisationFacts) -> dict[str, object]:
    return {
        **vars(organisation),
        "helix": str(organisation.helix),
        "subtype": str(organisation.subtype_id or ""),
        "languages": ", ".join(organisation.languages),
    }


def tags_from(typed: str) -> tuple[str, ...]:
    """Return the codes of languages that somebody typed, each once."""
    return tuple(dict.fromkeys(tag for part in typed.replace(";", ",").split(",") for tag in part.split()))
