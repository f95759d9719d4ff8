"""What makes sense for a pairing: its sides, its phases, its pause."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ucap.core.text import Message, message
from ucap.pairings.models import Phase

FEWEST_SIDES, MOST_SIDES = 2, 3
MOST_PLACES = 12
WORKING_LANGUAGES = (
    *("ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "gu", "hi", "hr", "hu"),
    *("id", "it", "ja", "kn", "ko", "lt", "lv", "ml", "mr", "mt", "nl", "pl", "pt", "pt-BR", "ro", "sk", "sl", "sv"),
    *("ta", "te", "th", "tr", "uk", "vi", "zh"),
)
"""The languages in which sides work, as BCP 47 tags."""

THEMES = "iuc_theme"
"""The vocabulary of the themes."""

_ORDER = list(Phase)


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done.

    Attributes:
        field: the field of the form that the message belongs to; None if it is the whole.
    """

    message: Message
    field: str | None = None


@dataclass(frozen=True)
class SideValues:
    """A side as somebody wants it."""

    place_ids: tuple[UUID, ...]
    language: str
    coordinating_body: str | None = None


@dataclass(frozen=True)
class PairingValues:
    """A pairing as somebody wants it."""

    theme_id: UUID
    topic: str
    sides: tuple[SideValues, ...]
    common_language: str | None = None
    binding_language: str | None = None


@dataclass(frozen=True)
class PhaseMove:
    """A phase that somebody wants a pairing to be in, since when, and why."""

    to: Phase
    on: date
    reason: str | None = None


def places_field(position: int) -> str:
    """Return the name of the field with the places of a side."""
    return f"places_{position}"


def refusal_of_sides(sides: Sequence[SideValues]) -> Refusal | None:
    """Tell why these cannot be the sides of a pairing; None if they can."""
    if not FEWEST_SIDES <= len(sides) <= MOST_SIDES:
        return Refusal(message("A pairing has two or three sides."), places_field(1))
    seen: set[UUID] = set()
    for position, side in enumerate(sides):
        if not side.place_ids:
            return Refusal(message("Choose at least one place."), places_field(position))
        if len(side.place_ids) > MOST_PLACES:
            return Refusal(message("A side has at most %(most)s places.", most=MOST_PLACES), places_field(position))
        if seen & set(side.place_ids):
            return Refusal(message("A place stands on one side only: take it from the other."), places_field(position))
        seen |= set(side.place_ids)
    return None


def refusal_to_take_away(before: Sequence[Collection[UUID]], sides: Sequence[SideValues]) -> Refusal | None:
    """Tell why places cannot be taken from the sides of a pairing whose plan has text; None if none are."""
    for position, places in enumerate(before):
        kept = sides[position].place_ids if position < len(sides) else ()
        if not set(places) <= set(kept):
            taken = message("The plan has text already: places can be added, but none can be taken away.")
            return Refusal(taken, places_field(position))
    return None


def is_backwards(now: Phase, to: Phase) -> bool:
    """Tell whether the move leads to an earlier phase."""
    return _ORDER.index(to) < _ORDER.index(now)


def refusal_to_move(now: Phase, move: PhaseMove, *, is_paused: bool, today: date) -> Refusal | None:
    """Tell why the pairing cannot be moved to a phase; None if it can."""
    if move.to is now:
        return Refusal(message("The pairing is in this phase already."), "to")
    if is_paused and move.to is not Phase.ARCHIVED:
        return Refusal(message("The pairing is paused: restart it before you move it."), "to")
    if move.on > today:
        return Refusal(message("This day has not come yet: a phase is moved when it is reached."), "on")
    if not move.reason and is_backwards(now, move.to):
        return Refusal(message("Say why the pairing goes back: people on both sides will read it."), "reason")
    if not move.reason and move.to is Phase.ARCHIVED:
        return Refusal(message("Say why the pairing is archived: people on both sides will read it."), "reason")
    return None


def refusal_to_pause(phase: Phase, *, is_paused: bool) -> Refusal | None:
    """Tell why the pairing cannot be paused; None if it can."""
    if is_paused:
        return Refusal(message("The pairing is paused already."))
    if phase is Phase.ARCHIVED:
        return Refusal(message("The pairing is archived: there is nothing to pause."))
    return None


def reached_after(phases: Collection[Phase], to: Phase) -> set[Phase]:
    """Return those of the phases that a pairing in the phase `to` has not reached."""
    return {phase for phase in phases if _ORDER.index(phase) > _ORDER.index(to)}
