"""Comparing two texts word by word."""

import re
from typing import Literal, NamedTuple

from ucap.history.sequences import runs_of

_TIMEOUT_SECONDS = 0.2
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class Part(NamedTuple):
    """A stretch of text that is the same in both, was removed from the old or added in the new."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_parts(old: str, new: str) -> list[Part]:
    """Return how the new text came from the old one, word by word.

    Joining the parts that are not added gives the old text, those that are not removed the new one. After 0.2 seconds
    the comparison is finished coarsely.
    """
    runs = runs_of(_WORDS.findall(old), _WORDS.findall(new), seconds=_TIMEOUT_SECONDS, is_readable=True)
    return [Part(run.kind, "".join(run.members)) for run in runs]
