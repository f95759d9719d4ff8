"""What a field of an entry is: its label, its kind and how it takes part. Declared once, read by everything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self
from uuid import UUID

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


FieldValue = str | Decimal | date | UUID | tuple[UUID, ...] | None
"""What a field can hold: text, a number, a day, a choice (a kind of text), an id, ids of linked entries."""


@dataclass(frozen=True)
class Line:
    """A single line of text."""

    longest: int = 300


@dataclass(frozen=True)
class Prose:
    """Text in Markdown."""

    longest: int = 20_000


@dataclass(frozen=True)
class Number:
    """A decimal number, up to 15 digits before and 6 after the point."""


@dataclass(frozen=True)
class Day:
    """A day of the calendar."""


@dataclass(frozen=True)
class Choice:
    """One of a closed set."""

    choices: type[Choices]


@dataclass(frozen=True)
class SideOfPlan:
    """One of the sides of the plan's pairing."""


@dataclass(frozen=True)
class Links:
    """Links to other entries of the plan.

    Attributes:
        to: the type of the entries linked to.
        is_single: whether there is at most one.
    """

    to: str
    is_single: bool = False


Kind = Line | Prose | Number | Day | Choice | SideOfPlan | Links


@dataclass(frozen=True, kw_only=True)
class Field:
    """The declaration of a field.

    Attributes:
        name: as the attribute, the form and the log call it.
        label: what people call it.
        help: what to write there.
        example: an example of a good answer.
        is_essential: whether an entry cannot be saved without it.
        is_needed: whether agreement will need it.
        is_running: whether it reports on the way (logged, never reopens an agreement) instead of being agreed.
        is_translated: whether its text is kept by language.
    """

    name: str = ""
    label: Message
    kind: Kind
    help: Message | None = None
    example: Message | None = None
    is_essential: bool = False
    is_needed: bool = False
    is_running: bool = False
    is_translated: bool = False


FieldValues = Mapping[str, FieldValue]


def value_from_log(field: Field, logged: str | None) -> FieldValue:
    """Return the value that the log keeps as JSON; of a field of links, the one entry the event speaks of."""
    if logged is None:
        return None
    text = str(json.loads(logged))
    match field.kind:
        case Number():
            return Decimal(text)
        case Day():
            return date.fromisoformat(text)
        case Choice(choices):
            return choices.of(text)
        case SideOfPlan():
            return UUID(text)
        case Links():
            return (UUID(text),)
        case Line() | Prose():
            return text
