"""Pilots: a test of a measure in one place, with a hypothesis, a period, a stop rule and a decision."""

from datetime import date

from sqlalchemy.orm import Mapped

from ucap.core.money import Money
from ucap.core.text import message, plural_forms
from ucap.entries.fields import Beside, Check, Choices, FieldValues
from ucap.entries.judging import own_judgement_checks
from ucap.entries.models import DeclaredBeside, Entry, choice, day, links, money, translated_line, translated_prose


class Stage(Choices):
    """How far a pilot is, in this order."""

    IDEA = "idea", message("Idea")
    DESIGNED = "designed", message("Designed")
    FUNDED = "funded", message("Funded")
    RUNNING = "running", message("Running")
    EVALUATED = "evaluated", message("Evaluated")
    DECIDED = "decided", message("Decided")


class Decision(Choices):
    """What is done with what was tried."""

    SCALE = "scale", message("Scale up")
    ADAPT = "adapt", message("Adapt and try again")
    STOP = "stop", message("Stop")


class Health(Choices):
    """How a pilot goes; the worse, the later in this order."""

    ON_TRACK = "on_track", message("On track")
    AT_RISK = "at_risk", message("At risk")
    NOT_REPORTED = "not_reported", message("Not reported")
    OFF_TRACK = "off_track", message("Off track")


def _is_in_order(values: FieldValues) -> bool:
    first, last = values.get("starts_on"), values.get("ends_on")
    return not (isinstance(first, date) and isinstance(last, date)) or first <= last


class Pilot(Entry):
    """A test of a measure in one place."""

    __tablename__ = "pilots"
    section = Beside.PILOTS
    singular = message("Pilot")
    plural = message("Pilots")
    adding = message("Add a pilot")
    count = plural_forms("%(count)s pilot", "%(count)s pilots")
    purpose = message("A test of a measure in one place: what you expect, how long you try, when you stop.")
    is_per_place = True
    over = ("decision", Decision.STOP)
    checks = (
        Check(
            code="pilot-ends-before-it-begins",
            field="ends_on",
            said=message("The test ends before it begins."),
            why=message("The day on which a test ends comes after the day on which it begins, or is the same."),
            passes=_is_in_order,
        ),
        Check(
            code="decided-without-decision",
            field="decision",
            said=message("It is called decided, and nobody can read what was decided."),
            why=message("A pilot ends in a decision: scale up, adapt and try again, or stop."),
            passes=lambda values: values.get("stage") != Stage.DECIDED or values.get("decision") is not None,
        ),
        Check(
            code="decided-by-nobody",
            field="decided_by",
            said=message("It is decided, and nobody can read by whom."),
            why=message("A decision holds if it says who took it."),
            passes=lambda values: values.get("decision") is None or bool(values.get("decided_by")),
        ),
        Check(
            code="decided-without-next-step",
            field="next_step",
            said=message("It is decided, and nobody can read what comes next."),
            why=message("A decision that no next step follows changes nothing, and even a stop has one."),
            passes=lambda values: values.get("decision") is None or bool(values.get("next_step")),
        ),
        *own_judgement_checks("health"),
    )

    title = translated_line(
        message("Name of the pilot"),
        help=message("What is tried and where, in a few words."),
        example=message("Water plaza on the market square"),
        is_essential=True,
    )
    stage: Mapped[Stage | None] = choice(
        Stage, message("Stage"), is_running=True, is_badge=True, help=message("How far the pilot is.")
    )
    measures = links(
        message("Measures it tests"),
        "measure",
        is_needed=True,
        help=message("The transfer measures that are tried here."),
    )
    activities = links(
        message("Activities it belongs to"), "activity", help=message("The activities that prepare it or carry it out.")
    )
    site = translated_line(
        message("Site"),
        help=message("Where exactly: the street, the square, the building."),
        example=message("The vegetable market in the walled city"),
    )
    lead = translated_line(
        message("Lead of the pilot"),
        is_needed=True,
        help=message("The department or organisation in charge."),
        example=message("Drainage department of the municipal corporation"),
    )
    partners = links(
        message("Partners of the pilot"),
        "stakeholder",
        help=message("Stakeholders of the plan that take part."),
    )
    hypothesis = translated_prose(
        message("Hypothesis"),
        group=message("What is tested"),
        is_needed=True,
        help=message("What you expect to happen if you do this, in a form that can turn out wrong."),
        example=message("If the square stores the first 40 mm of rain, the streets around it stay open."),
    )
    baseline = translated_prose(
        message("What it is compared with"),
        is_needed=True,
        help=message("What it was like before, or what it is like elsewhere in the same days."),
        example=message("The same streets in the monsoons of 2023 and 2024."),
    )
    starts_on: Mapped[date | None] = day(
        message("Test begins on"), is_needed=True, help=message("The first day of the test period.")
    )
    ends_on: Mapped[date | None] = day(
        message("Test ends on"), is_needed=True, help=message("The last day of the test period.")
    )
    stop_rule = translated_prose(
        message("Stop rule"),
        is_needed=True,
        help=message("What would make you stop before the end."),
        example=message("Water stands on the square for more than 24 hours, twice in one season."),
    )
    health: Mapped[Health | None] = choice(
        Health,
        message("Own judgement of how it goes"),
        group=message("How it goes, if the computed judgement is wrong"),
        is_running=True,
        help=message("How it goes is computed from dates and readings. Say so here if that misleads."),
    )
    health_because = translated_prose(
        message("Reason for the own judgement"),
        is_running=True,
        help=message("What the figures do not show."),
        example=message("The reading of July was taken while the drain was being flushed."),
    )
    health_until: Mapped[date | None] = day(
        message("Own judgement holds until"),
        is_running=True,
        help=message("The last day of it; then the computed one counts again."),
    )
    decision: Mapped[Decision | None] = choice(
        Decision,
        message("Decision"),
        group=message("What was decided"),
        is_running=True,
        help=message("What is done with what was tried."),
    )
    decided_on: Mapped[date | None] = day(
        message("Decided on"), is_running=True, help=message("The day on which it was decided.")
    )
    decided_by = translated_line(
        message("Decided by"),
        is_running=True,
        help=message("The body or post that took the decision."),
        example=message("Standing committee of the municipal corporation"),
    )
    decision_money: Mapped[Money | None] = money(
        message("Money that comes with it"), is_running=True, help=message("Amount and currency.")
    )
    next_step = translated_prose(
        message("Next step"),
        is_running=True,
        help=message("What happens now, who does it, by when."),
        example=message("The parks department tenders three more squares by March."),
    )
    legal_step = translated_prose(
        message("Legal step"),
        is_running=True,
        help=message("Which rule, contract or permit has to change."),
        example=message("The standing committee approves the change of use of the square."),
    )


def pilot_it_belongs_to(*, is_running: bool = False) -> DeclaredBeside:
    """Declare the link of a part to its pilot."""
    return links(
        message("Pilot"),
        Pilot.type_name(),
        is_single=True,
        is_essential=True,
        is_running=is_running,
        help=message("The pilot it belongs to."),
    )
