"""What surrounds the blocks of every document: its title, its cover, and the words on each page."""

from collections.abc import Sequence
from datetime import date

from ucap.core.languages import day_text, locale_of, words_in
from ucap.core.text import Message, message
from ucap.document.models import Block, Document, Frame
from ucap.document.wording import Wording

ILLUSTRATION = message("Illustrative: this text was written for demonstration, not by the cities named.")


def document(
    kind: Message,
    wording: Wording,
    blocks: Sequence[Block],
    *,
    on: date,
    has_contents: bool = False,
    pages: int | None = None,
) -> Document:
    """Return a document of a plan, as of a day, with its cover."""
    plan = wording.records.plan
    term = wording.records.terms.get(plan.theme_id)
    return Document(
        kind=wording.said(kind),
        title=plan.title,
        language=wording.language,
        direction=str(locale_of(wording.language).text_direction),
        author=plan.programme,
        sides=[side.name for side in plan.sides],
        cover=[
            (wording.said(message("Programme")), plan.programme),
            (wording.said(message("Theme")), term.label if term else plan.theme),
            (wording.said(message("Phase")), wording.said(plan.phase.label)),
        ],
        lead=plan.topic,
        status=status(wording.language, on),
        illustration=wording.said(ILLUSTRATION) if plan.is_illustrative else "",
        frame=frame(wording.language),
        blocks=blocks,
        has_contents=has_contents,
        pages=pages,
    )


def status(language: str, on: date) -> str:
    """Return what the reader holds in hands."""
    return words_in(message("Working draft of %(day)s", day=day_text(on, language)), language)


def frame(language: str) -> Frame:
    """Return the words around every document."""
    return Frame(words_in(message("Contents"), language), words_in(message("Page"), language))
