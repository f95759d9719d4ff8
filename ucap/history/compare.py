"""Comparing two texts word by word."""

import re
from typing import Literal, NamedTuple

from diff_match_patch import diff_match_patch

_TIMEOUT_SECONDS = 0.2
_FIRST_SURROGATE, _SURROGATES = 0xD800, 0x800
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_KINDS: dict[int, Literal["same", "removed", "added"]] = {0: "same", -1: "removed", 1: "added"}


class Part(NamedTuple):
    """A stretch of text that is the same in both, was removed from the old or added in the new."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_parts(old: str, new: str) -> list[Part]:
    """Return how the new text came from the old one, word by word.

    Joining the parts that are not added gives the old text, those that are not removed the new one. After 0.2 seconds
    the comparison is finished coarsely.
    """
    letters: dict[str, str] = {}
    words: dict[str, str] = {}

    def as_letters(text: str) -> str:
        for word in _WORDS.findall(text):
            if word not in letters:
                letter = _letter(len(letters))
                letters[word] = letter
                words[letter] = word
        return "".join(letters[word] for word in _WORDS.findall(text))

    matcher = diff_match_patch()
    matcher.Diff_Timeout = _TIMEOUT_SECONDS
    differences = matcher.diff_main(as_letters(old), as_letters(new), checklines=False)
    matcher.diff_cleanupSemantic(differences)
    return [
        Part(_KINDS[operation], "".join(words[letter] for letter in text)) for operation, text in differences if text
    ]


def _letter(number: int) -> str:
    """Return a character that stands for a word: the number-th one that is not a surrogate."""
    code = number + 1
    return chr(code if code < _FIRST_SURROGATE else code + _SURROGATES)
