"""Transfer measures: what one side gives and the other receives, module by module."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import PERCENT, Check, Choices, FieldValues, Section
from ucap.entries.judging import Related, own_judgement_checks
from ucap.entries.models import Entry, choice, day, links, side, translated_line, translated_prose
from ucap.plans.models.states import STATE_JUDGED, Condition, MeasureState, Outcome, is_checked, unmet
from ucap.plans.models.timing import (
    Timed,
    Timing,
    late_since,
    own_progress,
    own_timing,
    own_timing_because,
    own_timing_until,
    timing_judged,
    timing_of,
)


class TransferMode(Choices):
    """How a practice is taken over."""

    COPY = "copy", message("Copy a module")
    ADAPT = "adapt", message("Adapt")
    BE_INSPIRED = "be_inspired", message("Be inspired")
    DEVELOP_TOGETHER = "develop_together", message("Develop together")


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
    judged = STATE_JUDGED
    checks = own_judgement_checks("state", has_end=False)

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
        MeasureState,
        message("Own judgement of the state"),
        group=message("How far it is, if the computed state is wrong"),
        is_running=True,
        help=message("How far it is follows from its modules and pilots. Say so here if that misleads."),
    )
    state_because = translated_prose(
        message("Reason for the own judgement"),
        is_running=True,
        help=message("What modules and pilots do not show."),
        example=message("The council adopted it in June without a pilot: the water authority has built two."),
    )


def _timing(values: FieldValues, _related: Sequence[Related], on: date) -> Timed:
    """Return whether it is late: it is to be taken by a day that has passed, and its progress says less than all."""
    due_on, outcome = values.get("due_on"), values.get("outcome")
    reasons = late_since("not-taken", due_on, on, _NOT_TAKEN, _DAY_OF_MODULES)
    is_over = outcome == Outcome.NOT_FOR_US or values.get("progress") == PERCENT.most
    return timing_of(reasons, is_judged=not is_over and due_on is not None)


_NOT_TAKEN = plural_forms("It should be in place since %(count)s day.", "It should be in place since %(count)s days.")
_DAY_OF_MODULES = message("After its day a module is late until its progress says 100 %, or it is not for us.")


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
            passes=lambda values: values.get("outcome") is not None or not is_checked(values),
        ),
        Check(
            code="taken-against-conditions",
            field="outcome",
            said=message("It is to be taken as it is, although a condition is not met."),
            why=message("What lacks a mandate, money, skills, data, support or a site is adapted or prepared first."),
            passes=lambda values: values.get("outcome") != Outcome.TAKE or not unmet(values),
        ),
        Check(
            code="refused-without-reason",
            field="because",
            said=message("It is not for you, and nobody can read why."),
            why=message("Other places learn from what was not taken only if the reason is written down."),
            passes=lambda values: values.get("outcome") != Outcome.NOT_FOR_US or bool(values.get("because")),
        ),
        *own_judgement_checks("timing"),
    )
    judged = timing_judged(_timing)

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
    due_on: Mapped[date | None] = day(
        message("In place by"),
        group=message("How it goes"),
        is_running=True,
        help=message("The day by which it works here, if you take, adapt or prepare it."),
    )
    progress: Mapped[Decimal | None] = own_progress()
    evidence = translated_prose(
        message("Evidence"),
        is_running=True,
        help=message("What shows how far it has come: a decision, a contract, a picture, a report."),
        example=message("Agreement with the water authority, signed on 3 March 2027"),
    )
    timing: Mapped[Timing | None] = own_timing()
    timing_because = own_timing_because()
    timing_until: Mapped[date | None] = own_timing_until()
