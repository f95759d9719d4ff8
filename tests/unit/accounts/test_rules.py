from datetime import UTC, datetime, timedelta

import pytest

from ucap.accounts import rules

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
A_MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("age", "idle", "has_ended"),
    [
        (timedelta(0), timedelta(0), False),
        (timedelta(hours=12), timedelta(hours=12) - A_MICROSECOND, False),
        (timedelta(hours=12), timedelta(hours=12), True),
        (timedelta(days=7) - A_MICROSECOND, timedelta(0), False),
        (timedelta(days=7), timedelta(0), True),
    ],
)
def test_a_session_ends_when_unused_or_old(age: timedelta, idle: timedelta, *, has_ended: bool) -> None:
    assert rules.has_ended(created_at=NOW - age, last_seen_at=NOW - idle, at=NOW) is has_ended


@pytest.mark.parametrize(
    ("idle", "is_due"), [(timedelta(minutes=5) - A_MICROSECOND, False), (timedelta(minutes=5), True)]
)
def test_the_last_use_is_written_down_every_five_minutes(idle: timedelta, *, is_due: bool) -> None:
    assert rules.is_seen_note_due(last_seen_at=NOW - idle, at=NOW) is is_due


@pytest.mark.parametrize(
    ("count", "age", "wait"),
    [
        (rules.MOST_EXPORTS - 1, timedelta(minutes=1), None),
        (rules.MOST_EXPORTS, timedelta(minutes=1), timedelta(minutes=9)),
        (rules.MOST_EXPORTS, rules.EXPORTS_WINDOW - A_MICROSECOND, A_MICROSECOND),
        (0, None, None),
    ],
)
def test_so_many_files_are_made_in_a_while(count: int, age: timedelta | None, wait: timedelta | None) -> None:
    taken = rules.Tries(count, NOW - age if age else None)

    assert rules.wait_before_export(taken, at=NOW) == wait
