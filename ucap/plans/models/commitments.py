"""Commitments: what each place promises for the time after the plan, and what became of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import Check, Choices, FieldValues, Section
from ucap.entries.judging import Reason, Related, own_judgement_checks
from ucap.entries.models import Entry, choice, day, links, translated_line, translated_prose
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


class CommitmentState(Choices):
    """What became of a promise."""

    OPEN = "open", message("Open")
    KEPT = "kept", message("Kept")
    LATE = "late", message("Late")
    RELEASED = "released", message("Released")


class CheckInMonth(Choices):
    """When a promise is looked at again, after the plan ends."""

    AFTER_12 = "12", message("12 months after the plan ends")
    AFTER_24 = "24", message("24 months after the plan ends")
    AFTER_36 = "36", message("36 months after the plan ends")


def _timing(values: FieldValues, _related: Sequence[Related], on: date) -> Timed:
    """Return whether it is late: its day has passed, or somebody calls it late before."""
    due_on, state = values.get("due_on"), values.get("state")
    reasons = late_since("not-kept", due_on, on, _NOT_KEPT, _DAY_OF_PROMISES)
    if state == CommitmentState.LATE:
        reasons.append(Reason("called-late", Timing.LATE, message("It is called late."), _CALLED_LATE))
    is_over = state in {CommitmentState.KEPT, CommitmentState.RELEASED}
    return timing_of(reasons, is_judged=not is_over and (due_on is not None or bool(reasons)))


_NOT_KEPT = plural_forms("It should have been kept %(count)s day ago.", "It should have been kept %(count)s days ago.")
_DAY_OF_PROMISES = message("After its date a commitment is late until it is kept, or released with a reason.")
_CALLED_LATE = message("Who holds a promise may know before its date that it will not be kept in time.")


class Commitment(Entry):
    """A promise of a place."""

    __tablename__ = "commitments"
    section = Section.COMMITMENTS
    singular = message("Commitment")
    plural = message("Commitments")
    adding = message("Add a commitment")
    count = plural_forms("%(count)s commitment", "%(count)s commitments")
    purpose = message("What a place promises for the time after the plan, and who stands for it.")
    is_per_place = True
    is_expected = True
    over = ("state", CommitmentState.RELEASED)
    judged = timing_judged(_timing)
    checks = (
        Check(
            code="carries-nothing-on",
            field="carries",
            said=message("It carries nothing on from the plan."),
            why=message(
                "A commitment carries on a measure, an activity or a learning: else nobody knows where it comes from."
            ),
            passes=lambda values: bool(values.get("carries")),
        ),
        Check(
            code="kept-without-evidence",
            field="evidence",
            said=message("It is called kept, and nothing shows that."),
            why=message("A promise is kept when something shows it: a decision, a bill, a picture, a figure."),
            passes=lambda values: values.get("state") != CommitmentState.KEPT or bool(values.get("evidence")),
        ),
        Check(
            code="released-without-reason",
            field="reason",
            said=message("It was released, and nobody can read why."),
            why=message("A promise that is given up is given up for a reason that the partner can read."),
            passes=lambda values: values.get("state") != CommitmentState.RELEASED or bool(values.get("reason")),
        ),
        *own_judgement_checks("timing"),
    )

    promise = translated_line(
        message("The promise"),
        help=message("What you will do, in a sentence that can be checked."),
        example=message("The market square is built as a water plaza."),
        is_essential=True,
    )
    carries = links(
        message("What it carries on"),
        "measure",
        "activity",
        "pilot",
        "learning",
        help=message("Where in the plan it comes from."),
    )
    post = translated_line(
        message("Post that holds it"),
        is_needed=True,
        help=message("A post outlives a person: name the post, not the person."),
        example=message("Head of the drainage department"),
    )
    political_owner = translated_line(
        message("Political owner"),
        is_needed=True,
        names_people=True,
        help=message("The elected member who answers for it in public; name the post."),
        example=message("Chair of the standing committee"),
    )
    due_on: Mapped[date | None] = day(message("Date"), is_needed=True, help=message("By when it will be kept."))
    budget_line = translated_line(
        message("Budget line"),
        help=message("Where the money is, as the budget calls it."),
        example=message("Capital works, 2217: storm drains"),
    )
    progress: Mapped[Decimal | None] = own_progress(group=message("What became of it"))
    evidence = translated_prose(
        message("Evidence"),
        is_running=True,
        help=message("What shows that it was kept."),
        example=message("Council decision 118 of 12 June 2027"),
    )
    state: Mapped[CommitmentState | None] = choice(
        CommitmentState,
        message("State"),
        is_running=True,
        is_badge=True,
        help=message("What has become of it so far."),
    )
    reason = translated_prose(
        message("Reason if released"),
        is_running=True,
        help=message("Why it was given up, and who agreed to that."),
        example=message("The state took over the drains in 2028; the council released the city in May."),
    )
    timing: Mapped[Timing | None] = own_timing()
    timing_because = own_timing_because()
    timing_until: Mapped[date | None] = own_timing_until()


class CheckIn(Entry):
    """A look at a commitment after the plan has ended."""

    __tablename__ = "check_ins"
    section = Section.COMMITMENTS
    singular = message("Check-in")
    plural = message("Check-ins")
    adding = message("Add a check-in")
    count = plural_forms("%(count)s check-in", "%(count)s check-ins")
    purpose = message("12, 24 and 36 months after the plan ends: what became of each promise.")
    is_per_place = True

    finding = translated_line(
        message("What became of it"),
        help=message("One sentence."),
        is_essential=True,
        example=message("The plaza is built; its pumps wait for the power line."),
    )
    commitment = links(
        message("Commitment"),
        "commitment",
        is_single=True,
        is_needed=True,
        help=message("The promise that was looked at."),
    )
    month: Mapped[CheckInMonth | None] = choice(
        CheckInMonth,
        message("Which check-in"),
        is_needed=True,
        is_badge=True,
        help=message("How long after the end of the plan."),
    )
    done_on: Mapped[date | None] = day(
        message("Done on"),
        is_needed=True,
        help=message("The day on which it was looked at."),
    )
    note = translated_prose(
        message("Note"),
        help=message("What was seen, who was there, what follows."),
        example=message("Visited with the traders; the power company promised the line for October."),
    )
