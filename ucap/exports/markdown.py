"""Markdown: a document as plain text that stays readable; what people typed is escaped, so that it says no more."""

import re
from collections.abc import Iterator

from ucap.core.text import Run, blocks_of
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

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_BEGINS_A_BLOCK = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
_LISTS = {"bullet": "- ", "number": "1. ", "paragraph": ""}


def markdown_of(document: Document) -> str:
    """Return the document as Markdown."""
    lines = [f"# {_text(document.kind)}: {_text(document.title)}", _text(document.lead)]
    lines += [f"**{_text(label)}:** {_text(value)}" for label, value in document.cover]
    lines += [_text(document.status), _text(document.illustration)]
    if document.has_contents:
        chapters = "\n".join(f"- {_text(one.words.text)}" for one in document.chapters)
        lines += [f"**{_text(document.frame.contents)}**", chapters]
    lines += [line for block in document.blocks for line in _block(block)]
    return "\n\n".join(line for line in lines if line) + "\n"


def _block(block: Block) -> Iterator[str]:  # noqa: C901 - a case for each block
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {_line(block.words.text)}"
            yield " · ".join(f"*{_line(mark)}*" for mark in block.marks)
        case Prose():
            yield _prose(block.words)
        case Facts():
            for fact in block.facts:
                yield f"**{_text(fact.label)}**"
                if fact.is_prose:
                    yield from map(_prose, fact.values)
                else:
                    yield "\n".join(f"- {_line(one.text)}" for one in fact.values)
        case Bullets():
            yield "\n".join(f"- {_line(one.text)}" for one in block.items)
        case Table():
            yield _table(block)
        case Counts():
            yield " · ".join(f"**{one.number}** {_line(one.label)}" for one in block.counts)
        case Figure():
            yield f"*{_line(block.description)}*"
        case Note():
            yield f"> {_line(block.text)}"
        case PageBreak():
            yield "---"


def _table(block: Table) -> str:
    rows = [block.heads, *([cell.text for cell in row] for row in block.rows)]
    shown = [f"| {' | '.join(map(_line, row))} |" for row in rows]
    return "\n".join([shown[0], f"|{' --- |' * len(block.heads)}", *shown[1:]])


def _prose(words: Words) -> str:
    found: list[str] = []
    last = ""
    for block in blocks_of(words.text):
        text = "".join(map(_run, block.runs)).replace("\n", "  \n" + " " * len(_LISTS[block.kind]))
        is_next = block.kind == last and block.kind != "paragraph"
        found.append(("" if not found else "\n" if is_next else "\n\n") + _LISTS[block.kind] + text)
        last = block.kind
    return "".join(found)


def _run(run: Run) -> str:
    text = _text(run.text)
    inner = text.strip()
    if not inner:
        return text
    marks = ("**" if run.is_strong else "") + ("*" if run.is_emphasis else "")
    return text.replace(inner, f"{marks}{inner}{marks[::-1]}", 1)


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    """Return the text so that no Markdown begins in it."""
    return _BEGINS_A_BLOCK.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
