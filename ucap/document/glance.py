"""UCAP at a Glance: what a plan is about on exactly two pages, and what had to be cut for that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ucap.core.languages import words_in
from ucap.core.text import Message, message, plural_forms
from ucap.document.cover import document
from ucap.document.lengths import Page, lines_of, plain_text, tallest
from ucap.document.models import Bullets, Count, Counts, Document, Fact, Facts, Heading, Note, PageBreak, Table, Words
from ucap.document.records import PlanRecords
from ucap.document.wording import Wording
from ucap.entries.models import Entry
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.queries.plans import SideFacts
from ucap.pilots.models.pilots import Pilot
from ucap.plans.models.activities import Activity, ActivityKind
from ucap.plans.models.commitments import Commitment
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

GLANCE_TYPES: tuple[type[Entry], ...] = (Area, Objective, Measure, Activity, Commitment, Pilot)
"""What a summary speaks of."""

FIRST_ROOM, SECOND_ROOM = 60, 68
"""How many lines there are on the first page under its cover, and on the second."""

_LEFT_OUT = {
    Area: plural_forms("%(count)s area of cooperation is left out", "%(count)s areas of cooperation are left out"),
    Objective: plural_forms("%(count)s objective is left out", "%(count)s objectives are left out"),
    Measure: plural_forms("%(count)s transfer measure is left out", "%(count)s transfer measures are left out"),
    Activity: plural_forms("%(count)s exchange is left out", "%(count)s exchanges are left out"),
    Pilot: plural_forms("%(count)s pilot is left out", "%(count)s pilots are left out"),
    Commitment: plural_forms("%(count)s commitment is left out", "%(count)s commitments are left out"),
}
_EXCHANGES = (ActivityKind.STUDY_VISIT, ActivityKind.WORKSHOP, ActivityKind.STAFF_EXCHANGE)
_HEAD = 3
"""Lines of the heading of a list."""

_KEPT = 5
"""Lines that measures leave to each list after them: its heading and the first of its items."""

_TITLE, _TEXT, _CELL = 150, 240, 90
"""How wide titles, texts and cells of tables may be."""


@dataclass(frozen=True)
class Length:
    """How full a page would be with everything said, in hundredths, and what is cut."""

    label: Message
    share: int
    cuts: Sequence[Message]


@dataclass(frozen=True)
class Glance:
    """A summary, and how long its pages are."""

    document: Document
    lengths: Sequence[Length]


_FIRST, _SECOND = (
    message("First page: what we work on together"),
    message("Second page: what travels, and what follows"),
)


def glance_of(records: PlanRecords, *, language: str, on: date) -> Glance:
    """Return the summary of a plan, as of a day."""
    wording = Wording(records, language)
    first, second = Page(FIRST_ROOM), Page(SECOND_ROOM)
    _counts(wording, first)
    _areas(wording, first)
    later = []
    for one in (_exchanges(wording), _pilots(wording)):
        if first.used + one.lines(wording) <= first.room:
            _add_list(wording, first, one)
        else:
            later.append(one)
    later.append(_commitments(wording))
    _measures(wording, second, on, keeping=sum(_KEPT for one in later if one.entries))
    for one in later:
        _add_list(wording, second, one)
    return finished(message("Urban Cooperation Action Plan at a glance"), wording, first, second, on)


def finished(kind: Message, wording: Wording, first: Page, second: Page, on: date) -> Glance:
    """Return the summary of two filled pages, with what was cut said on each."""
    for page in (first, second):
        if cuts := page.cuts():
            told = "; ".join(words_in(one, wording.language) for one in cuts)
            page.blocks.append(
                Note(wording.said(message("For two pages: %(cuts)s. The full plan has it all.", cuts=told)))
            )
    blocks = [*first.blocks, PageBreak(), *second.blocks]
    lengths = [Length(label, page.share, page.cuts()) for label, page in ((_FIRST, first), (_SECOND, second))]
    return Glance(document(kind, wording, blocks, on=on, pages=2), lengths)


def _counts(wording: Wording, page: Page) -> None:
    found = [(one, len(wording.records.of_type(one))) for one in (Area, Objective, Measure, Pilot)]
    counted_types = [Count(number, wording.said(one.plural)) for one, number in found]
    page.always(4, Counts(counted_types))


def _areas(wording: Wording, page: Page) -> None:
    page.always(3, Heading(1, Words(wording.said(message("What we work on together")))))
    areas, objectives = wording.records.of_type(Area), wording.records.of_type(Objective)
    if not areas and not objectives:
        page.always(2, Note(wording.said(message("No area of cooperation has been written yet."))))
    for area in areas:
        own = [one for one in objectives if area.id in one.attached.get("area", ())]
        focus = page.short(wording.title(area), _TITLE)
        if page.takes(2 + lines_of(focus.text, 80), _LEFT_OUT[Area]):
            page.blocks.append(Heading(2, focus))
        _objectives(wording, page, own)
    loose = [one for one in objectives if not one.attached.get("area")]
    if loose:
        page.always(3, Heading(2, Words(wording.said(message("Not yet in an area of cooperation")))))
        _objectives(wording, page, loose)


def _objectives(wording: Wording, page: Page, objectives: Sequence[EntryFacts]) -> None:
    if not objectives:
        return
    rows, head = [], 2
    for one in objectives:
        unit = str(one.value("unit") or "")
        due = one.value("due_on")
        cells = [
            page.short(wording.title(one), _TITLE),
            page.short(wording.text(one, "indicator"), _CELL),
            page.short(Words(f"{wording.text(one, 'baseline').text} {unit}".strip()), 24),
            page.short(Words(f"{wording.text(one, 'target').text} {unit}".strip()), 24),
            Words(wording.day(due if isinstance(due, date) else None)),
        ]
        height = tallest(list(zip([cell.text for cell in cells], (28, 22, 11, 11, 11), strict=True)))
        if page.takes(head + height + 1, _LEFT_OUT[Objective]):
            rows.append(cells)
            head = 0
    if rows:
        heads = (Objective.singular, message("What is measured"), message("Today"), message("Target"), message("By"))
        caption = wording.said(Objective.plural)
        page.blocks.append(Table(caption, [wording.said(one) for one in heads], rows, [5, 4, 2, 2, 2]))


def _measures(wording: Wording, page: Page, on: date, *, keeping: int) -> None:
    page.always(3, Heading(1, Words(wording.said(message("What travels between the cities")))))
    measures = wording.records.of_type(Measure)
    states = wording.verdicts(Measure, on)
    if not measures:
        page.always(2, Note(wording.said(message("No transfer measure has been written yet."))))
    for measure in measures:
        title = page.short(wording.title(measure), _TITLE)
        facts = [
            Fact(
                wording.said(Measure.fields[name].label),
                [page.short(Words(plain_text(text.text), text.language), _TEXT)],
            )
            for name in ("practice", "must_change")
            for text in wording.values(measure, name)
            if plain_text(text.text)
        ]
        lines = 4 + lines_of(title.text, 80) + sum(1 + lines_of(one.values[0].text) for one in facts)
        if page.takes(lines, _LEFT_OUT[Measure], keeping=keeping):
            marks = [
                direction_of(wording, measure),
                *(one.text for one in wording.values(measure, "mode")),
                *([states[measure.id]] if measure.id in states else []),
            ]
            page.blocks += [Heading(2, title, marks), *([Facts(facts)] if facts else [])]


def direction_of(wording: Wording, measure: EntryFacts) -> str:
    """Return from where to where a measure travels."""
    sides: dict[object, SideFacts] = {side.id: side for side in wording.records.plan.sides}
    giver, receiver = sides.get(measure.columns["giver_id"]), sides.get(measure.columns["receiver_id"])
    said = message("Direction not decided yet")
    if giver and receiver:
        said = message("From %(giver)s to %(receiver)s", giver=giver.name, receiver=receiver.name)
    elif giver:
        said = message("From %(giver)s", giver=giver.name)
    elif receiver:
        said = message("To %(receiver)s", receiver=receiver.name)
    return wording.said(said)


@dataclass(frozen=True)
class _List:
    """Entries to be listed under a title, each with the values of a few fields behind it."""

    title: Message
    type: type[Entry]
    entries: Sequence[EntryFacts]
    names: Sequence[str]

    def told(self, wording: Wording, entry: EntryFacts) -> str:
        """Return what stands behind an entry."""
        told = ", ".join(one.text for name in self.names for one in wording.values(entry, name))
        return f" ({told})" if told else ""

    def lines(self, wording: Wording) -> int:
        """Return how many lines it takes whole."""
        texts = (wording.title(one).text[:_TITLE] + self.told(wording, one) for one in self.entries)
        return _HEAD + sum(map(lines_of, texts))


def _exchanges(wording: Wording) -> _List:
    found = [one for one in wording.records.of_type(Activity) if one.columns["kind"] in _EXCHANGES]
    return _List(message("Main exchanges"), Activity, found, ("kind", "starts_on"))


def _pilots(wording: Wording) -> _List:
    return _List(message("What is tried"), Pilot, wording.records.of_type(Pilot), ("place_id", "stage"))


def _commitments(wording: Wording) -> _List:
    found = wording.records.of_type(Commitment)
    return _List(message("What stays afterwards"), Commitment, found, ("place_id", "due_on"))


def _add_list(wording: Wording, page: Page, listed: _List) -> None:
    """Add as many entries of a list as there is room for."""
    items, head = [], _HEAD
    for entry in listed.entries:
        name = page.short(wording.title(entry), _TITLE)
        item = Words(name.text + listed.told(wording, entry), name.language)
        if page.takes(head + lines_of(item.text), _LEFT_OUT[listed.type]):
            items.append(item)
            head = 0
    if items:
        page.blocks += [Heading(1, Words(wording.said(listed.title))), Bullets(items)]
