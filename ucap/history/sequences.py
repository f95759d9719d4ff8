"""Comparing two sequences of texts, such as words or sentences: which were removed, which were added."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from diff_match_patch import diff_match_patch

_FIRST_SURROGATE, _SURROGATES = 0xD800, 0x800
_KINDS: dict[int, Literal["same", "removed", "added"]] = {0: "same", -1: "removed", 1: "added"}


class Run(NamedTuple):
    """Members that follow one another and are the same in both, were removed from the old or added in the new."""

    kind: Literal["same", "removed", "added"]
    members: list[str]


def runs_of(old: Sequence[str], new: Sequence[str], *, seconds: float = 0, is_readable: bool = False) -> list[Run]:
    """Return how the new sequence came from the old one.

    Args:
        seconds: after these the comparison is finished coarsely; 0 lets it take its time, and answer always the same.
        is_readable: whether members that stay the same by chance, between others that change, count as changed.
    """
    letters: dict[str, str] = {}
    for member in (*old, *new):
        letters.setdefault(member, _letter(len(letters)))
    members = {letter: member for member, letter in letters.items()}
    matcher = diff_match_patch()
    matcher.Diff_Timeout = seconds
    old_letters, new_letters = ("".join(letters[member] for member in sequence) for sequence in (old, new))
    differences = matcher.diff_main(old_letters, new_letters, checklines=False)
    if is_readable:
        matcher.diff_cleanupSemantic(differences)
    return [Run(_KINDS[operation], [members[letter] for letter in found]) for operation, found in differences if found]


def _letter(number: int) -> str:
    """Return a character that stands for a member: the number-th one that is not a surrogate."""
    code = number + 1
    return chr(code if code < _FIRST_SURROGATE else code + _SURROGATES)
