"""Activities: what each place does, when, with whom and with which money."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from ucap.core.money import Money
from ucap.core.text import message, plural_forms
from ucap.entries.fields import PERCENT, Check, Choices, FieldValue, FieldValues, Section
from ucap.entries.judging import Related, own_judgement_checks
from ucap.entries.models import Entry, choice, day, links, money, terms, translated_line, translated_prose
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


class ActivityKind(Choices):
    """What kind of activity it is."""

    STUDY_VISIT = "study_visit", message("Study visit")
    WORKSHOP = "workshop", message("Workshop")
    STAFF_EXCHANGE = "staff_exchange", message("Staff exchange")
    BASELINE_STUDY = "baseline_study", message("Baseline study")
    CAMPAIGN = "campaign", message("Campaign")
    WORKS = "works", message("Works")
    REGULATION = "regulation", message("Regulation")
    PILOT = "pilot", message("Pilot")
    OTHER = "other", message("Other")


class FundingStatus(Choices):
    """How certain the money is."""

    IDEA = "idea", message("Idea")
    SOUGHT = "sought", message("Sought")
    PROMISED = "promised", message("Promised")
    IN_BUDGET = "in_budget", message("In the budget")
    DISBURSED = "disbursed", message("Disbursed")


class ActivityStatus(Choices):
    """How far an activity has come."""

    PLANNED = "planned", message("Planned")
    ONGOING = "ongoing", message("Ongoing")
    DONE = "done", message("Done")
    DROPPED = "dropped", message("Dropped")


def _is_in_order(first: FieldValue, last: FieldValue) -> bool:
    return not (isinstance(first, date) and isinstance(last, date)) or first <= last


def _costs(value: FieldValue) -> bool:
    return isinstance(value, Money) and value.amount > 0


def _timing(values: FieldValues, _related: Sequence[Related], on: date) -> Timed:
    """Return whether it is late: it has not ended on its last day, or nobody said that it began on its first."""
    starts_on, ends_on, status = values.get("starts_on"), values.get("ends_on"), values.get("status")
    reasons = late_since("not-ended", ends_on, on, _NOT_ENDED, _END_OF_ACTIVITIES)
    if not reasons and status in {None, ActivityStatus.PLANNED}:
        reasons = late_since("not-begun", starts_on, on, _NOT_BEGUN, _BEGINNING_OF_ACTIVITIES)
    is_over = status in {ActivityStatus.DONE, ActivityStatus.DROPPED}
    return timing_of(reasons, is_judged=not is_over and (starts_on or ends_on) is not None)


_NOT_ENDED = plural_forms("It should have ended %(count)s day ago.", "It should have ended %(count)s days ago.")
_END_OF_ACTIVITIES = message("After its last day an activity is late until it is called done or dropped.")
_NOT_BEGUN = plural_forms(
    "It should have begun %(count)s day ago, and nobody has said that it has.",
    "It should have begun %(count)s days ago, and nobody has said that it has.",
)
_BEGINNING_OF_ACTIVITIES = message(
    "After its first day an activity is late until it is called ongoing, done or dropped."
)


class Activity(Entry):
    """Something a place does to carry a measure out."""

    __tablename__ = "activities"
    section = Section.ACTIVITIES
    singular = message("Activity")
    plural = message("Activities")
    adding = message("Add an activity")
    count = plural_forms("%(count)s activity", "%(count)s activities")
    purpose = message("What a place does, when, with whom and with which money.")
    is_per_place = True
    is_expected = True
    over = ("status", ActivityStatus.DROPPED)
    judged = timing_judged(_timing)
    checks = (
        Check(
            code="nobody-leads",
            field="lead",
            said=message("Nobody is in charge of it yet."),
            why=message("An activity that no department or organisation leads is carried out by nobody."),
            passes=lambda values: bool(values.get("lead")),
        ),
        Check(
            code="nobody-pays",
            field="funding_source",
            said=message("It costs money, and nobody has said who pays."),
            why=message("Money that no programme, budget or partner is named for is hoped for, not planned."),
            passes=lambda values: not _costs(values.get("cost")) or bool(values.get("funding_source")),
        ),
        Check(
            code="ends-before-it-begins",
            field="ends_on",
            said=message("It ends before it begins."),
            why=message("The day on which an activity ends comes after the day on which it begins, or is the same."),
            passes=lambda values: _is_in_order(values.get("starts_on"), values.get("ends_on")),
        ),
        Check(
            code="done-by-half",
            field="progress",
            said=message("It is called done, and its progress says otherwise."),
            why=message("What is done has come to 100 %; what has not is still going on."),
            passes=lambda values: (
                values.get("status") != ActivityStatus.DONE or values.get("progress") in {None, PERCENT.most}
            ),
        ),
        Check(
            code="dropped-without-reason",
            field="dropped_because",
            said=message("It was dropped, and nobody can read why."),
            why=message("Partners and successors learn from what was dropped only if the reason is written down."),
            passes=lambda values: values.get("status") != ActivityStatus.DROPPED or bool(values.get("dropped_because")),
        ),
        *own_judgement_checks("timing"),
    )

    title = translated_line(
        message("Title"),
        help=message("What will be done, in a few words."),
        example=message("Design workshop with the market traders"),
        is_essential=True,
    )
    kind: Mapped[ActivityKind | None] = choice(
        ActivityKind,
        message("Kind"),
        is_needed=True,
        is_badge=True,
        help=message("What sort of activity it is; the plan can be read by kind."),
    )
    measures = links(
        message("Measures it carries"),
        "measure",
        is_needed=True,
        help=message("The transfer measures it helps to carry out."),
    )
    description = translated_prose(
        message("What is done"),
        is_needed=True,
        help=message("Who does what, with whom and where, step by step."),
        example=message(
            "Three evenings at the market: traders mark on a map where water stands and what must stay open."
        ),
    )
    lead = translated_line(
        message("Lead"),
        is_needed=True,
        help=message("The department or organisation in charge."),
        example=message("Drainage department of the municipal corporation"),
    )
    partners = translated_line(
        message("Partners"),
        help=message("Organisations that take part."),
        example=message("Market traders' association, institute of technology"),
    )
    starts_on: Mapped[date | None] = day(
        message("Begins on"),
        group=message("When"),
        is_needed=True,
        help=message("The first day of it, as far as you know today."),
    )
    ends_on: Mapped[date | None] = day(
        message("Ends on"),
        is_needed=True,
        help=message("The last day of it."),
    )
    cost: Mapped[Money | None] = money(
        message("Cost"),
        group=message("Money"),
        is_needed=True,
        help=message("Amount and currency."),
    )
    funding_family = terms(
        message("Kind of funding"),
        "finance_family",
        help=message("Every kind of money that pays for it."),
    )
    funding_source = translated_line(
        message("Source of funding"),
        help=message("Who pays, from which programme or budget."),
        example=message("Annual budget of the drainage department"),
    )
    funding: Mapped[FundingStatus | None] = choice(
        FundingStatus, message("Status of the funding"), is_running=True, help=message("How certain the money is.")
    )
    legal_step = translated_prose(
        message("Council or legal step needed"),
        group=message("Decisions and results"),
        help=message("Which decision, by whom, by when."),
        example=message("The standing committee approves the tender in March."),
    )
    output = translated_prose(
        message("Expected output"),
        is_needed=True,
        help=message("What will be there afterwards."),
        example=message("A sketch of the square that the traders have signed."),
    )
    result = translated_prose(
        message("Expected result"),
        help=message("What will be different because of it."),
        example=message("Stalls stay open during the works."),
    )
    status: Mapped[ActivityStatus | None] = choice(
        ActivityStatus,
        message("Status"),
        group=message("How it goes"),
        is_running=True,
        is_badge=True,
        help=message("How far it has come."),
    )
    progress: Mapped[Decimal | None] = own_progress()
    evidence = translated_prose(
        message("Evidence"),
        is_running=True,
        help=message("What shows how far it has come: a decision, a bill, a picture, a report."),
        example=message("Minutes of the three evenings, with the maps that the traders drew"),
    )
    dropped_because = translated_prose(
        message("Reason if dropped"),
        is_running=True,
        help=message("What stood in the way, so that others need not find out again."),
        example=message("The site was sold before the permit came."),
    )
    timing: Mapped[Timing | None] = own_timing()
    timing_because = own_timing_because()
    timing_until: Mapped[date | None] = own_timing_until()
