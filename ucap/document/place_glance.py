"""A place at a glance: what it works on over all its pairings, on exactly two pages."""

from collections.abc import Sequence
from datetime import date

from ucap.core.languages import locale_of, words_in
from ucap.core.text import Message, message, plural_forms
from ucap.document.cover import ILLUSTRATION, frame, status
from ucap.document.glance import Glance, Length, direction_of
from ucap.document.lengths import Page, lines_of, tallest
from ucap.document.models import Block, Count, Counts, Document, Heading, Note, PageBreak, Table, Words
from ucap.document.records import PlanRecords
from ucap.document.wording import Wording
from ucap.entries.models import Entry
from ucap.pilots.models.pilots import Pilot
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

PLACE_TYPES: tuple[type[Entry], ...] = (Area, Objective, Measure, Pilot)
_FIRST_ROOM, _SECOND_ROOM = 60, 66
_LINE = 150
_PAIRINGS = plural_forms("%(count)s pairing is left out", "%(count)s pairings are left out")
_OBJECTIVES = plural_forms("%(count)s objective is left out", "%(count)s objectives are left out")
_MEASURES = plural_forms("%(count)s transfer measure is left out", "%(count)s transfer measures are left out")
_PILOTS = plural_forms("%(count)s pilot is left out", "%(count)s pilots are left out")


def place_glance(place: str, plans: Sequence[PlanRecords], *, language: str, on: date) -> Glance:
    """Return what the place works on in these plans."""
    wordings = [Wording(records, language) for records in plans]
    first, second = Page(_FIRST_ROOM), Page(_SECOND_ROOM)
    _counts(first, wordings, language)
    for wording in wordings:
        _pairing(first, wording)
    if not wordings:
        first.always(2, Note(words_in(message("There is no plan of this place that you can read."), language)))
    _measures(second, wordings, language, on)
    _pilots(second, wordings, language)
    for page in (first, second):
        if cuts := page.cuts():
            told = "; ".join(words_in(one, language) for one in cuts)
            page.blocks.append(Note(words_in(message("For two pages: %(cuts)s.", cuts=told), language)))
    lengths = [
        Length(label, page.share, page.cuts())
        for label, page in (
            (message("First page: pairings and objectives"), first),
            (message("Second page: measures and pilots"), second),
        )
    ]
    return Glance(_document(place, plans, [*first.blocks, PageBreak(), *second.blocks], language, on), lengths)


def _document(place: str, plans: Sequence[PlanRecords], blocks: Sequence[Block], language: str, on: date) -> Document:
    is_illustrative = any(records.plan.is_illustrative for records in plans)
    return Document(
        kind=words_in(message("A place at a glance"), language),
        title=place,
        language=language,
        direction=str(locale_of(language).text_direction),
        author=", ".join(dict.fromkeys(records.plan.programme for records in plans)) or place,
        sides=[],
        cover=[],
        lead="",
        status=status(language, on),
        illustration=words_in(ILLUSTRATION, language) if is_illustrative else "",
        frame=frame(language),
        blocks=blocks,
        pages=2,
    )


def _counts(page: Page, wordings: Sequence[Wording], language: str) -> None:
    found = [(one, sum(len(wording.records.of_type(one)) for wording in wordings)) for one in PLACE_TYPES]
    page.always(
        4,
        Counts([Count(number, words_in(one.plural, language)) for one, number in found]),
    )


def _pairing(page: Page, wording: Wording) -> None:
    plan = wording.records.plan
    if not page.takes(3 + lines_of(plan.title, 80), _PAIRINGS):
        return
    page.blocks.append(Heading(1, Words(plan.title), [wording.said(plan.phase.label)]))
    rows, head = [], 2
    for one in wording.records.of_type(Objective):
        due = one.value("due_on")
        cells = [page.short(wording.title(one), _LINE), Words(wording.day(due if isinstance(due, date) else None))]
        if page.takes(head + tallest([(cells[0].text, 70), (cells[1].text, 16)]), _OBJECTIVES):
            rows.append(cells)
            head = 0
    if rows:
        heads = [wording.said(Objective.singular), wording.said(message("By"))]
        page.blocks.append(Table(wording.said(Objective.plural), heads, rows, [5, 1]))


def _measures(page: Page, wordings: Sequence[Wording], language: str, on: date) -> None:
    rows = []
    for wording in wordings:
        states = wording.verdicts(Measure, on)
        for one in wording.records.of_type(Measure):
            cells = [
                page.short(wording.title(one), _LINE),
                Words(direction_of(wording, one)),
                Words(states.get(one.id, "–")),
            ]
            if page.takes(tallest([(cells[0].text, 48), (cells[1].text, 26), (cells[2].text, 14)]), _MEASURES):
                rows.append(cells)
    _table(
        page,
        language,
        message("What travels between the cities"),
        (Measure.singular, message("Direction"), message("State")),
        rows,
    )


def _pilots(page: Page, wordings: Sequence[Wording], language: str) -> None:
    rows = []
    for wording in wordings:
        for one in wording.records.of_type(Pilot):
            cells = [page.short(wording.title(one), _LINE), wording.text(one, "place_id"), wording.text(one, "stage")]
            if page.takes(tallest([(cells[0].text, 48), (cells[1].text, 26), (cells[2].text, 14)]), _PILOTS):
                rows.append(cells)
    _table(page, language, message("What is tried"), (Pilot.singular, message("Place"), message("Stage")), rows)


def _table(
    page: Page, language: str, title: Message, heads: Sequence[Message], rows: Sequence[Sequence[Words]]
) -> None:
    page.always(4, Heading(1, Words(words_in(title, language))))
    if rows:
        labels = [words_in(one, language) for one in heads]
        page.blocks.append(Table(words_in(title, language), labels, rows, [4, 2, 1]))
    else:
        page.blocks.append(Note(words_in(message("Nothing has been written here yet."), language)))
