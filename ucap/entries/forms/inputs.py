"""Inputs: the fields of WTForms that read and write the typed values of entries."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Protocol
from uuid import UUID

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectFieldBase
from wtforms.form import BaseForm

from ucap.core.database import plain_number
from ucap.core.languages import day_text, list_text, money_text, number_text
from ucap.core.money import Money
from ucap.core.text import Message, counted, folded, message, visible_text
from ucap.core.typed import AmbiguousError, day_from, money_from, number_from
from ucap.directory.queries import OrganisationName, TermFacts
from ucap.entries import fields as declared
from ucap.entries.fields import FieldValue
from ucap.web.filters import page_language, said
from ucap.web.forms import clean_text

_LONGEST_TYPED = 400
_MOST_NAMES = 5
_FIRST_YEAR = 1000
_HUNDRED = 100
_NOT_IN_LIST = message("Choose from the list.")


def example_of(kind: declared.Kind) -> str:
    """Return how the reader would type a value of the kind; empty if that needs no telling."""
    language = page_language()
    if isinstance(kind, declared.Day):
        return day_text(date(2027, 5, 3), language)
    if isinstance(kind, declared.Amount):
        return money_text(Money(Decimal(120_000), "EUR"), language)
    if kind == declared.YEAR:
        return "2024"
    if isinstance(kind, declared.Number):
        return number_text(Decimal("12.5") if kind.most <= _HUNDRED else Decimal("1200.5"), language)
    return ""


@dataclass(frozen=True)
class Suggestion:
    """Terms that are often chosen with another, offered for choosing.

    Attributes:
        chosen_with: the other; empty for what fits every plan.
    """

    chosen_with: str
    terms: Sequence[TermFacts]


class HasValue(Protocol):
    """A form's field that knows the typed value of what was posted."""

    @property
    def value(self) -> FieldValue:
        """Return the value."""


class WordsField(StringField):
    """A line of text."""

    @property
    def value(self) -> FieldValue:
        """Return the text; None if nothing was typed."""
        return self.data or None


class ProseField(TextAreaField):
    """A text in Markdown."""

    @property
    def value(self) -> FieldValue:
        """Return the text; None if nothing was typed."""
        return self.data or None


class TypedField(StringField):
    """A line that stands for a value: written as the reader's language writes it, read as people type it."""

    value: FieldValue = None

    def refusal(self, typed: str) -> Message:
        """Return what to say of a text that cannot be read."""
        raise NotImplementedError

    def read(self, text: str) -> FieldValue:
        """Return the value of the text; ValueError if it has none."""
        raise NotImplementedError

    def write(self, value: Any) -> str:  # noqa: ANN401 - each field knows its own
        """Return the value as a person would type it."""
        raise NotImplementedError

    def process_data(self, value: FieldValue) -> None:
        """Show a kept value."""
        self.value = value or (None if not isinstance(value, Decimal) else value)
        self.data = "" if self.value is None else self.write(self.value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, and keep it as it is if it cannot be read."""
        if not valuelist:
            return
        typed = clean_text(valuelist[0])
        self.data = visible_text(typed)
        self.value = None
        if not typed:
            return
        try:
            self.value = self.read(typed[:_LONGEST_TYPED])
        except AmbiguousError as ambiguous:
            readings = list_text([self.write(one) for one in ambiguous.readings], page_language())
            said_so = message("This can be read in more than one way: as %(readings)s. Write it so.", readings=readings)
            raise ValueError(said(said_so)) from None
        except (ValueError, ArithmeticError):
            raise ValueError(said(self.refusal(typed))) from None


def written_number(kind: declared.Number, value: Decimal) -> str:
    """Return the number with the language's separators; a year without."""
    return f"{value:f}" if kind == declared.YEAR else number_text(value, page_language())


class NumberField(TypedField):
    """A decimal number."""

    def __init__(self, *args: Any, kind: declared.Number, **kwargs: Any) -> None:
        """Read numbers of the kind only."""
        super().__init__(*args, **kwargs)
        self.kind = kind

    def read(self, text: str) -> FieldValue:
        """Return the number, if it lies within the bounds."""
        number = plain_number(number_from(text, page_language()))
        exponent = number.as_tuple().exponent
        if not self.kind.least <= number <= self.kind.most or -int(exponent) > self.kind.decimals:
            raise ValueError("out of bounds")
        return number

    def refusal(self, typed: str) -> Message:
        """Say the bounds if it was a number but not one within them."""
        try:
            number = number_from(typed, page_language())
        except (ValueError, ArithmeticError):
            return message("Write this as a number, such as %(example)s.", example=example_of(self.kind))
        if self.kind == declared.Number():
            return message("Write a number with at most 15 digits before the decimal point and 6 after it.")
        if not self.kind.least <= number <= self.kind.most:
            least, most = self.write(self.kind.least), self.write(self.kind.most)
            return message("Write a number from %(least)s to %(most)s.", least=least, most=most)
        if not self.kind.decimals:
            return message("Write a whole number, such as %(example)s.", example=example_of(self.kind))
        return counted(
            "Write a number with at most %(count)s digit after the decimal point.",
            "Write a number with at most %(count)s digits after the decimal point.",
            self.kind.decimals,
        )

    def write(self, value: Decimal) -> str:
        """Return the number with the language's separators; a year without."""
        return written_number(self.kind, value)


class DayField(TypedField):
    """A day of the calendar."""

    def refusal(self, typed: str) -> Message:  # noqa: ARG002 - the same for every text
        """Say how days are written."""
        example = example_of(declared.Day())
        return message("Write this as a day that exists, such as %(example)s or 2027-05-03.", example=example)

    def read(self, text: str) -> FieldValue:
        """Return the day."""
        day = day_from(text, page_language())
        if day.year < _FIRST_YEAR:
            raise ValueError("too long ago to be written in words")
        return day

    def write(self, value: date) -> str:
        """Return the day in words."""
        return day_text(value, page_language())


class MoneyField(TypedField):
    """An amount of money."""

    def refusal(self, typed: str) -> Message:  # noqa: ARG002 - the same for every text
        """Say how money is written."""
        example = example_of(declared.Amount())
        return message("Write this as an amount and its currency, such as %(example)s.", example=example)

    def read(self, text: str) -> FieldValue:
        """Return the money."""
        money = money_from(text, page_language())
        if money.amount < 0 or money.amount > declared.Number().most or round(money.amount, 6) != money.amount:
            raise ValueError("out of bounds")
        return Money(plain_number(money.amount), money.currency)

    def write(self, value: Money) -> str:
        """Return the amount with its currency."""
        return money_text(value, page_language())


class CodesField(TypedField):
    """Terms of a large vocabulary, by their codes."""

    def __init__(
        self, *args: Any, terms: Sequence[TermFacts], suggestions: Sequence[Suggestion] = (), **kwargs: Any
    ) -> None:
        """Read the codes of these terms; of them, offer what is suggested."""
        super().__init__(*args, **kwargs)
        self.terms = terms
        self._ids: Mapping[str, UUID] = {term.code.lower(): term.id for term in terms}
        self.suggestions = suggestions

    @property
    def headed_terms(self) -> list[tuple[str, list[TermFacts]]]:
        """Return the terms under their headings, in their order."""
        return [(heading, list(terms)) for heading, terms in groupby(self.terms, key=lambda term: term.heading)]

    def refusal(self, typed: str) -> Message:
        """Name the codes that are not in the list."""
        unknown = [code for code in _codes_in(typed) if code.lower() not in self._ids]
        return message("Not in the list: %(codes)s. Write codes separated by commas.", codes=", ".join(unknown[:5]))

    def read(self, text: str) -> FieldValue:
        """Return the terms, each once."""
        codes = [code.lower() for code in _codes_in(text)]
        if any(code not in self._ids for code in codes):
            raise ValueError("a code is not in the list")
        return tuple(dict.fromkeys(self._ids[code] for code in codes))

    def write(self, value: tuple[UUID, ...]) -> str:
        """Return the codes."""
        return ", ".join(term.code for term in self.terms if term.id in value)


class Register(Protocol):
    """Registers too long for a list, in which organisations are found by their names."""

    @property
    def url(self) -> str:
        """Return where scripts ask for names."""

    def called(self, text: str) -> Sequence[OrganisationName]:
        """Return the first organisations in whose name the text is."""

    def named(self, organisation_id: UUID) -> OrganisationName | None:
        """Return the organisation of this id; None if it is in none of the registers."""


class OrganisationField(TypedField):
    """An organisation of long registers, by its name."""

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        """Read names of the registers."""
        super().__init__(*args, **kwargs)
        self.register = register

    def refusal(self, typed: str) -> Message:
        """Name those that are called like it."""
        near = [one.label for one in self.register.called(typed[:_LONGEST_TYPED])]
        if not near:
            return message("No organisation in the registers is called so. Write a part of its name, or add it there.")
        return message("Write one of these as it stands here: %(names)s.", names="; ".join(near[:_MOST_NAMES]))

    def read(self, text: str) -> FieldValue:
        """Return the organisation of the name, with or without its place, if there is one and no other."""
        with suppress(ValueError):
            known = self.register.named(UUID(text))
            if known:
                return known.id
        wanted = folded(text)
        found = [one for one in self.register.called(text) if wanted in {folded(one.label), folded(one.name)}]
        exact = [one for one in found if folded(one.label) == wanted] or found
        if len(exact) != 1:
            raise ValueError("it is not one of the organisations")
        return exact[0].id

    def write(self, value: UUID) -> str:
        """Return its name and place."""
        known = self.register.named(value)
        return known.label if known else str(value)


def _codes_in(text: str) -> list[str]:
    return [code.strip() for code in text.replace(";", ",").split(",") if code.strip()]


class _FromList(SelectFieldBase):
    """A choice from a list; to be mixed into a field of WTForms before its own class."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuse what cannot even be read as a choice."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(said(_NOT_IN_LIST)) from None

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not among the choices, without repeating it; nothing at all is what other checks speak of."""
        if self.flags.required and not self.data:
            return
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(said(_NOT_IN_LIST)) from None


class _OneOf(_FromList):
    """One of few or many, or none."""

    data: FieldValue

    @property
    def value(self) -> FieldValue:
        """Return what was chosen."""
        return self.data


class OneOfFew(_OneOf, RadioField):
    """One of few: radio buttons."""


class OneOfMany(_OneOf, SelectField):
    """One of many: a list."""


class OnlyPlace(HiddenField):
    """The one place that somebody writes for: nothing to choose, whatever is posted."""

    def __init__(self, *args: Any, place_id: UUID, **kwargs: Any) -> None:
        """Stand for the place."""
        super().__init__(*args, **kwargs)
        self.value = place_id

    def _value(self) -> str:
        return str(self.value)


class _OneRecord(_OneOf):
    """At most one linked record, kept as a tuple like several."""

    def process_data(self, value: tuple[UUID, ...] | None) -> None:
        """Show the one that is kept."""
        self.data = value[0] if value else None

    @property
    def value(self) -> FieldValue:
        """Return the chosen one, alone in a tuple."""
        return (self.data,) if isinstance(self.data, UUID) else ()


class RecordOfFew(_OneRecord, RadioField):
    """One of few records: radio buttons."""


class RecordOfMany(_OneRecord, SelectField):
    """One of many records: a list."""


class Records(_FromList, SelectMultipleField):
    """Several records: boxes to tick."""

    @property
    def value(self) -> FieldValue:
        """Return the chosen ones."""
        return tuple(self.data or ())
