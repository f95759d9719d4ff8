"""Merging two versions of a text that were both made from a third, sentence by sentence. Pure functions."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from ucap.history.sequences import runs_of

_MOST_SENTENCES = 500
_MOST_COMPARED = 40_000
_ALIKE = 0.5
"""How much of two sentences, counted in pairs of letters, must be the same for one to be the other reworded."""

# ruff: noqa: RUF001 - the marks at which sentences end look like others

_CLOSING = r"[\"'”’»›)\]}」』）】〉》*_]*"
_ENDS_BY_ITSELF = "。！？｡।॥؟۔։።፧။។៕"
_ENDS = re.compile(
    rf"[^\S\n]*\n\s*|[{_ENDS_BY_ITSELF}]+{_CLOSING}\s*|(?P<mark>[.!?…]+){_CLOSING}(?P<blank>\s+|\Z)",
)
_LINE_ENDS = re.compile(r"[^\S\n]*\n\s*")
_SHORT = re.compile(r"(?<![^\W_])(?:[^\W\d_]|\d{1,2})\Z")
_ENDED = re.compile(rf"[.!?…{_ENDS_BY_ITSELF}]{_CLOSING}\Z")
_WITHOUT_BLANK = re.compile(rf"[。！？｡]{_CLOSING}\Z")
_ITEM = re.compile(r"\s*(?:[-*+>]|#{1,6}|\d+[.)])\s")


class Pick(StrEnum):
    """What can be taken of a stretch: one of its three texts, or theirs followed by mine."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"
    BASE = "base"


class Kind(StrEnum):
    """Who changed a stretch: nobody, one of the two, both alike, or each to something else."""

    SAME = "same"
    THEIRS = "theirs"
    MINE = "mine"
    ALIKE = "alike"
    CONFLICT = "conflict"


class Stretch(NamedTuple):
    """A stretch of the three texts; those of all stretches joined give each text back."""

    kind: Kind
    base: str
    theirs: str
    mine: str

    @property
    def is_blank(self) -> bool:
        """Tell whether it holds blanks only, so that there is nothing to choose between."""
        return not (self.base + self.theirs + self.mine).strip()

    @property
    def picks(self) -> list[Pick]:
        """Return what there is to choose from: one thing only where all say the same."""
        match self.kind:
            case Kind.CONFLICT if bool(self.theirs.strip()) == bool(self.mine.strip()):
                return [Pick.BOTH, Pick.THEIRS, Pick.MINE, Pick.BASE]
            case Kind.CONFLICT:
                return [Pick.THEIRS, Pick.MINE, Pick.BASE]
            case Kind.THEIRS:
                return [Pick.THEIRS, Pick.BASE]
            case Kind.MINE:
                return [Pick.MINE, Pick.BASE]
            case _:
                return [Pick.THEIRS]

    @property
    def proposed(self) -> Pick:
        """Return what lets nothing vanish that either wrote: a change of one side, of two different ones both."""
        if self.kind is Kind.CONFLICT and not self.theirs.strip() and self.mine.strip():
            return Pick.MINE
        return self.picks[0]

    def text(self, pick: Pick) -> str:
        """Return the text of what was picked."""
        match pick:
            case Pick.THEIRS:
                return self.theirs
            case Pick.MINE:
                return self.mine
            case Pick.BASE:
                return self.base
            case Pick.BOTH:
                return _both(self.theirs, self.mine)


def _both(theirs: str, mine: str) -> str:
    """Return both texts, with a blank or line break between where one is missing; of mere blanks the larger."""
    if not (theirs + mine).strip():
        return max(theirs, mine, key=lambda blanks: (blanks.count("\n"), len(blanks), blanks))
    if not theirs or not mine or theirs[-1].isspace() or mine[0].isspace():
        return theirs + mine
    if _ITEM.match(theirs) or _ITEM.match(mine) or not _ENDED.search(theirs):
        return f"{theirs}\n{mine}"
    return theirs + mine if _WITHOUT_BLANK.search(theirs) else f"{theirs} {mine}"


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text with the blanks after them; joined they give the text back.

    A line break ends a sentence too, so that headings and items of lists stand for themselves.
    """
    return _pieces(text, (found.end() for found in _ENDS.finditer(text) if _is_end(text, found)))


def _is_end(text: str, found: re.Match[str]) -> bool:
    """Tell whether a full stop ends a sentence: not after an initial or a number of an item, nor inside a sentence."""
    if found["mark"] is None or "\n" in found["blank"]:
        return True
    if found["mark"] == "." and _SHORT.search(text, max(0, found.start() - 3), found.start()):
        return False
    return not text[found.end() : found.end() + 1].islower()


def _lines_of(text: str) -> list[str]:
    return _pieces(text, (found.end() for found in _LINE_ENDS.finditer(text)))


def _whole(text: str) -> list[str]:
    return [text] if text else []


def _pieces(text: str, ends: Iterator[int]) -> list[str]:
    places = [0, *ends, len(text)]
    return [text[start:end] for start, end in pairwise(places) if start < end]


def merge(base: str, theirs: str, mine: str) -> list[Stretch]:
    """Return the stretches of three texts, two of which were made from the base."""
    split = _split_for(base, theirs, mine)
    old = [_without_blanks(piece) for piece in split(base)]
    sides = [[_without_blanks(piece) for piece in split(text)] for text in (theirs, mine)]
    changes = [_changes(old, new) for new in sides]
    texts = [[token for piece in pieces for token in piece] for pieces in (old, *sides)]
    return _gathered(_stretch(texts, spans) for spans in _aligned(*changes))


def proposal(stretches: Sequence[Stretch]) -> str:
    """Return the merged text that lets nothing vanish that either wrote."""
    return composed(stretches, {})


def composed(stretches: Sequence[Stretch], picks: Mapping[int, Pick]) -> str:
    """Return the text put together from what was picked of each stretch, by its place in the row, else as proposed."""
    return "".join(stretch.text(picks.get(number, stretch.proposed)) for number, stretch in enumerate(stretches))


def _split_for(*texts: str) -> Callable[[str], list[str]]:
    """Return the finest split that leaves no more pieces than can be compared in a moment."""
    for split in (sentences_of, _lines_of):
        if all(len(split(text)) <= _MOST_SENTENCES for text in texts):
            return split
    return _whole


def _without_blanks(piece: str) -> tuple[str, str]:
    """Return the piece in two: what is written, and the blanks after it."""
    written = piece.rstrip()
    return written, piece[len(written) :]


_Piece = tuple[str, str]


class _Change(NamedTuple):
    """Which tokens (sentences and the blanks after them, in turn) of the base became which ones of a version."""

    base: range
    version: range


class _Spans(NamedTuple):
    """Which tokens of the base, of theirs and of mine belong together."""

    base: range
    theirs: range
    mine: range


def _changes(old: Sequence[_Piece], new: Sequence[_Piece]) -> list[_Change]:
    """Return how all tokens of the base became those of the version, paired ones each by itself."""
    changes: list[_Change] = []

    def reach(base_end: int, version_end: int) -> None:
        start, version_start = (changes[-1].base.stop, changes[-1].version.stop) if changes else (0, 0)
        if start < base_end or version_start < version_end:
            changes.append(_Change(range(start, base_end), range(version_start, version_end)))

    for one, other in _pairs([written for written, _ in old], [written for written, _ in new]):
        reach(2 * one, 2 * other)
        reach(2 * one + 1, 2 * other + 1)
        if (one + 1 == len(old)) == (other + 1 == len(new)):  # the end of a text is no blank that somebody deleted
            reach(2 * one + 2, 2 * other + 2)
    reach(2 * len(old), 2 * len(new))
    return changes


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return which sentence became which: first those that are the same, then between them those that are alike."""
    common = set(old) & set(new)
    places = [[number for number, text in enumerate(texts) if text in common] for texts in (old, new)]
    pairs: list[tuple[int, int]] = []
    at = [0, 0]
    for kind, members in runs_of([old[number] for number in places[0]], [new[number] for number in places[1]]):
        if kind == "same":
            spans = (numbers[start : start + len(members)] for numbers, start in zip(places, at, strict=True))
            pairs += zip(*spans, strict=True)
        at[0] += len(members) if kind != "added" else 0
        at[1] += len(members) if kind != "removed" else 0
    found: list[tuple[int, int]] = []
    before = (-1, -1)
    for pair in (*pairs, (len(old), len(new))):
        found += _alike(old, new, range(before[0] + 1, pair[0]), range(before[1] + 1, pair[1]))
        found.append(pair)
        before = pair
    return found[:-1]


def _alike(old: Sequence[str], new: Sequence[str], olds: range, news: range) -> Iterator[tuple[int, int]]:
    """Find, in order, the sentences that were reworded."""
    if len(olds) * len(news) > _MOST_COMPARED:
        return
    letters = {number: _letter_pairs(new[number]) for number in news}
    start = news.start
    for one in olds:
        of_old = _letter_pairs(old[one])
        for other in range(start, news.stop):
            if 2 * len(of_old & letters[other]) > _ALIKE * (len(of_old) + len(letters[other])):
                yield one, other
                start = other + 1
                break


def _letter_pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _aligned(theirs: Sequence[_Change], mine: Sequence[_Change]) -> Iterator[_Spans]:
    """Yield what belongs together: changes that overlap in the base, and what both inserted at one place."""
    rows = [list(reversed(theirs)), list(reversed(mine))]
    base, versions = 0, [0, 0]
    while any(rows):
        ends, reached = [base, base], list(versions)
        inserting = [number for number, row in enumerate(rows) if row and not row[-1].base]
        for number in inserting:
            reached[number] = rows[number].pop().version.stop
        while not inserting and (ends[0] != ends[1] or ends[0] == base):
            behind = int(ends[1] < ends[0])
            change = rows[behind].pop()
            ends[behind], reached[behind] = change.base.stop, change.version.stop
        spans = [range(start, stop) for start, stop in zip(versions, reached, strict=True)]
        yield _Spans(range(base, ends[0]), *spans)
        base, versions = ends[0], reached


def _stretch(texts: Sequence[Sequence[str]], spans: _Spans) -> Stretch:
    base, theirs, mine = ("".join(tokens[span.start : span.stop]) for tokens, span in zip(texts, spans, strict=True))
    return Stretch(_kind(base, theirs, mine), base, theirs, mine)


def _kind(base: str, theirs: str, mine: str) -> Kind:
    if theirs == mine:
        return Kind.SAME if theirs == base else Kind.ALIKE
    if mine == base:
        return Kind.THEIRS
    return Kind.MINE if theirs == base else Kind.CONFLICT


def _gathered(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Return the stretches with neighbours of one kind in one, also over blanks that nobody changed."""
    found: list[Stretch] = []
    for stretch in stretches:
        if not any(stretch[1:]):
            continue
        found.append(stretch)
        while len(found) > 1 and _belong_together(*found[-2:]):
            found[-2:] = [_one(found[-2:])]
        if _is_divided_by_blanks(found[-3:]):
            found[-3:] = [_one(found[-3:])]
    return found


def _belong_together(one: Stretch, other: Stretch) -> bool:
    is_between = Kind.CONFLICT not in {one.kind, other.kind} or one.is_blank or other.is_blank
    return one.kind is other.kind and is_between


def _is_divided_by_blanks(stretches: Sequence[Stretch]) -> bool:
    match stretches:
        case [one, between, other]:
            is_one_sided = one.kind is other.kind and one.kind in {Kind.THEIRS, Kind.MINE}
            return is_one_sided and between.kind is Kind.SAME and between.is_blank
        case _:
            return False


def _one(stretches: Sequence[Stretch]) -> Stretch:
    base, theirs, mine = ("".join(texts) for texts in zip(*(stretch[1:] for stretch in stretches), strict=True))
    return Stretch(stretches[0].kind, base, theirs, mine)
