"""Pilot sheets: each pilot with its story on one page, charts included, and what had to be cut for that."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ucap.core.text import message, plural_forms
from ucap.document.cover import document
from ucap.document.lengths import Page, lines_of, plain_text, tallest
from ucap.document.models import Block, Bullets, Document, Fact, Facts, Figure, Heading, Note, PageBreak, Table, Words
from ucap.document.pilots import DECIDED, indicator_blocks, milestones_blocks, money_blocks, risks_blocks
from ucap.document.records import PlanRecords
from ucap.document.wording import Wording
from ucap.pilots.models.following import Indicator
from ucap.pilots.queries.whole import WholePilot, told_on, whole_pilots
from ucap.pilots.rules.health import judgement_of

_FIRST_ROOM, _ROOM = 74, 86
"""How many lines there are under the cover, and on a page without."""

_LETTERS = 96
_SHORT, _TEXT = 80, 230
_CARDS = 15
"""Lines that two charts beside each other take."""

_MOST_CARDS = 4
_MOST_ROWS = 6
_NEWS = 2
_LINES_OF_NEWS = 3
_BRIEF = ("measures", "site", "lead", "starts_on", "ends_on")
_TOLD = ("hypothesis", "baseline", "stop_rule")
_INDICATORS = plural_forms("%(count)s indicator is left out", "%(count)s indicators are left out")
_MILESTONES = plural_forms("%(count)s milestone is left out", "%(count)s milestones are left out")
_SUMS = plural_forms("%(count)s line about money is left out", "%(count)s lines about money are left out")
_RISKS = plural_forms("%(count)s risk is left out", "%(count)s risks are left out")
_UPDATES = plural_forms("%(count)s update is left out", "%(count)s updates are left out")


def pilots_document(records: PlanRecords, *, language: str, on: date) -> Document:
    """Return the pilots of the plan, each on a page of its own."""
    wording = Wording(records, language)
    blocks: list[Block] = []
    pilots = whole_pilots(records.entries)
    for number, whole in enumerate(pilots):
        page = Page(_ROOM if number else _FIRST_ROOM)
        _tell(wording, whole, page, on)
        blocks += [*([PageBreak()] if number else []), *page.blocks]
    if not blocks:
        blocks = [Note(wording.said(message("There is no pilot yet.")))]
    return document(message("Pilots"), wording, blocks, on=on, pages=max(1, len(pilots)))


def _tell(wording: Wording, whole: WholePilot, page: Page, on: date) -> None:
    judgement = judgement_of(whole.course(wording.language), on)
    health = [wording.said(judgement.health.label)] if judgement.health else []
    page.always(4, wording.heading(1, whole.pilot, health))
    _facts(wording, whole, page, _BRIEF, _SHORT)
    if judgement.reasons:
        reasons = " ".join(wording.said(reason.facts) for reason in judgement.reasons)
        page.always(1 + lines_of(reasons), Note(reasons, is_warning=True))
    _facts(wording, whole, page, (*_TOLD, *DECIDED), _TEXT)
    _indicators(wording, whole, page)
    kept = min(_NEWS, len(whole.updates)) * _LINES_OF_NEWS + 3
    _tables(page, milestones_blocks(wording, whole, on, 2), _MILESTONES, keeping=kept)
    _tables(page, risks_blocks(wording, whole, 2), _RISKS, keeping=kept)
    _tables(page, money_blocks(wording, whole, 2), _SUMS, keeping=kept)
    _news(wording, whole, page)
    if cuts := page.cuts():
        told = "; ".join(wording.said(one) for one in cuts)
        page.blocks.append(Note(wording.said(message("For one page: %(cuts)s. The full plan has it all.", cuts=told))))


def _facts(wording: Wording, whole: WholePilot, page: Page, names: Sequence[str], most: int) -> None:
    """Add facts in a few words: those of prose become plain."""
    facts = []
    for name in names:
        fact = wording.fact(whole.pilot, name)
        if fact.values:
            text = "; ".join(plain_text(one.text) if fact.is_prose else one.text for one in fact.values)
            facts.append(Fact(fact.label, [page.short(Words(text, fact.values[0].language), most)]))
    if facts:
        page.always(sum(1 + lines_of(one.values[0].text) for one in facts), Facts(facts))


def _indicators(wording: Wording, whole: WholePilot, page: Page) -> None:
    """Add the indicators: first those with charts, which stand two beside each other."""
    found = [list(indicator_blocks(wording, whole, one, 2)) for one in whole.of(Indicator)]
    charted = [blocks for blocks in found if isinstance(blocks[-1], Figure)]
    for number, blocks in enumerate(charted):
        if number < _MOST_CARDS and page.takes(0 if number % 2 else _CARDS, _INDICATORS):
            page.blocks += blocks
        elif number >= _MOST_CARDS:
            page.leave_out(_INDICATORS)
    for blocks in found:
        if blocks not in charted and page.takes(6, _INDICATORS):
            page.blocks += blocks


def _tables(page: Page, blocks: Iterable[Block], kind: tuple[str, str], *, keeping: int) -> None:
    """Add tables with as many of their first rows as there is room for; those without any are left out."""
    heading: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            rows = list(_fitting(page, block, kind, keeping=keeping + 2 + 3 * len(heading)))
            if rows:
                page.always(2 + 3 * len(heading))
                page.blocks += [*heading, Table(block.caption, block.heads, rows, block.weights)]
                heading = []
        else:
            heading = [block]


def _fitting(page: Page, table: Table, kind: tuple[str, str], *, keeping: int) -> Iterator[Sequence[Words]]:
    widths = [_LETTERS * weight // sum(table.weights) for weight in table.weights]
    for number, row in enumerate(table.rows):
        if number >= _MOST_ROWS:
            page.leave_out(kind)
            continue
        cells = [page.short(cell, 3 * width) for cell, width in zip(row, widths, strict=True)]
        height = tallest([(cell.text, width) for cell, width in zip(cells, widths, strict=True)])
        if page.takes(height, kind, keeping=keeping):
            yield cells


def _news(wording: Wording, whole: WholePilot, page: Page) -> None:
    """Add the latest news, each in a line or two."""
    items: list[Words] = []
    for number, update in enumerate(whole.updates):
        title = wording.title(update)
        text = " ".join(plain_text(one.text) for one in wording.values(update, "text"))
        told = Words(f"{wording.day(told_on(update))} – {title.text} {text}".strip(), title.language)
        if number < _NEWS and page.takes(_LINES_OF_NEWS if items else 3 + _LINES_OF_NEWS, _UPDATES):
            items.append(page.short(told, _TEXT))
        elif number >= _NEWS:
            page.leave_out(_UPDATES)
    if items:
        page.blocks += [Heading(2, Words(wording.said(message("Latest news")))), Bullets(items)]
