"""When a personal link opens something, and when somebody may be asked by one. Pure functions."""

from datetime import datetime, timedelta

from ucap.core.text import Message, message
from ucap.entries.fields import Prose

LONGEST_ANSWER = 5_000
LIVES = (14, 30, 90)
"""For so many days a link may open, as whoever makes it chooses."""

USUAL_LIFE = timedelta(days=30)


def refusal_of_answer_link(*, withdrawn_at: datetime | None, expires_at: datetime, at: datetime) -> Message | None:
    """Tell why the link opens nothing any more, or None if it does."""
    if withdrawn_at is not None:
        return message("This link was withdrawn. Ask who sent it.")
    if at >= expires_at:
        return message("The time in which this link could be used is over. Ask who sent it.")
    return None


def refusal_to_ask_by_link(*, has_stakeholder: bool, is_answered: bool, is_settled: bool) -> Message | None:
    """Tell why nobody can be asked by a link, or None if somebody can.

    Args:
        is_settled: whether it is said what happened to the input: an answer that comes later had no part in that.
    """
    if is_answered:
        return message("This question was answered by link. To ask again, add another engagement.")
    if is_settled:
        return message("It is said already what happened to the input. To ask again, add another engagement.")
    if not has_stakeholder:
        return message("Say first who is asked: choose the stakeholder of this engagement.")
    return None


def with_answer(standing: str, answer: str) -> str | None:
    """Return what the engagement gave, the answer at its end; None if that is too long to be kept."""
    whole = "\n\n".join(part for part in (standing.strip(), answer) if part)
    return whole if len(whole) <= Prose().longest else None
