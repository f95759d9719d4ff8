"""What an operation or a loader may answer instead of a result."""

from collections.abc import Sequence
from datetime import timedelta

from ucap.core.text import Message


class NotFound(Exception):  # noqa: N818 - named after what it says, as the answer 404 is
    """There is no such record, or this person may not know of it."""


class Forbidden(Exception):  # noqa: N818 - named after what it says, as the answer 403 is
    """The person may see the record but not do this.

    Attributes:
        ask: names of people who could do it, or allow it.
    """

    def __init__(self, *, ask: Sequence[str] = ()) -> None:
        """Remember whom to ask."""
        super().__init__("forbidden")
        self.ask = list(ask)


class RuleBroken(Exception):  # noqa: N818 - named after what it says
    """What was asked makes no sense; the message is written for the person.

    Attributes:
        message: what is wrong and what to do.
        field: the name of the field at fault, or None if it is the whole.
    """

    def __init__(self, message: Message, *, field: str | None = None) -> None:
        """Remember the message and where it belongs."""
        super().__init__(message.msgid)
        self.message = message
        self.field = field


class Gone(RuleBroken):
    """It was there and is over for good, such as a link that was used; the message says why."""


class TooManyAttempts(Exception):  # noqa: N818 - named after what it says, as the answer 429 is
    """Somebody tried so often that they have to wait.

    Attributes:
        wait: how long.
        message: what there was too much of, if it is nothing by which accounts are guessed.
    """

    def __init__(self, wait: timedelta, message: Message | None = None) -> None:
        """Remember how long, and what of."""
        super().__init__("too many attempts")
        self.wait = wait
        self.message = message


class EditConflict(Exception):  # noqa: N818 - named after what it says, as the answer 409 is
    """Somebody saved a newer version since the person read the record.

    Attributes:
        refusal: why the two cannot both stand, if it is not that both changed the same.
    """

    def __init__(self, refusal: RuleBroken | None = None) -> None:
        """Remember why, if there is more to say."""
        super().__init__("conflict")
        self.refusal = refusal
