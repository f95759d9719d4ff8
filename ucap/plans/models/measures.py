"""Transfer measures: what one side gives and the other receives, module by module."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import Check, Choices, FieldValues, Section
from ucap.entries.models import Entry, choice, links, side, translated_line, translated_prose


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


class Condition(Choices):
    """Whether a condition is met at the receiving place."""

    YES = "yes", message("Yes")
    PARTLY = "partly", message("Partly")
    NO = "no", message("No")
    UNKNOWN = "unknown", message("Not known yet")


class Outcome(Choices):
    """What is done with a module."""

    TAKE = "take", message("Take it")
    ADAPT = "adapt", message("Adapt it")
    PREPARE = "prepare", message("Prepare first")
    NOT_FOR_US = "not_for_us", message("Not for us")


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
    is_expected = True
    over = ("state", MeasureState.REJECTED)

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
        group=message("What is transferred"),
        is_needed=True,
        help=message("What is done at home, in words that somebody who has not seen it understands."),
        example=message("A sunken square collects rain from roofs and streets. On dry days it is a sports court."),
    )
    why_it_works = translated_prose(
        message("Why it works there"),
        is_needed=True,
        help=message("The conditions that make it work: mandate, money, skills, data, support, site."),
        example=message("The water authority pays for storage it would otherwise have to dig."),
    )
    must_change = translated_prose(
        message("What must change here"),
        is_needed=True,
        help=message("What the receiving city has to do differently, and why."),
        example=message("Monsoon rain lasts for weeks, so the square must empty within six hours."),
    )
    mode: Mapped[TransferMode | None] = choice(
        TransferMode,
        message("How it is transferred"),
        group=message("How, for what, how far"),
        is_needed=True,
        is_badge=True,
        help=message("How close to the original it will be."),
    )
    objectives = links(
        message("Objectives it serves"),
        "objective",
        is_needed=True,
        help=message("Choose every objective that this measure helps to reach."),
    )
    state: Mapped[MeasureState | None] = choice(
        MeasureState, message("State"), is_running=True, is_badge=True, help=message("How far the transfer has come.")
    )


_CONDITIONS = ("mandate", "money", "skills", "data", "support", "physical")


def _unmet(values: FieldValues) -> list[str]:
    """Return the conditions that are not met."""
    return [name for name in _CONDITIONS if values.get(name) is Condition.NO]


def _is_checked(values: FieldValues) -> bool:
    """Tell whether somebody has looked at every condition."""
    return all(values.get(name) is not None for name in _CONDITIONS)


class Module(Entry):
    """A part of a transfer measure that can be taken by itself, checked against the receiving place's conditions."""

    __tablename__ = "modules"
    section = Section.MEASURES
    singular = message("Module")
    plural = message("Modules")
    adding = message("Add a module")
    count = plural_forms("%(count)s module", "%(count)s modules")
    purpose = message("A part of a measure that can be taken by itself. Check each against the conditions here.")
    checks = (
        Check(
            code="checked-without-outcome",
            field="outcome",
            said=message("It was checked against the conditions, and nobody has said what follows."),
            why=message("Checking a module ends in a decision: take it, adapt it, prepare first, or not for you."),
            passes=lambda values: values.get("outcome") is not None or not _is_checked(values),
        ),
        Check(
            code="taken-against-conditions",
            field="outcome",
            said=message("It is to be taken as it is, although a condition is not met."),
            why=message("What lacks a mandate, money, skills, data, support or a site is adapted or prepared first."),
            passes=lambda values: values.get("outcome") != Outcome.TAKE or not _unmet(values),
        ),
        Check(
            code="refused-without-reason",
            field="because",
            said=message("It is not for you, and nobody can read why."),
            why=message("Other places learn from what was not taken only if the reason is written down."),
            passes=lambda values: values.get("outcome") != Outcome.NOT_FOR_US or bool(values.get("because")),
        ),
    )

    title = translated_line(
        message("Name of the module"),
        help=message("A part that could be taken without the others."),
        example=message("Agreement with the water authority on who pays for storage"),
        is_essential=True,
    )
    measure = links(
        message("Transfer measure"),
        "measure",
        is_single=True,
        is_needed=True,
        help=message("The measure it is a part of."),
    )
    mandates = links(
        message("Mandates it needs"),
        "mandate",
        help=message("Powers, from the context, without which it does not work."),
    )
    mandate: Mapped[Condition | None] = choice(
        Condition, message("Mandate"), group=message("Are the conditions met?"), help=message("May we do this?")
    )
    mandate_note = translated_line(message("Note on the mandate"), note_of="mandate")
    money: Mapped[Condition | None] = choice(Condition, message("Money"), help=message("Can we pay for it?"))
    money_note = translated_line(message("Note on money"), note_of="money")
    skills: Mapped[Condition | None] = choice(
        Condition, message("Skills"), help=message("Do we have people who can do it?")
    )
    skills_note = translated_line(message("Note on skills"), note_of="skills")
    data: Mapped[Condition | None] = choice(
        Condition, message("Data"), help=message("Do we know what we need to know?")
    )
    data_note = translated_line(message("Note on data"), note_of="data")
    support: Mapped[Condition | None] = choice(
        Condition, message("Support"), help=message("Do council, staff and residents want it?")
    )
    support_note = translated_line(message("Note on support"), note_of="support")
    physical: Mapped[Condition | None] = choice(
        Condition, message("Physical conditions"), help=message("Do ground, climate and buildings allow it?")
    )
    physical_note = translated_line(message("Note on physical conditions"), note_of="physical")
    outcome: Mapped[Outcome | None] = choice(
        Outcome,
        message("Outcome"),
        is_badge=True,
        group=message("What follows"),
        help=message("What you will do with this module."),
    )
    because = translated_prose(
        message("Because"),
        help=message("Why; above all if it is not for you."),
        example=message("The square and the drains belong to one body here, so no agreement is needed."),
    )
