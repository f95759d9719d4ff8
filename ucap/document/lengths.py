"""How long things are on paper: what fits on a page, what is shortened for it, and what is left out."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from ucap.core.text import Message, blocks_of, counted
from ucap.document.models import Block, Words

_ELLIPSIS = "…"
_WIDE = {"W", "F"}


def width_of(text: str) -> int:
    """Return how wide a text is, in letters; characters of East Asia take two each."""
    return sum(2 if unicodedata.east_asian_width(one) in _WIDE else 1 for one in text)


def plain_text(markdown: str) -> str:
    """Return what Markdown says, on one line."""
    return " ".join(" ".join("".join(run.text for run in block.runs).split()) for block in blocks_of(markdown))


@dataclass
class Page:
    """A page that is being filled, with what did not fit.

    Attributes:
        room: how many lines it has; used: how many are taken; needed: how many it would take to say everything.
        shortened: how many texts were; left_out: how many of which things were; refused: how many of those for which
            there was no room.
    """

    room: int
    used: int = 0
    needed: int = 0
    blocks: list[Block] = field(default_factory=list)
    shortened: int = 0
    left_out: dict[tuple[str, str], int] = field(default_factory=dict)
    refused: int = 0

    def short(self, words: Words, most: int) -> Words:
        """Return the text, cut between words if it is wider than `most` letters."""
        text = " ".join(words.text.split())
        if width_of(text) <= most:
            return Words(text, words.language)
        self.shortened += 1
        self.needed += lines_of(text) - lines_of("x" * most)
        taken, wide = 0, 0
        while wide < most:
            wide += width_of(text[taken])
            taken += 1
        start = text[: taken - 1]
        at_word = start.rpartition(" ")[0]
        kept = at_word if len(at_word) > len(start) // 2 else start
        return Words(kept.rstrip(" ,;:–-") + _ELLIPSIS, words.language)

    def always(self, lines: int, *blocks: Block) -> None:
        """Add what every such page has."""
        self.used += lines
        self.needed += lines
        self.blocks += blocks

    def takes(self, lines: int, kind: tuple[str, str], *, keeping: int = 0) -> bool:
        """Tell whether something of so many lines still fits, and take its room; else count it as left out.

        So many lines are kept for what comes after it.
        """
        self.needed += lines
        if self.used + lines > self.room - keeping:
            self.refused += 1
            self.leave_out(kind)
            return False
        self.used += lines
        return True

    def leave_out(self, kind: tuple[str, str]) -> None:
        """Count something as left out."""
        self.left_out[kind] = self.left_out.get(kind, 0) + 1

    @property
    def share(self) -> int:
        """Return how much of the page everything would take, in hundredths."""
        return math.ceil(100 * self.needed / self.room)

    def cuts(self) -> list[Message]:
        """Return what was left out and shortened."""
        said = [counted(*kind, count) for kind, count in self.left_out.items()]
        if self.shortened:
            said.append(counted("%(count)s text is shortened", "%(count)s texts are shortened", self.shortened))
        return said


def lines_of(text: str, letters: int = 96) -> int:
    """Return how many lines a text takes where so many letters fit on one."""
    return max(1, math.ceil(width_of(text) / letters))


def tallest(cells: Sequence[tuple[str, int]]) -> int:
    """Return how many lines a row of a table takes, whose cells hold so many letters on a line."""
    return max(lines_of(text, letters) for text, letters in cells)
