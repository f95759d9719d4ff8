"""The entry types of the six sections."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import Choices, Section
from ucap.entries.models import (
    Entry,
    choice,
    day,
    line,
    links,
    number,
    side,
    translated_line,
    translated_prose,
)


class TransferMode(Choices):
    """How a practice is taken over."""

    COPY = "copy", message("Copy a module")
    ADAPT = "adapt", message("Adapt")
    BE_INSPIRED = "be_inspired", message("Be inspired")
    DEVELOP_TOGETHER = "develop_together", message("Develop together")


class MeasureState(Choices):
    """How far a transfer measure has come."""

    PROPOSED = "proposed", message("Proposed")
    ASSESSED = "assessed", message("Assessed")
    PILOTED = "piloted", message("Piloted")
    ADOPTED = "adopted", message("Adopted")
    REJECTED = "rejected", message("Rejected")


class Area(Entry):
    """An area of cooperation: what the places work on together, in one focus sentence."""

    __tablename__ = "areas"
    section = Section.OBJECTIVES
    singular = message("Area of cooperation")
    plural = message("Areas of cooperation")
    adding = message("Add an area of cooperation")
    count = plural_forms("%(count)s area", "%(count)s areas")
    purpose = message("What the places work on together. Each area holds one to four specific objectives.")

    focus = translated_line(
        message("Focus"),
        help=message("One sentence that says what you will work on together."),
        example=message("Storing monsoon and storm water in public squares that people enjoy on dry days."),
        is_essential=True,
    )


class Objective(Entry):
    """A specific objective: a result that can be measured."""

    __tablename__ = "objectives"
    section = Section.OBJECTIVES
    singular = message("Specific objective")
    plural = message("Specific objectives")
    adding = message("Add an objective")
    count = plural_forms("%(count)s objective", "%(count)s objectives")
    purpose = message("A result that can be measured, with an indicator, a target and a date.")

    statement = translated_line(
        message("Objective"),
        help=message("What will be different, for whom and where."),
        example=message("Fewer flooded streets in the old town after heavy rain."),
        is_essential=True,
    )
    area = links(
        message("Area of cooperation"),
        to="area",
        is_single=True,
        is_needed=True,
        help=message("The area this objective belongs to."),
    )
    indicator = translated_line(
        message("Indicator"),
        is_needed=True,
        help=message("What you will measure."),
        example=message("Streets closed by flooding in a year"),
    )
    unit: Mapped[str | None] = line(
        message("Unit"), is_needed=True, help=message("What the numbers count, such as m³, % or streets.")
    )
    baseline: Mapped[Decimal | None] = number(
        message("Baseline"), is_needed=True, help=message("The value today, before you begin.")
    )
    target: Mapped[Decimal | None] = number(
        message("Target"), is_needed=True, help=message("The value you want to reach.")
    )
    due_on: Mapped[date | None] = day(
        message("Target date"), is_needed=True, help=message("When the target should be reached.")
    )


class Measure(Entry):
    """A transfer measure: a practice that one side gives and the other receives."""

    __tablename__ = "measures"
    section = Section.MEASURES
    singular = message("Transfer measure")
    plural = message("Transfer measures")
    adding = message("Add a transfer measure")
    count = plural_forms("%(count)s transfer measure", "%(count)s transfer measures")
    purpose = message("A practice that works in one city and what it takes to make it work in the other.")
    must_differ = ("giver_id", "receiver_id")

    title = translated_line(
        message("Name of the measure"),
        help=message("A short name that both sides will recognise."),
        example=message("Water plaza for a dense market quarter"),
        is_essential=True,
    )
    giver_id: Mapped[UUID | None] = side(
        message("Given by"), is_needed=True, help=message("Where the practice works today.")
    )
    receiver_id: Mapped[UUID | None] = side(
        message("Received by"), is_needed=True, help=message("Where it will be transferred to.")
    )
    practice = translated_prose(
        message("The practice"),
        is_needed=True,
        help=message("What is done at home, in words that somebody who has not seen it understands."),
    )
    why_it_works = translated_prose(
        message("Why it works there"),
        is_needed=True,
        help=message("The conditions that make it work: mandate, money, skills, data, support, site."),
    )
    must_change = translated_prose(
        message("What must change here"),
        is_needed=True,
        help=message("What the receiving city has to do differently, and why."),
    )
    mode: Mapped[TransferMode | None] = choice(TransferMode, message("How it is transferred"), is_needed=True)
    objectives = links(
        message("Objectives it serves"),
        to="objective",
        is_needed=True,
        help=message("Choose every objective that this measure helps to reach."),
    )
    state: Mapped[MeasureState | None] = choice(
        MeasureState, message("State"), is_running=True, help=message("How far the transfer has come.")
    )
