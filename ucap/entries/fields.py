"""What a field of an entry is: its label, its kind and how it takes part. Declared once, read by everything."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self
from uuid import UUID

from ucap.core.money import Money
from ucap.core.text import Message, message


class Choices(StrEnum):
    """A closed set whose members carry the label that people read.

    Attributes:
        label: what people read.
    """

    label: Message

    def __new__(cls, value: str, label: Message) -> Self:
        """Make a member of its value and label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """Return the member that has the value.

        Raises:
            KeyError: if there is none.
        """
        return {str(member): member for member in cls}[value]


class Section(Choices):
    """The six sections of a plan, in their order."""

    CONTEXT = "context", message("Context")
    OBJECTIVES = "objectives", message("Objectives")
    MEASURES = "measures", message("Transfer measures")
    ACTIVITIES = "activities", message("Activities")
    LEARNINGS = "learnings", message("Learnings")
    COMMITMENTS = "commitments", message("Commitments")


class Beside(Choices):
    """What belongs to a plan beside its sections: nobody signs it, and each has pages of its own."""

    STAKEHOLDERS = "stakeholders", message("Stakeholders")
    PILOTS = "pilots", message("Pilots")


Part = Section | Beside
"""Where in a plan an entry stands."""

PARTS: tuple[Part, ...] = (*Section, *Beside)
"""The parts of a plan, in their order."""


def part_of(value: str) -> Part:
    """Return the part of this value.

    Raises:
        KeyError: if there is none.
    """
    return {str(part): part for part in PARTS}[value]


FieldValue = str | Decimal | date | Money | UUID | tuple[UUID, ...] | None
"""What a field can hold: text, a number, a day, money, a choice (a kind of text), an id, ids of entries or terms."""


@dataclass(frozen=True)
class Kind:
    """What a field's values are and how the log writes them."""

    def from_text(self, text: str) -> FieldValue:
        """Return the value that the log wrote as this text."""
        return text


@dataclass(frozen=True)
class Line(Kind):
    """A single line of text."""

    longest: int = 300


@dataclass(frozen=True)
class Prose(Kind):
    """Text in Markdown."""

    longest: int = 20_000


@dataclass(frozen=True)
class Number(Kind):
    """A decimal number, up to 15 digits before and 6 after the point.

    Attributes:
        least, most: its bounds, both allowed.
        decimals: how many digits it may have after the point.
        unit: what is written behind it.
    """

    least: Decimal = Decimal("-999999999999999.999999")
    most: Decimal = Decimal("999999999999999.999999")
    decimals: int = 6
    unit: str = ""

    def from_text(self, text: str) -> FieldValue:
        """Return the number."""
        return Decimal(text)


YEAR = Number(least=Decimal(1900), most=Decimal(2200), decimals=0)
PERCENT = Number(least=Decimal(0), most=Decimal(100), decimals=1, unit="%")


@dataclass(frozen=True)
class Day(Kind):
    """A day of the calendar."""

    def from_text(self, text: str) -> FieldValue:
        """Return the day."""
        return date.fromisoformat(text)


@dataclass(frozen=True)
class Amount(Kind):
    """Money in any currency."""

    def from_text(self, text: str) -> FieldValue:
        """Return the money."""
        return Money.of(text)


@dataclass(frozen=True)
class Choice(Kind):
    """One of a closed set."""

    choices: type[Choices]

    def from_text(self, text: str) -> FieldValue:
        """Return the member."""
        return self.choices.of(text)


@dataclass(frozen=True)
class SideOfPlan(Kind):
    """One of the sides of the plan's pairing."""

    def from_text(self, text: str) -> FieldValue:
        """Return the side's id."""
        return UUID(text)


@dataclass(frozen=True)
class PlaceOfPlan(SideOfPlan):
    """One of the places of the plan's pairing."""


@dataclass(frozen=True)
class OrganisationOfPlan(SideOfPlan):
    """One of the organisations in the registers of the plan's places."""


@dataclass(frozen=True)
class Several(Kind):
    """Ids of other records, each kept and logged by itself.

    Attributes:
        is_single: whether there is at most one.
    """

    is_single: bool = False

    def from_text(self, text: str) -> FieldValue:
        """Return the one id that the event speaks of."""
        return (UUID(text),)


@dataclass(frozen=True, kw_only=True)
class Links(Several):
    """Links to other entries of the plan.

    Attributes:
        to: the types of the entries linked to.
    """

    to: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Terms(Several):
    """Terms of controlled vocabularies.

    Attributes:
        schemes: the vocabularies they may come from.
    """

    schemes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Field:
    """The declaration of a field.

    Attributes:
        name: as the attribute, the form and the log call it.
        label: what people call it.
        help: what to write there.
        example: an example of a good answer.
        group: heading over this field and those after it in the form; None if it belongs to the one before.
        is_essential: whether an entry cannot be saved without it.
        is_needed: whether agreement will need it.
        is_running: whether it reports on the way (logged, never reopens an agreement) instead of being agreed.
        is_translated: whether its text is kept by language.
        is_badge: whether it is shown as a mark beside the entry's title.
        names_people: whether it holds names of people: what it held before is erased when one of them is.
        is_given: whether the program says it when the entry is made, such as of a file; no form asks for it.
        note_of: name of the field that this one only says more about; the form keeps the two together.
    """

    name: str = ""
    label: Message
    kind: Kind
    help: Message | None = None
    example: Message | None = None
    group: Message | None = None
    is_essential: bool = False
    is_needed: bool = False
    is_running: bool = False
    is_translated: bool = False
    is_badge: bool = False
    names_people: bool = False
    is_given: bool = False
    note_of: str = ""


FieldValues = Mapping[str, FieldValue]


@dataclass(frozen=True, kw_only=True)
class Check:
    """What an entry has to pass to be complete, beyond fields that are needed; one that fails is a finding.

    Attributes:
        code: names the check for good: it is kept with the entry.
        field: where it is mended.
        said: what is wrong, in a sentence.
        why: the rule, in a sentence.
        passes: whether values are in order.
    """

    code: str
    field: str
    said: Message
    why: Message
    passes: Callable[[FieldValues], bool]


NEEDED = "needed"
"""The code of the check that every needed field goes through: it is not empty."""


def value_from_log(field: Field, logged: str | None) -> FieldValue:
    """Return the value that the log keeps as JSON; of several ids, the one the event speaks of."""
    return None if logged is None else field.kind.from_text(str(json.loads(logged)))


def is_same(one: FieldValue, other: FieldValue) -> bool:
    """Tell whether two values of a field say the same; ids do in any order, no text as an empty one."""
    if isinstance(one, tuple) or isinstance(other, tuple):
        return _ids(one) == _ids(other)
    return (one if one != "" else None) == (other if other != "" else None)


def _ids(value: FieldValue) -> set[UUID]:
    return set(value) if isinstance(value, tuple) else set()
