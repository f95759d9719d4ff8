"""What erasing somebody means, and when it has to wait. Pure functions."""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from ucap.core.errors import RuleBroken
from ucap.core.text import folded, message
from ucap.pairings.models import Role

FORMER_MEMBER = "Former member"
"""What stands in place of the name of somebody whose data was erased."""


def former_address(person_id: UUID) -> str:
    """Return what stands in place of the address: one that nobody can have (RFC 2606)."""
    return f"{person_id.hex}@erased.invalid"


def refusal_to_erase(posts_held_alone: Sequence[tuple[Role, Sequence[str]]]) -> RuleBroken | None:
    """Tell why somebody cannot be erased yet, or None if they can.

    Args:
        posts_held_alone: role and places of each post that nobody else could stand in for.
    """
    for role, places in posts_held_alone:
        if role is Role.ADMINISTRATOR:
            return RuleBroken(
                message("This is the only administrator. Make somebody else an administrator first, then come back.")
            )
        if role is Role.LEAD:
            return RuleBroken(
                message(
                    "This is the only lead of %(places)s. Hand the post over to somebody first, then come back.",
                    places=", ".join(places),
                )
            )
    return None


def mentions(text: str, name: str) -> bool:
    """Tell whether the text holds the name, in whatever case, as words of its own."""
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text.casefold()) is not None


def is_called_after(filename: str, name: str) -> bool:
    """Tell whether a file is called after somebody: Asha Rao is in asha_rao.jpg, IMG-AshaRao2.jpg and photoasharao.jpg.

    A name of one word, such as Ann, has to be a word of its own, or it would be in planning.pdf.
    """
    words = _words(name)
    return (
        "".join(words) in "".join(_words(filename)) if len(words) > 1 else words != [] and words[0] in _words(filename)
    )


def _words(text: str) -> list[str]:
    """Return the words of a name without case and accents; a capital after a small letter begins another one."""
    apart = re.sub(r"(?<=[^\W\d_])(?=[A-Z][a-z])", " ", text)
    return re.findall(r"[^\W\d_]+", folded(apart))


def without_words(text: str, words: Sequence[str]) -> str:
    """Return the text with a mark in place of each of these words, however they are written in capitals."""
    for each in words:
        if each:
            text = _as_words(each).sub(ERASED_WORDS, text)
    return text


def words_of_names(names: Iterable[str]) -> list[str]:
    """Return the words of somebody's names by which others may call them alone, each once; short ones tell nobody.

    A name that is one word is taken as it is, however short.
    """
    found: dict[str, None] = {}
    for name in names:
        words = _A_WORD.findall(name)
        found |= dict.fromkeys(word for word in words if len(words) == 1 or len(word) >= _SHORTEST_WORD)
    return sorted(found, key=lambda word: (-len(word), word))


def place_of_words(text: str, words: Sequence[str]) -> str | None:
    """Return what stands around the first of these words in the text, on one line; None if none is in it."""
    places = [found.start() for word in words for found in _as_words(word).finditer(text)]
    if not places:
        return None
    start, end = max(min(places) - _AROUND, 0), min(places) + 2 * _AROUND
    shown = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def _as_words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)


_A_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SHORTEST_WORD = 3
_AROUND = 40


def is_telling(words: str) -> bool:
    """Tell whether the words mean one person wherever they stand: a name of several words, an address, a number.

    A name of one word may be any word, such as Rose or Office, and taking it out of a plan could not be undone.
    """
    return any(mark in words.strip() for mark in " @.") or sum(letter.isdigit() for letter in words) >= _SHORTEST_NUMBER


_SHORTEST_NUMBER = 6

ERASED_WORDS = "[erased]"
"""What stands in a draft in place of somebody who was erased."""
