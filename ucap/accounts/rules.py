"""How long sessions and links live."""

from datetime import datetime, timedelta

from ucap.accounts.models import LinkPurpose
from ucap.core.text import Message, message

IDLE_LIMIT = timedelta(hours=12)
ABSOLUTE_LIMIT = timedelta(days=7)
SEEN_STEP = timedelta(minutes=5)
LINK_LIVES = timedelta(hours=48)


def has_ended(*, created_at: datetime, last_seen_at: datetime, at: datetime) -> bool:
    """Tell whether a session is over: unused for `IDLE_LIMIT`, or older than `ABSOLUTE_LIMIT`."""
    return at - last_seen_at >= IDLE_LIMIT or at - created_at >= ABSOLUTE_LIMIT


def is_seen_note_due(*, last_seen_at: datetime, at: datetime) -> bool:
    """Tell whether the session's last use should be written down again."""
    return at - last_seen_at >= SEEN_STEP


def refusal_of_link(
    *, used_at: datetime | None, withdrawn_at: datetime | None, expires_at: datetime, at: datetime
) -> Message | None:
    """Tell why the link cannot be used, or None if it can."""
    if used_at is not None:
        return message("This link was used already, and each works once.")
    if withdrawn_at is not None:
        return message("This link was withdrawn.")
    if at >= expires_at:
        return message("The time in which this link could be used is over.")
    return None


def brings_people_in(purpose: LinkPurpose) -> bool:
    """Tell whether a link of this purpose makes an account for its address if there is none."""
    return purpose in {LinkPurpose.FIRST_ADMINISTRATOR, LinkPurpose.INVITATION}
