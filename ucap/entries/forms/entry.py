"""Forms made from the declarations of entry types."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any, ClassVar, cast
from uuid import UUID, uuid4

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.errors import RuleBroken
from ucap.core.text import message, visible_text
from ucap.directory.queries import OrganisationName, TermFacts
from ucap.entries import fields as declared
from ucap.entries.fields import Choices, FieldValue, FieldValues
from ucap.entries.forms.files import SAYS, FileSlot, file_slots
from ucap.entries.forms.inputs import (
    CodesField,
    DayField,
    HasValue,
    MoneyField,
    NumberField,
    OneOfFew,
    OneOfMany,
    OnlyPlace,
    OrganisationField,
    ProseField,
    RecordOfFew,
    RecordOfMany,
    Records,
    Register,
    Suggestion,
    TypedField,
    WordsField,
)
from ucap.entries.forms.questions import QuestionGroup, question_groups
from ucap.entries.models import Entry
from ucap.entries.operations.attaching import KeptFile, NewFile
from ucap.entries.operations.sending import FilledForm
from ucap.entries.queries.naming import EntryName
from ucap.entries.queries.reading import EntryFacts
from ucap.entries.rules import ESSENTIAL, refusals_of_nothing
from ucap.pairings.queries.plans import PlaceFacts, SideFacts
from ucap.web.filters import said
from ucap.web.forms import PageForm, Present, StorableText, clean_text
from ucap.web.held import typed_fields

_MOST_RADIOS = 4
_MOST_BOXES = 50
_UNOFFICIAL = message("unofficial wording")
_ALWAYS_SENT = (WordsField, ProseField, TypedField)


@dataclass(frozen=True)
class Choosable:
    """What a person can choose from in the fields of a form.

    Attributes:
        places: those the person writes for.
        terms: of the vocabularies that the entry type uses.
        suggestions: terms that fit the plan, to be offered where they can be chosen.
        organisations: in the registers of the plan's places, if the entry type speaks of such and they are few.
        register: finds those where they are many; None if they are few.
    """

    sides: Sequence[SideFacts]
    places: Sequence[PlaceFacts]
    entries: Sequence[EntryName]
    terms: Sequence[TermFacts]
    suggestions: Sequence[Suggestion] = ()
    organisations: Sequence[OrganisationName] = ()
    register: Register | None = None

    def organisation(self, organisation_id: UUID) -> OrganisationName | None:
        """Return one of the organisations; None if it cannot be chosen."""
        if self.register:
            return self.register.named(organisation_id)
        return next((one for one in self.organisations if one.id == organisation_id), None)


class KeyField(HiddenField):
    """The key of a form; a new one if what was posted is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take a UUID only."""
        with suppress(ValueError):
            self.data = str(UUID(valuelist[0])) if valuelist else self.data


class EntryForm(PageForm):
    """What people fill in for an entry. Its other fields come from the declaration of the type."""

    entry_type: ClassVar[type[Entry]]

    form_key = KeyField(default=lambda: str(uuid4()))
    version = HiddenField(filters=[visible_text])

    @property
    def key(self) -> UUID:
        """Return what the form, opened this once, is known by."""
        return UUID(self.form_key.data)

    @property
    def seen_version(self) -> int:
        """Return the version the person read; 0, which no entry has, if the form does not say it."""
        posted: Sequence[str] = self.version.raw_data or [""]  # never the version the form was filled with
        text = posted[0]
        return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - what an integer column holds

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Tell whether all is well; what is wrong is said of all fields at once, of empty ones, too."""
        is_valid = super().validate(extra_validators)
        values = self.values()
        for refusal in refusals_of_nothing(self.entry_type, values):
            if refusal.field in values and not self._fields[refusal.field].errors:
                self.refuse(RuleBroken(refusal.message, field=refusal.field))
                is_valid = False
        return is_valid

    def filled(self, files: Sequence[KeptFile] = ()) -> FilledForm:
        """Return what was filled in and posted, with the files that came along."""
        fields = typed_fields(request.form.items(multi=True))
        return FilledForm(self.key, fields, self.values(), self.seen_version, files)

    @property
    def slots(self) -> Sequence[FileSlot]:
        """Return where files can be chosen; nowhere if the entry can carry none."""
        return [field for field in self if isinstance(field, FileSlot)]

    @property
    def files_were_lost(self) -> bool:
        """Tell whether files have to be chosen again: some came and the form comes back, or it is a draft's."""
        is_draft = request.method != "POST" and any(self[f"{slot.name}{SAYS}"].data for slot in self.slots)
        return is_draft or any(slot.was_chosen for slot in self.slots)

    @property
    def new_files(self) -> list[NewFile]:
        """Return the files that came along and can be kept."""
        return [slot.new_file for slot in self.slots if slot.new_file]

    def take(self, values: FieldValues) -> None:
        """Show these values in place of what was posted."""
        for name, value in values.items():
            if self.entry_type.fields[name].is_given:
                continue
            self._fields[name].raw_data = None
            self._fields[name].process(None, value)

    def groups(self) -> list[QuestionGroup]:
        """Return the questions of the form, in groups."""
        return question_groups(self.entry_type, self._fields)

    def values(self) -> dict[str, FieldValue]:
        """Return the typed values; boxes of which none is ticked say so only in a form that came whole."""
        fields = {name: self._fields[name] for name, field in self.entry_type.fields.items() if not field.is_given}
        is_whole = all(field.raw_data for field in fields.values() if isinstance(field, _ALWAYS_SENT))
        return {
            name: cast("HasValue", field).value
            for name, field in fields.items()
            if is_whole or field.raw_data or not isinstance(field, Records)
        }


def entry_form(
    entry_type: type[Entry],
    choosable: Choosable,
    *,
    entry: EntryFacts | None = None,
    given: MultiDict[str, str] | None = None,
    typed: MultiDict[str, str] | None = None,
) -> EntryForm:
    """Return the form of an entry type, filled with an entry's values or, for a new one, with links given.

    What was typed before and not saved stands in place of both.
    """
    asked = {name: field for name, field in entry_type.fields.items() if not field.is_given}
    own: dict[str, Any] = {name: form_field(field.kind, field, choosable) for name, field in asked.items()}
    slots = file_slots() if entry_type.files_in else {}
    made = type("MadeEntryForm", (EntryForm,), {**own, **slots, "entry_type": entry_type})
    if entry is not None:
        return cast("EntryForm", made(data={**entry.values(), "version": str(entry.version)}, typed=typed))
    data = _given_values(entry_type, given, choosable) if given else {}
    return cast("EntryForm", made(data=data, typed=typed))


def _given_values(entry_type: type[Entry], given: MultiDict[str, str], choosable: Choosable) -> dict[str, FieldValue]:
    """Return what an address gives for a new entry: place, sides, links, terms, and an organisation with its name."""
    values: dict[str, FieldValue] = {}
    for name, field in entry_type.fields.items():
        ids = given_ids(given, name)
        if isinstance(field.kind, declared.Several):
            values[name] = ids
        elif isinstance(field.kind, declared.SideOfPlan) and ids:
            values[name] = ids[0]
        if isinstance(field.kind, declared.OrganisationOfPlan) and ids:
            found = choosable.organisation(ids[0])
            values.setdefault(entry_type.title_field().name, found.name if found else None)
    return values


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
    looks = {"width": 10, "inputmode": "decimal" if kind.decimals else "numeric"} | (
        {"suffix": kind.unit} if kind.unit else {}
    )
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
    if len(choosable.places) == 1:
        return OnlyPlace(said(field.label), place_id=choosable.places[0].id)
    return _one_of((OneOfFew, OneOfMany), field, [(str(place.id), place.name) for place in choosable.places], UUID)


@form_field.register
def _(_kind: declared.OrganisationOfPlan, field: declared.Field, choosable: Choosable) -> object:
    if choosable.register:
        shown = {"data-finds": choosable.register.url, "autocomplete": "off"}
        return OrganisationField(
            said(field.label), description=_hint(field), register=choosable.register, render_kw=shown
        )
    options = [(str(one.id), one.name) for one in choosable.organisations]
    return _one_of((OneOfFew, OneOfMany), field, options, UUID)


@form_field.register
def _(kind: declared.Links, field: declared.Field, choosable: Choosable) -> object:
    headed = [
        (said(entry.type.plural), str(entry.id), entry.title)
        for name in kind.to
        for entry in choosable.entries
        if entry.type.type_name() == name
    ]
    return _records(kind, field, headed)


@form_field.register
def _(kind: declared.Terms, field: declared.Field, choosable: Choosable) -> object:
    terms = [term for scheme in kind.schemes for term in choosable.terms if term.scheme == scheme]
    if not kind.is_single and len(terms) > _MOST_BOXES:
        offered = [
            Suggestion(suggestion.chosen_with, [term for term in suggestion.terms if term.scheme in kind.schemes])
            for suggestion in choosable.suggestions
        ]
        suggestions = [suggestion for suggestion in offered if suggestion.terms]
        return CodesField(said(field.label), description=_hint(field), terms=terms, suggestions=suggestions)
    return _records(kind, *_marked_once(field, terms))


def _marked_once(
    field: declared.Field, terms: Sequence[TermFacts]
) -> tuple[declared.Field, list[tuple[str, str, str]]]:
    """Return the field and its terms by heading, id and name; a list unofficial as a whole says so once, over it."""
    headings = {term.heading for term in terms}
    unofficial = headings - {term.heading for term in terms if term.is_verified}
    if unofficial and len(headings) == 1:
        field = replace(field, help=message("%(help)s (%(mark)s)", help=field.help or "", mark=_UNOFFICIAL))
    headed = [
        (_unofficial(term.heading), str(term.id), term.label)
        if term.heading in unofficial
        else (term.heading, str(term.id), term_label(term))
        for term in terms
    ]
    return field, headed


def term_label(term: TermFacts) -> str:
    """Return what a term is called, with a mark if nobody has compared it with its source yet."""
    return term.label if term.is_verified else _unofficial(term.label)


def _unofficial(text: str) -> str:
    return said(message("%(text)s (%(mark)s)", text=text, mark=_UNOFFICIAL))


def _records(kind: declared.Several, field: declared.Field, headed: Sequence[tuple[str, str, str]]) -> object:
    """Return a field for one record or several, each given by heading, id and name; one heading alone is left out."""
    if not headed:
        field = replace(field, help=message("There is nothing to choose from yet."))
    if kind.is_single:
        return _one_of((RecordOfFew, RecordOfMany), field, [(value, text) for _heading, value, text in headed], UUID)
    has_headings = len({heading for heading, _value, _text in headed}) > 1
    choices = [SelectChoice(value, text, optgroup=heading if has_headings else None) for heading, value, text in headed]
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
    return said(field.help) if field.help else ""
