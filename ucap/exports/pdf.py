"""PDF: a summary as tagged PDF (PDF/UA-1), set by a child process."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path

import fontpkg_noto_sans
from fontTools.ttLib import TTFont

from ucap.core.languages import words_in
from ucap.core.text import Message, counted
from ucap.exports.glance import Glance

_FONTS = Path(fontpkg_noto_sans.__file__).parent / "files"
_TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates" / "exports"
_TIMEOUT_SECONDS = 30

MISSING_MARK = "\N{REPLACEMENT CHARACTER}"
BUILT_IN = frozenset("→←↑↓↔≤≥≠≈√∞□")
"""Characters that Noto Sans lacks and the typesetter's own fonts have."""


class TypesettingError(Exception):
    """The typesetter gave up; the text is its own, for the log."""


@cache
def _known_characters() -> frozenset[str]:
    """Return the characters that the fonts can show."""
    with TTFont(next(_FONTS.glob("NotoSans[[]*.ttf")), lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap() or () if code >= ord(" ")) | BUILT_IN | {"\n"}


def glance_pdf(glance: Glance) -> bytes:
    """Return the summary as PDF; characters the fonts lack become a visible mark, with a note.

    Raises:
        TypesettingError: if no PDF could be made.
    """
    lacking: set[str] = set()

    def showable(text: str) -> str:
        text = text.replace("\t", " ")
        lacking.update(set(text) - _known_characters())
        return "".join(MISSING_MARK if character in lacking else character for character in text)

    data = _with_texts(asdict(glance), showable)
    note = words_in(_missing_note(len(lacking)), glance.language) if lacking else ""
    return _typeset("glance.typ", {"glance": data, "note": note})


def _missing_note(count: int) -> Message:
    return counted(
        "%(count)s character that the fonts of this file do not have is shown as \ufffd.",
        "%(count)s characters that the fonts of this file do not have are shown as \ufffd.",
        count,
    )


def _with_texts(value: object, change: Callable[[str], str]) -> object:
    """Return the plain value with every text in it changed."""
    match value:
        case str():
            return change(value)
        case dict():
            return {name: _with_texts(inner, change) for name, inner in value.items()}
        case list() | tuple():
            return [_with_texts(inner, change) for inner in value]
        case bool() | int() | None:
            return value
        case _:
            return str(value)


def _typeset(template: str, data: dict[str, object]) -> bytes:
    job = {"template": str(_TEMPLATES / template), "fonts": str(_FONTS), "data": data}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ucap.exports.typesetter"],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
            cwd=_TEMPLATES.parent.parent,
        )
    except subprocess.TimeoutExpired as expired:
        raise TypesettingError("it took too long") from expired
    if done.returncode != 0:
        raise TypesettingError(done.stderr.decode(errors="replace")[-2_000:])
    return done.stdout
