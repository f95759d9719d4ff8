"""Forms made from the declarations of entry types."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any, ClassVar, cast
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.text import message
from ucap.directory.queries import TermFacts
from ucap.entries import fields as declared
from ucap.entries.fields import Choices, FieldValue, FieldValues
from ucap.entries.forms.inputs import (
    CodesField,
    DayField,
    HasValue,
    MoneyField,
    NumberField,
    OneOfFew,
    OneOfMany,
    ProseField,
    RecordOfFew,
    RecordOfMany,
    Records,
    WordsField,
)
from ucap.entries.models import Entry
from ucap.entries.queries import EntryFacts, EntryName
from ucap.entries.rules import ESSENTIAL
from ucap.pairings.queries import PlaceFacts, SideFacts
from ucap.web.filters import said
from ucap.web.forms import PageForm, Present, StorableText, clean_text, visible_text

_MOST_RADIOS = 4
_MOST_BOXES = 50


@dataclass(frozen=True)
class Choosable:
    """What a person can choose from in the fields of a form.

    Attributes:
        places: those the person writes for.
        terms: of the vocabularies that the entry type uses.
    """

    sides: Sequence[SideFacts]
    places: Sequence[PlaceFacts]
    entries: Sequence[EntryName]
    terms: Sequence[TermFacts]


class EntryForm(PageForm):
    """What people fill in for an entry. Its other fields come from the declaration of the type."""

    entry_type: ClassVar[type[Entry]]

    version = HiddenField(filters=[visible_text])

    @property
    def seen_version(self) -> int:
        """Return the version the person read; 0, which no entry has, if the form does not say it."""
        posted: Sequence[str] = self.version.raw_data or [""]  # never the version the form was filled with
        text = posted[0]
        return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - what an integer column holds

    def take(self, values: FieldValues) -> None:
        """Show these values in place of what was posted."""
        for name, value in values.items():
            self._fields[name].raw_data = None
            self._fields[name].process(None, value)

    def values(self) -> dict[str, FieldValue]:
        """Return the typed values."""
        return {name: cast("HasValue", self._fields[name]).value for name in self.entry_type.fields}


def entry_form(
    entry_type: type[Entry],
    choosable: Choosable,
    *,
    entry: EntryFacts | None = None,
    given: MultiDict[str, str] | None = None,
) -> EntryForm:
    """Return the form of an entry type, filled with an entry's values or, for a new one, with links given."""
    own: dict[str, Any] = {name: form_field(field.kind, field, choosable) for name, field in entry_type.fields.items()}
    made = type("MadeEntryForm", (EntryForm,), {**own, "entry_type": entry_type})
    if entry is not None:
        return cast("EntryForm", made(data={**entry.values(), "version": str(entry.version)}))
    data: dict[str, FieldValue] = {
        name: given_ids(given, name) for name in entry_type.fields if given and name in given
    }
    if entry_type.is_per_place and len(choosable.places) == 1:
        data["place_id"] = choosable.places[0].id
    return cast("EntryForm", made(data=data))


def given_ids(given: MultiDict[str, str], name: str) -> tuple[UUID, ...]:
    """Return the ids that an address gives for a field; what is none is left out."""
    found = []
    for text in given.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(found)


@singledispatch
def form_field(kind: declared.Kind, _field: declared.Field, _choosable: Choosable) -> object:
    """Return the form's field for a declared field of this kind."""
    raise TypeError(f"no form field for {type(kind).__name__}")


@form_field.register
def _(kind: declared.Line, field: declared.Field, _choosable: Choosable) -> object:
    width = {} if field.is_translated else {"width": 10}
    return WordsField(said(field.label), _text_checks(field, kind.longest), [clean_text], _hint(field), render_kw=width)


@form_field.register
def _(kind: declared.Prose, field: declared.Field, _choosable: Choosable) -> object:
    rows = {"rows": 6}
    return ProseField(said(field.label), _text_checks(field, kind.longest), [clean_text], _hint(field), render_kw=rows)


def _text_checks(field: declared.Field, longest: int) -> list[Callable[..., None]]:
    checks: list[Callable[..., None]] = [StorableText(longest)]
    return [Present(said(ESSENTIAL)), *checks] if field.is_essential else checks


@form_field.register
def _(kind: declared.Number, field: declared.Field, _choosable: Choosable) -> object:
    looks = {"width": 10, "inputmode": "decimal"} | ({"suffix": kind.unit} if kind.unit else {})
    return NumberField(said(field.label), description=_hint(field), kind=kind, render_kw=looks)


@form_field.register
def _(_kind: declared.Day, field: declared.Field, _choosable: Choosable) -> object:
    return DayField(said(field.label), description=_hint(field), render_kw={"width": 20})


@form_field.register
def _(_kind: declared.Amount, field: declared.Field, _choosable: Choosable) -> object:
    return MoneyField(said(field.label), description=_hint(field), render_kw={"width": 20})


@form_field.register
def _(kind: declared.Choice, field: declared.Field, _choosable: Choosable) -> object:
    options = [(str(choice), said(choice.label)) for choice in kind.choices]
    return _one_of((OneOfFew, OneOfMany), field, options, kind.choices.of)


@form_field.register
def _(_kind: declared.SideOfPlan, field: declared.Field, choosable: Choosable) -> object:
    return _one_of((OneOfFew, OneOfMany), field, [(str(side.id), side.name) for side in choosable.sides], UUID)


@form_field.register
def _(_kind: declared.PlaceOfPlan, field: declared.Field, choosable: Choosable) -> object:
    return _one_of((OneOfFew, OneOfMany), field, [(str(place.id), place.name) for place in choosable.places], UUID)


@form_field.register
def _(kind: declared.Links, field: declared.Field, choosable: Choosable) -> object:
    options = [(str(entry.id), entry.title) for entry in choosable.entries if entry.type.type_name() in kind.to]
    return _records(kind, field, options)


@form_field.register
def _(kind: declared.Terms, field: declared.Field, choosable: Choosable) -> object:
    terms = [term for term in choosable.terms if term.scheme in kind.schemes]
    if not kind.is_single and len(terms) > _MOST_BOXES:
        return CodesField(said(field.label), description=_hint(field), terms=terms)
    return _records(kind, field, [(str(term.id), term.label) for term in terms])


def _records(kind: declared.Several, field: declared.Field, options: Sequence[tuple[str, str]]) -> object:
    if not options:
        field = replace(field, help=message("There is nothing to choose from yet."))
    if kind.is_single:
        return _one_of((RecordOfFew, RecordOfMany), field, options, UUID)
    choices = [SelectChoice(value, text) for value, text in options]
    return Records(said(field.label), choices=choices, coerce=_coerced(UUID), description=_hint(field))


def _one_of(
    made: tuple[type[RadioField], type[SelectField]],
    field: declared.Field,
    options: Sequence[tuple[str, str]],
    read: Callable[[str], object],
) -> object:
    """Return a field for one of few or of many, or none of them unless the field is essential."""
    nothing = [] if field.is_essential else [SelectChoice("", said(message("Not decided yet")))]
    choices = [SelectChoice(value, text) for value, text in options]
    few, many = made
    if len(options) <= _MOST_RADIOS:
        return few(said(field.label), choices=[*choices, *nothing], coerce=_coerced(read), description=_hint(field))
    return many(said(field.label), choices=[*nothing, *choices], coerce=_coerced(read), description=_hint(field))


def _coerced(read: Callable[[str], object]) -> Callable[[object], object]:
    """Return what makes a value of a posted text, and leaves a value as it is."""

    def coerce(value: object) -> object:
        if isinstance(value, str) and not isinstance(value, Choices):
            try:
                return read(value) if value else None
            except KeyError:
                raise ValueError("not one of the choices") from None
        return value

    return coerce


def _hint(field: declared.Field) -> str:
    sentences = [said(field.help)] if field.help else []
    if field.example:
        sentences.append(said(message("For example: %(example)s", example=field.example)))
    return " ".join(sentences)
