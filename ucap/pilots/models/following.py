"""What a pilot is followed by: milestones, indicators with their readings, risks and progress updates."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import Beside, Check, Choices
from ucap.entries.models import Entry, choice, day, line, links, number, terms, translated_line, translated_prose
from ucap.pilots.models.pilots import pilot_it_belongs_to


class Direction(Choices):
    """Which way an indicator should go."""

    UP = "up", message("It should rise")
    DOWN = "down", message("It should fall")


class Rhythm(Choices):
    """How often an indicator is read."""

    WEEKLY = "weekly", message("Every week")
    MONTHLY = "monthly", message("Every month")
    QUARTERLY = "quarterly", message("Every three months")
    YEARLY = "yearly", message("Every year")


class Level(Choices):
    """A step from 1 to 5."""

    ONE = "1", message("1: very low")
    TWO = "2", message("2: low")
    THREE = "3", message("3: medium")
    FOUR = "4", message("4: high")
    FIVE = "5", message("5: very high")


class RiskState(Choices):
    """Whether a risk still stands."""

    OPEN = "open", message("Open")
    HAPPENED = "happened", message("It happened")
    OVER = "over", message("Over")


class Milestone(Entry):
    """A day by which something of a pilot is done."""

    __tablename__ = "pilot_milestones"
    section = Beside.PILOTS
    singular = message("Milestone")
    plural = message("Milestones")
    adding = message("Add a milestone")
    count = plural_forms("%(count)s milestone", "%(count)s milestones")
    purpose = message("What is done by when. A milestone that is not done on its day is late.")
    is_per_place = True
    part_of = "pilot"

    title = translated_line(
        message("What is done then"),
        help=message("Something one can see or read: a permit, a basin that holds water, a report."),
        example=message("The first basin holds water"),
        is_essential=True,
    )
    pilot = pilot_it_belongs_to()
    due_on: Mapped[date | None] = day(message("Due on"), is_needed=True, help=message("The day by which it is done."))
    done_on: Mapped[date | None] = day(
        message("Done on"), is_running=True, help=message("The day on which it was done. Empty if it is not.")
    )
    note = translated_prose(
        message("Note on the milestone"),
        is_running=True,
        help=message("Why it came earlier or later."),
        example=message("The permit took two weeks longer because of the holidays."),
    )


class Indicator(Entry):
    """What is measured in a pilot."""

    __tablename__ = "pilot_indicators"
    section = Beside.PILOTS
    singular = message("Indicator")
    plural = message("Indicators")
    adding = message("Add an indicator")
    count = plural_forms("%(count)s indicator", "%(count)s indicators")
    purpose = message("What is measured, where it stood before and where it should be.")
    is_per_place = True
    part_of = "pilot"
    tells_parts = ("unit", "baseline_value", "target")
    checks = (
        Check(
            code="target-against-direction",
            field="target",
            said=message("The target lies on the wrong side of the baseline."),
            why=message("What should rise has a target above its baseline; what should fall, one below."),
            passes=lambda values: _fits_direction(
                values.get("direction"), values.get("baseline_value"), values.get("target")
            ),
        ),
    )

    title = translated_line(
        message("What is measured"),
        help=message("So that two people would count the same."),
        example=message("Hours that water stands on the square after rain"),
        is_essential=True,
    )
    pilot = pilot_it_belongs_to()
    unit: Mapped[str | None] = line(
        message("Unit"), is_needed=True, help=message("In what it is counted."), example=message("hours")
    )
    direction: Mapped[Direction | None] = choice(
        Direction, message("Direction"), is_needed=True, help=message("Which way it should go.")
    )
    baseline_value: Mapped[Decimal | None] = number(
        message("Baseline"), is_needed=True, help=message("The value before the test.")
    )
    baseline_on: Mapped[date | None] = day(message("Day of the baseline"), help=message("When it was measured."))
    target: Mapped[Decimal | None] = number(message("Target"), is_needed=True, help=message("The value to reach."))
    target_on: Mapped[date | None] = day(
        message("Day of the target"), is_needed=True, help=message("The day by which it is reached.")
    )
    rhythm: Mapped[Rhythm | None] = choice(
        Rhythm, message("How often it is read"), help=message("A reading that does not come in time is missed.")
    )
    method = translated_prose(
        message("How it is measured"),
        help=message("Who reads it, where, with what."),
        example=message("The level gauge in basin 2, read at nine."),
    )


def _fits_direction(direction: object, baseline: object, target: object) -> bool:
    if not (isinstance(baseline, Decimal) and isinstance(target, Decimal)):
        return True
    return target > baseline if direction is Direction.UP else direction is not Direction.DOWN or target < baseline


class Reading(Entry):
    """A value of an indicator on a day. A wrong one is corrected: what it said before stays in its history."""

    __tablename__ = "pilot_readings"
    section = Beside.PILOTS
    singular = message("Reading")
    plural = message("Readings")
    adding = message("Add a reading")
    count = plural_forms("%(count)s reading", "%(count)s readings")
    purpose = message("A value on a day, and how good it is. Correct a wrong one: its history keeps what it said.")
    is_per_place = True
    part_of = "indicator"

    read_on: Mapped[date | None] = day(
        message("Read on"), is_essential=True, is_running=True, help=message("The day that the value is of.")
    )
    value: Mapped[Decimal | None] = number(
        message("Value"), is_essential=True, is_running=True, help=message("In the unit of the indicator.")
    )
    indicator = links(
        message("Indicator"),
        "indicator",
        is_single=True,
        is_essential=True,
        is_running=True,
        help=message("What was measured."),
    )
    quality = terms(
        message("Quality of the value"),
        "data_quality_u4ssc",
        is_single=True,
        is_running=True,
        help=message("How the value was found."),
    )
    note = translated_prose(
        message("Note on the reading"),
        is_running=True,
        help=message("What one must know to read it right."),
        example=message("The gauge was cleaned on this day; the values before may be low."),
    )


class Risk(Entry):
    """What may go wrong with a pilot."""

    __tablename__ = "pilot_risks"
    section = Beside.PILOTS
    singular = message("Risk")
    plural = message("Risks")
    adding = message("Add a risk")
    count = plural_forms("%(count)s risk", "%(count)s risks")
    purpose = message("What may go wrong, how likely and how bad that is, and what you do about it.")
    is_per_place = True
    part_of = "pilot"
    over = ("state", RiskState.OVER)

    title = translated_line(
        message("What may go wrong"),
        help=message("In a sentence."),
        example=message("The pump is stolen before the monsoon."),
        is_essential=True,
    )
    pilot = pilot_it_belongs_to()
    likelihood: Mapped[Level | None] = choice(
        Level, message("Likelihood"), is_needed=True, is_running=True, help=message("How likely it is.")
    )
    impact: Mapped[Level | None] = choice(
        Level, message("Impact"), is_needed=True, is_running=True, help=message("How bad it would be.")
    )
    response = translated_prose(
        message("Response"),
        is_needed=True,
        is_running=True,
        help=message("What you do so that it does not happen, or hurts less."),
        example=message("It is bolted to the wall, and the night guard checks it."),
    )
    owner = translated_line(
        message("Owner"),
        is_running=True,
        names_people=True,
        help=message("The post that watches it, or a person."),
        example=message("Deputy engineer, drainage"),
    )
    state: Mapped[RiskState | None] = choice(
        RiskState, message("State of the risk"), is_running=True, help=message("Whether it still stands.")
    )


class Update(Entry):
    """How a pilot goes, told on a day."""

    __tablename__ = "pilot_updates"
    section = Beside.PILOTS
    singular = message("Progress update")
    plural = message("Progress updates")
    adding = message("Tell how it goes")
    count = plural_forms("%(count)s progress update", "%(count)s progress updates")
    purpose = message("What happened since the last time, in a few sentences. It takes two minutes.")
    is_per_place = True
    part_of = "pilot"
    files_in = "attachment"

    title = translated_line(
        message("In a sentence"),
        help=message("What you would tell on the phone."),
        example=message("The first rain filled two basins, and they were empty by noon."),
        is_essential=True,
        is_running=True,
    )
    pilot = pilot_it_belongs_to(is_running=True)
    told_on: Mapped[date | None] = day(
        message("Day"), is_running=True, help=message("The day that it is about. Empty for the day you save it.")
    )
    text = translated_prose(
        message("More about it"),
        is_running=True,
        help=message("If there is more to say."),
        example=message("The pump ran for two hours. The traders on the south side want a lower step."),
    )
