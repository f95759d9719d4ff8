"""How long a session lives."""

from datetime import datetime, timedelta

IDLE_LIMIT = timedelta(hours=12)
ABSOLUTE_LIMIT = timedelta(days=7)
SEEN_STEP = timedelta(minutes=5)


def has_ended(*, created_at: datetime, last_seen_at: datetime, at: datetime) -> bool:
    """Tell whether a session is over: unused for `IDLE_LIMIT`, or older than `ABSOLUTE_LIMIT`."""
    return at - last_seen_at >= IDLE_LIMIT or at - created_at >= ABSOLUTE_LIMIT


def is_seen_note_due(*, last_seen_at: datetime, at: datetime) -> bool:
    """Tell whether the session's last use should be written down again."""
    return at - last_seen_at >= SEEN_STEP
