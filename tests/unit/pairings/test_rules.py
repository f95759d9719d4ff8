from datetime import date
from uuid import uuid4

import pytest

from ucap.core.languages import language_text
from ucap.pairings.models import Phase
from ucap.pairings.rules import (
    MOST_PLACES,
    WORKING_LANGUAGES,
    PhaseMove,
    SideValues,
    reached_after,
    refusal_of_sides,
    refusal_to_move,
    refusal_to_pause,
    refusal_to_take_away,
)

A, B, C, D = (uuid4() for _ in range(4))
TODAY = date(2026, 11, 22)


def sides(*places: tuple[object, ...]) -> list[SideValues]:
    return [SideValues(tuple(one), "en") for one in places]  # type: ignore[arg-type] # ids


@pytest.mark.parametrize(
    ("places", "field"),
    [
        ([(A,), (B,)], None),
        ([(A, B), (C,), (D,)], None),
        ([(A,)], "places_1"),
        ([(A,), (B,), (C,), (D,)], "places_1"),
        ([(A,), ()], "places_1"),
        ([(), (B,)], "places_0"),
        ([(A,), (B, A)], "places_1"),
        ([tuple(uuid4() for _ in range(MOST_PLACES)), (A,)], None),
        ([tuple(uuid4() for _ in range(MOST_PLACES + 1)), (A,)], "places_0"),
    ],
)
def test_a_pairing_has_two_or_three_sides_that_share_no_place(places: list[tuple[object, ...]], field: str) -> None:
    refusal = refusal_of_sides(sides(*places))

    assert (refusal.field if refusal else None) == field


def test_places_are_added_to_a_written_plan_but_not_taken_away() -> None:
    before = [[A], [B]]

    assert refusal_to_take_away(before, sides((A, C), (B,))) is None
    assert refusal_to_take_away(before, sides((A,), (B,), (C,))) is None
    for wanted in (sides((C,), (B,)), sides((B,), (A,)), sides((A,))):
        assert refusal_to_take_away(before, wanted)


@pytest.mark.parametrize(
    ("to", "on", "reason", "is_paused", "field"),
    [
        (Phase.ENDORSED, TODAY, None, False, None),
        (Phase.DECIDED, TODAY, None, False, None),
        (Phase.DRAFTING, TODAY, None, False, "to"),
        (Phase.EXPLORING, TODAY, None, False, "reason"),
        (Phase.EXPLORING, TODAY, "a new council", False, None),
        (Phase.ARCHIVED, TODAY, None, False, "reason"),
        (Phase.ARCHIVED, TODAY, "it is over", True, None),
        (Phase.ENDORSED, TODAY, None, True, "to"),
        (Phase.ENDORSED, date(2026, 11, 23), None, False, "on"),
    ],
)
def test_a_move_leads_elsewhere_not_ahead_of_time_and_backwards_with_a_reason(
    to: Phase, on: date, reason: str | None, *, is_paused: bool, field: str | None
) -> None:
    refusal = refusal_to_move(Phase.DRAFTING, PhaseMove(to, on, reason), is_paused=is_paused, today=TODAY)

    assert (refusal.field if refusal else None) == field


def test_what_rests_or_is_over_cannot_be_paused() -> None:
    assert refusal_to_pause(Phase.DRAFTING, is_paused=False) is None
    assert refusal_to_pause(Phase.DRAFTING, is_paused=True)
    assert refusal_to_pause(Phase.ARCHIVED, is_paused=False)


def test_going_back_leaves_the_later_phases_unreached() -> None:
    assert reached_after([Phase.APPLIED, Phase.DRAFTING, Phase.PILOTING], Phase.DRAFTING) == {Phase.PILOTING}


def test_every_working_language_has_a_name() -> None:
    assert len(set(WORKING_LANGUAGES)) == len(WORKING_LANGUAGES)
    assert all(language_text(tag, "en") != tag for tag in WORKING_LANGUAGES)
