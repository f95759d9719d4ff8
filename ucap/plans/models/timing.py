"""Whether something is late: it follows from its days and its state, and somebody may say otherwise for a while."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Unpack

from sqlalchemy.orm import MappedColumn

from ucap.core.text import Message, counted, message
from ucap.entries.fields import PERCENT, Choices
from ucap.entries.judging import Judged, Reason, Rule
from ucap.entries.models import DeclaredBeside, FieldOptions, choice, day, number, translated_prose


class Timing(Choices):
    """Whether something is late."""

    ON_TIME = "on_time", message("On time")
    LATE = "late", message("Late")


Timed = tuple[Timing | None, Sequence[Reason[Timing]]]
"""Whether something is late, None if that is not judged, and why."""


def own_progress(**options: Unpack[FieldOptions]) -> MappedColumn[Decimal | None]:
    """Declare how much of something is done, as somebody estimates."""
    said: FieldOptions = {
        "is_running": True,
        "help": message("How much of it is done, by your own estimate."),
        **options,
    }
    return number(message("Progress"), PERCENT, **said)


def own_timing() -> MappedColumn[Timing | None]:
    """Declare what somebody says themselves about its being late."""
    return choice(
        Timing,
        message("Own judgement of its being late"),
        group=message("Whether it is late, if the computed judgement is wrong"),
        is_running=True,
        help=message("Whether it is late follows from its days and its state. Say so here if that misleads."),
    )


def own_timing_because() -> DeclaredBeside:
    """Declare the reason for it."""
    return translated_prose(
        message("Reason for the own judgement"),
        is_running=True,
        help=message("What the days do not show."),
        example=message("The council moved the vote to its next session; the works are not held up by it."),
    )


def own_timing_until() -> MappedColumn[date | None]:
    """Declare its last day."""
    return day(
        message("Own judgement holds until"),
        is_running=True,
        help=message("The last day of it; then the computed one counts again."),
    )


def timing_judged(rule: Rule) -> Judged:
    """Declare that entries are judged late or on time by the rule."""
    return Judged(
        field="timing",
        label=message("Whether it is late"),
        rule=rule,
        otherwise=message("No day of it has passed without what was to happen then."),
        colours={Timing.ON_TIME: "green", Timing.LATE: "orange"},
        quiet=[Timing.ON_TIME],
    )


def timing_of(reasons: Sequence[Reason[Timing]], *, is_judged: bool) -> Timed:
    """Return late if there is a reason, else on time; nothing for what is over or has no day."""
    if not is_judged:
        return None, ()
    return (Timing.LATE if reasons else Timing.ON_TIME), reasons


def late_since(code: str, due: object, on: date, forms: tuple[str, str], why: Message) -> list[Reason[Timing]]:
    """Return that it is late, from the day after it was due.

    Args:
        forms: how many days ago what should have happened, in the singular and the plural.
        why: the rule.
    """
    if not isinstance(due, date) or due >= on:
        return []
    return [Reason(code, Timing.LATE, counted(*forms, (on - due).days), why)]
