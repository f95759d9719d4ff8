"""Typesetting: a document as tagged PDF (PDF/UA-1), and its pictures as PNG, both made by a child process."""

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ucap.core.languages import words_in
from ucap.core.text import Message, blocks_of, counted
from ucap.document.models import (
    Block,
    Bullets,
    Counts,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    PageBreak,
    Prose,
    Table,
    Words,
)
from ucap.exports.fonts import MISSING_MARK, Fonts, fonts_for
from ucap.exports.typesetters import TYPESETTERS

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "exports"
_NAMES: dict[type[Block], str] = {
    Heading: "heading",
    Prose: "prose",
    Facts: "facts",
    Bullets: "bullets",
    Table: "table",
    Counts: "counts",
    Figure: "figure",
    Note: "note",
    PageBreak: "page",
}
"""What the template calls the blocks."""

_MARK_OF_ORDER = "\ufeff"
"""Comes with pasted text, is not seen, and is forbidden in PDF/UA."""


def pdf_of(document: Document) -> bytes:
    """Return the document as PDF; characters that no font has become a visible mark, with a note.

    Raises:
        TypesettingError: if no PDF could be made.
    """
    data = _plain(document)
    characters: set[str] = set()
    for text in _texts(data):
        characters.update(text)
    fonts = fonts_for(characters - {"\t"}, document.language)
    lang, _, region = document.language.partition("-")
    return _typeset(
        "document.typ",
        fonts,
        {
            "document": _with_texts(data, fonts.lacking),
            "families": fonts.families,
            "lang": lang,
            "region": region if len(region) == 2 else None,  # noqa: PLR2004 - countries have two letters, scripts four
            "note": words_in(_missing_note(len(fonts.lacking)), document.language) if fonts.lacking else "",
        },
    )


def pictures_of(svgs: Sequence[str], language: str) -> list[bytes]:
    """Return pictures as PNG, in one go.

    Raises:
        TypesettingError: if they could not be made.
    """
    if not svgs:
        return []
    fonts = fonts_for(set("".join(svgs)), language)
    made = _typeset("pictures.typ", fonts, {"pictures": svgs, "families": fonts.families}, form="png")
    return [base64.b64decode(picture) for picture in json.loads(made)]


def _plain(document: Document) -> dict[str, Any]:
    """Return the document as the template reads it."""
    around = asdict(replace(document, blocks=()))
    return {**around, "blocks": [_plain_block(block, document) for block in document.blocks]}


def _plain_block(block: Block, document: Document) -> dict[str, Any]:
    named: dict[str, Any] = {"block": _NAMES[type(block)]}
    match block:
        case Prose():
            return named | {"words": _prose(block.words, document)}
        case Facts():
            return named | {
                "facts": [
                    {
                        "label": fact.label,
                        "is_prose": fact.is_prose,
                        "values": [
                            _prose(one, document) if fact.is_prose else _words(one, document) for one in fact.values
                        ],
                    }
                    for fact in block.facts
                ]
            }
        case Heading():
            return named | {"level": block.level, "marks": block.marks, "words": _words(block.words, document)}
        case Bullets():
            return named | {"items": [_words(one, document) for one in block.items]}
        case Table():
            rows = [[_words(cell, document) for cell in row] for row in block.rows]
            shape = {"weights": block.weights, "figures": list(block.figures)}
            return named | {"heads": block.heads, "rows": rows} | shape
        case _:
            return named | asdict(block)


def _words(words: Words, document: Document) -> dict[str, str]:
    is_same = words.language in ("", document.language)
    return {"text": words.text, "lang": "" if is_same else words.language.partition("-")[0]}


def _prose(words: Words, document: Document) -> dict[str, Any]:
    return {**_words(words, document), "text": "", "blocks": [asdict(block) for block in blocks_of(words.text)]}


def _missing_note(count: int) -> Message:
    return counted(
        "%(count)s character that the fonts of this file do not have is shown as \ufffd.",
        "%(count)s characters that the fonts of this file do not have are shown as \ufffd.",
        count,
    )


def _texts(value: object) -> list[str]:
    """Return every text in the plain value."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for inner in value.values() for text in _texts(inner)]
        case list() | tuple():
            return [text for inner in value for text in _texts(inner)]
        case _:
            return []


def _with_texts(value: object, lacking: frozenset[str]) -> object:
    """Return the plain value with a mark for each character that is lacking; a tab is a blank."""
    marks = str.maketrans({**dict.fromkeys(lacking, MISSING_MARK), "\t": " ", _MARK_OF_ORDER: ""})

    def changed(inner: object) -> object:
        match inner:
            case str():
                return inner.translate(marks)
            case dict():
                return {name: changed(one) for name, one in inner.items()}
            case list() | tuple():
                return [changed(one) for one in inner]
            case _:
                return inner

    return changed(value)


def _typeset(template: str, fonts: Fonts, data: dict[str, Any], *, form: str = "pdf") -> bytes:
    job = {"template": str(_TEMPLATES / template), "fonts": fonts.paths, "form": form, "data": data}
    return TYPESETTERS.typeset(json.dumps(job).encode())
