"""The fonts of exported documents: which a text needs, and which of its characters none of them has."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import manimgx_fonts
import manimgx_fonts_cjk

_FOLDER = Path(manimgx_fonts.__file__).parent
_EAST_ASIAN_FOLDER = Path(manimgx_fonts_cjk.__file__).parent

_SCRIPTS = (
    *("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Gujarati"),
    *("Noto Sans Thai", "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Kannada"),
    *("Noto Sans Malayalam", "Noto Sans Gurmukhi", "Noto Sans Oriya", "Noto Sans Sinhala", "Noto Sans Khmer"),
    *("Noto Sans Lao", "Noto Sans Myanmar", "Noto Sans Georgian", "Noto Sans Armenian", "Noto Sans Ethiopic"),
    *("Noto Sans Symbols", "Noto Emoji"),
)
_EAST_ASIAN = {"zh": "SC", "ja": "JP", "ko": "KR"}
"""The shapes that characters have in a language; those of mainland China where nothing is known."""

_TRADITIONAL = ("zh-Hant", "zh-TW", "zh-HK")

BUILT_IN = frozenset("→←↑↓↔≤≥≠≈√∞□")
"""Characters that the typesetter's own fonts have in any case."""

MISSING_MARK = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Fonts:
    """Where fonts lie, what they are called in the order in which they are tried, and characters that none has."""

    paths: Sequence[str]
    families: Sequence[str]
    lacking: frozenset[str]


def fonts_for(characters: Collection[str], language: str) -> Fonts:
    """Return the fonts that a text of these characters needs; those of East Asia, which are large, only if it does."""
    others = frozenset(characters) - _known()
    if not others:
        return Fonts([str(_FOLDER)], _SCRIPTS, others)
    east_asian = others & _known_in_east_asia()
    if not east_asian:
        return Fonts([str(_FOLDER)], _SCRIPTS, others)
    shapes = "TC" if language.startswith(_TRADITIONAL) else _EAST_ASIAN.get(language.partition("-")[0], "SC")
    families = (_SCRIPTS[0], f"Noto Sans CJK {shapes}", *_SCRIPTS[1:])
    return Fonts([str(_FOLDER), str(_EAST_ASIAN_FOLDER)], families, others - east_asian)


@cache
def _known() -> frozenset[str]:
    found = (code for file in _FOLDER.glob("*.ttf") for code in _codes(file))
    return frozenset(chr(code) for code in found if code >= ord(" ")) | BUILT_IN | {"\n", MISSING_MARK}


@cache
def _known_in_east_asia() -> frozenset[str]:
    return frozenset(chr(code) for file in _EAST_ASIAN_FOLDER.glob("*.ttc") for code in _codes(file))


def _codes(file: Path) -> Iterator[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a worker asks once which characters there are, or never

    number = 0 if file.suffix == ".ttc" else -1
    with TTFont(file, lazy=True, fontNumber=number) as font:
        yield from font.getBestCmap() or ()
