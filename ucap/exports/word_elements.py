"""The elements of a Word document: paragraphs, runs, tables; made directly, which takes a sixth of the time."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml.etree import SubElement

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECES = re.compile("([\t\n\r])")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TINT = "E6EEF1"
_CELL_HALF_POINTS = "18"
_TWENTIETHS_AROUND_CELL = {"after": "40", "before": "40"}
_LOOK = {
    "firstColumn": "1",
    "firstRow": "1",
    "lastColumn": "0",
    "lastRow": "0",
    "noHBand": "0",
    "noVBand": "1",
    "val": "04A0",
}

Element = Any
"""An element of lxml, which has no types."""


@dataclass(frozen=True)
class Said:
    """A text of one look, in the language that is said if it is another than the document's."""

    text: str
    language: str = ""
    is_bold: bool = False
    is_italic: bool = False
    half_points: str = ""


def plain(text: str) -> str:
    """Return the text with a visible mark for each character that XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def add(parent: Element, name: str, **attributes: str) -> Element:
    """Add an element under the parent, and return it."""
    return SubElement(parent, _named(name), {_named(key): value for key, value in attributes.items()})


def add_paragraph(parent: Element, style: str, *said: Said) -> Element:
    """Add a paragraph of a style, by its id; empty for the usual one."""
    paragraph = add(parent, "p")
    if style:
        add(add(paragraph, "pPr"), "pStyle", val=style)
    for one in said:
        if one.text:
            add_run(paragraph, one)
    return paragraph


def add_run(paragraph: Element, said: Said) -> Element:
    """Add a text to a paragraph; its tabs and ends of lines become such."""
    run = add(paragraph, "r")
    if said.is_bold or said.is_italic or said.half_points or said.language:
        _add_look(run, said)
    for piece in _PIECES.split(plain(said.text)):
        if piece == "\t":
            add(run, "tab")
        elif piece in {"\n", "\r"}:
            add(run, "br")
        elif piece:
            _add_text(run, piece)
    return run


def add_page_break(parent: Element) -> None:
    """Add a paragraph behind which a new page begins."""
    add(add(add(parent, "p"), "r"), "br", type="page")


def add_table(
    parent: Element,
    caption: str,
    rows: Sequence[Sequence[Said]],
    widths: Sequence[str],
    *,
    figures: Collection[int] = (),
) -> None:
    """Add a table; its first row is the head, which repeats on each page and is read with each cell.

    Rows stay whole. The widths of its columns are in twentieths of a point. Columns of figures are aligned at their
    end, so that digits stand under digits.
    """
    table = add(parent, "tbl")
    properties = add(table, "tblPr")
    add(properties, "tblStyle", val="TableGrid")
    add(properties, "tblW", type="auto", w="0")
    add(properties, "jc", val="center")
    add(properties, "tblLayout", type="fixed")
    add(properties, "tblLook", **_LOOK)
    add(properties, "tblCaption", val=plain(caption))
    grid = add(table, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=width)
    for number, texts in enumerate(rows):
        row = add(table, "tr")
        kept = add(row, "trPr")
        add(kept, "cantSplit")
        if number == 0:
            add(kept, "tblHeader")
        for column, (said, width) in enumerate(zip(texts, widths, strict=True)):
            _add_cell(row, said, width, is_head=number == 0, is_figure=column in figures)


def _add_cell(row: Element, said: Said, width: str, *, is_head: bool, is_figure: bool) -> None:
    cell = add(row, "tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", type="dxa", w=width)
    if is_head:
        add(properties, "shd", val="clear", fill=_TINT)
    paragraph = add(cell, "p")
    layout = add(paragraph, "pPr")
    add(layout, "spacing", **_TWENTIETHS_AROUND_CELL)
    if is_figure:
        add(layout, "jc", val="right")
    add_run(paragraph, Said(said.text, said.language, is_bold=is_head, half_points=_CELL_HALF_POINTS))


def _add_look(run: Element, said: Said) -> None:
    look = add(run, "rPr")
    if said.is_bold:
        add(look, "b")
    if said.is_italic:
        add(look, "i")
    if said.half_points:
        add(look, "sz", val=said.half_points)
    if said.language:
        add(look, "lang", val=said.language)


def _add_text(run: Element, text: str) -> None:
    element = add(run, "t")
    element.text = text
    if text != text.strip():
        element.set(_SPACE, "preserve")


@cache
def _named(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
