"""Forms made from the declarations of entry types."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, cast
from uuid import UUID

from babel.numbers import NumberFormatError, parse_decimal
from flask_babel import get_locale
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.form import BaseForm

from ucap.core.database import plain_number
from ucap.core.text import message
from ucap.entries import fields as declared
from ucap.entries.fields import FieldValue, FieldValues
from ucap.entries.models import Entry
from ucap.entries.queries import EntryFacts
from ucap.entries.rules import ESSENTIAL
from ucap.pairings.queries import PlanFacts
from ucap.web.filters import page_language, said
from ucap.web.forms import PageForm, Present, StorableText, clean_text, visible_text

_MOST_RADIOS = 4
_LARGEST_NUMBER = Decimal(10) ** 15
_FINEST_NUMBER = Decimal("0.000001")


class NumberField(StringField):
    """A decimal number, as people of the reader's language write it."""

    number: Decimal | None = None

    def process_data(self, value: Decimal | None) -> None:
        """Show a kept number."""
        from_database = value
        self.number = from_database
        self.data = None if value is None else f"{value:f}"

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - fixed by WTForms
        """Read the number, or refuse what is none."""
        self.number = None
        if not self.data:
            return
        try:
            number = parse_decimal(self.data, locale=get_locale(), strict=True)
        except (NumberFormatError, ArithmeticError):  # the latter for numbers beyond all measure, such as 1,e9999999
            raise ValidationError(said(message("Write this as a number, such as 1200.5"))) from None
        if not number.is_finite() or abs(number) >= _LARGEST_NUMBER or number != round(number, 6):
            raise ValidationError(
                said(message("Write a number with at most 15 digits before the decimal point and 6 after it."))
            )
        self.number = plain_number(round(number, 6))


class DayField(DateField):
    """A day, chosen from the browser's calendar or typed as year-month-day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, or refuse what is none; nothing typed is no day."""
        if not any(text.strip() for text in valuelist):
            self.data = None
            return
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError:
            self.data = None
            self.raw_data = [visible_text(text) for text in valuelist]
            raise ValueError(
                said(message("Write this as a day that exists: year, month, day, such as 2027-12-31"))
            ) from None

    def _value(self) -> str:
        """Show what was typed, else the day with all four digits of its year."""
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.isoformat() if self.data else ""


class LinksField(SelectMultipleField):
    """Entries of the plan, any number of them."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not among the choices, without repeating it."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(said(message("Choose from the entries of this plan."))) from None


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
            self._fields[name].process(None, _form_value(self.entry_type.fields[name], value))

    def values(self) -> dict[str, FieldValue]:
        """Return the typed values."""
        return {name: _typed(field.kind, self._fields[name]) for name, field in self.entry_type.fields.items()}


def entry_form(
    entry_type: type[Entry],
    plan: PlanFacts,
    entries: Sequence[EntryFacts],
    *,
    entry: EntryFacts | None = None,
    given: MultiDict[str, str] | None = None,
) -> EntryForm:
    """Return the form of an entry type, filled with an entry's values or, for a new one, with links given."""
    own: dict[str, Any] = {
        name: _field(field, plan, [other for other in entries if other is not entry])
        for name, field in entry_type.fields.items()
    }
    made = type("MadeEntryForm", (EntryForm,), {**own, "entry_type": entry_type})
    if entry is not None:
        values = {name: _form_value(field, entry.value(name)) for name, field in entry_type.fields.items()}
        return cast("EntryForm", made(data={**values, "version": str(entry.version)}))
    links = {
        name: _given(field, given)
        for name, field in entry_type.fields.items()
        if given and name in given and isinstance(field.kind, declared.Links)
    }
    return cast("EntryForm", made(data=links))


def _given(field: declared.Field, given: MultiDict[str, str]) -> list[str] | str:
    is_many = isinstance(field.kind, declared.Links) and not field.kind.is_single
    return given.getlist(field.name) if is_many else given[field.name]


def _form_value(field: declared.Field, value: FieldValue) -> object:
    match field.kind, value:
        case declared.Links(is_single=True), tuple():
            return str(value[0]) if value else ""
        case declared.Links(), tuple():
            return [str(target) for target in value]
        case ((declared.Choice() | declared.SideOfPlan()), _):
            return str(value or "")
        case _:
            return value


def _typed(kind: declared.Kind, field: Field) -> FieldValue:
    match kind:
        case declared.Number():
            return cast("NumberField", field).number
        case declared.Day():
            return cast("date | None", field.data)
        case declared.Choice(choices):
            return choices.of(field.data) if field.data else None
        case declared.SideOfPlan():
            return UUID(field.data) if field.data else None
        case declared.Links(is_single=True):
            return (UUID(field.data),) if field.data else ()
        case declared.Links():
            return tuple(UUID(target) for target in field.data or ())
        case declared.Line() | declared.Prose():
            return str(field.data or "") or None


def _field(field: declared.Field, plan: PlanFacts, entries: Sequence[EntryFacts]) -> object:
    label, hint = said(field.label), _hint(field)
    match field.kind:
        case declared.Line() | declared.Prose():
            return _text_field(field, field.kind)
        case declared.Number():
            keywords = {"width": 10, "inputmode": "decimal"}
            return NumberField(label, [StorableText(60)], [clean_text], hint, render_kw=keywords)
        case declared.Day():
            return DayField(label, [_optional], description=hint, render_kw={"width": 10})
        case declared.Choice(choices):
            return _one_of([(str(choice), said(choice.label)) for choice in choices], label, hint)
        case declared.SideOfPlan():
            return _one_of([(str(side.id), side.name) for side in plan.sides], label, hint)
        case declared.Links(to, is_single):
            titles = [(str(e.id), e.title(page_language())) for e in entries if e.type.type_name() == to]
            if is_single:
                return _one_of(titles, label, hint)
            many = [SelectChoice(value, text) for value, text in titles]
            return LinksField(label, choices=many, description=hint, validate_choice=True)


def _text_field(field: declared.Field, kind: declared.Line | declared.Prose) -> object:
    make = StringField if isinstance(kind, declared.Line) else TextAreaField
    checks: list[Callable[..., None]] = [StorableText(kind.longest)]
    if field.is_essential:
        checks.insert(0, Present(said(ESSENTIAL)))
    return make(said(field.label), checks, [clean_text], _hint(field), render_kw=_keywords(field))


def _hint(field: declared.Field) -> str:
    sentences = [said(field.help)] if field.help else []
    if field.example:
        sentences.append(said(message("For example: %(example)s", example=field.example)))
    return " ".join(sentences)


def _keywords(field: declared.Field) -> dict[str, object]:
    if isinstance(field.kind, declared.Prose):
        return {"rows": 6}
    return {} if field.is_translated else {"width": 10}


def _optional(_form: object, _field: Field) -> None:
    """Let an empty field pass."""


def _one_of(choices: Sequence[tuple[str, str]], label: str, hint: str) -> object:
    """Return a field for one of few (radio buttons) or many (a list), or none of them."""
    nothing = SelectChoice("", said(message("Not decided yet")))
    options = [SelectChoice(value, text) for value, text in choices]
    if len(choices) <= _MOST_RADIOS:
        return RadioField(label, choices=[*options, nothing], default="", description=hint)
    return SelectField(label, choices=[nothing, *options], default="", description=hint)
