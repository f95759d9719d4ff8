"""The council memo: on one page what is asked, what it costs, who takes part, what may go wrong, what comes next."""

from collections.abc import Iterable, Sequence
from datetime import date

from ucap.core.languages import list_text
from ucap.core.money import Money
from ucap.core.text import Message, counted, message, plural_forms
from ucap.document.cover import document
from ucap.document.lengths import Page, lines_of, plain_text
from ucap.document.models import Bullets, Document, Heading, Note, Table, Words
from ucap.document.records import PlanRecords
from ucap.document.wording import Wording
from ucap.entries.queries.reading import EntryFacts
from ucap.pilots.models.following import Risk, RiskState
from ucap.pilots.models.pilots import Pilot, Stage
from ucap.pilots.queries.whole import risk_facts, typed
from ucap.pilots.rules.money import sums
from ucap.plans.models.activities import Activity, ActivityStatus, FundingStatus
from ucap.plans.models.commitments import Commitment, CommitmentState
from ucap.stakeholders.models.entries import Stakeholder

_ROOM = 50
_TEXT, _LONG_TEXT = 190, 570
_FEWEST_LINES = 6
_LEFT_OUT = plural_forms("%(count)s line is left out", "%(count)s lines are left out")
_CERTAIN = (FundingStatus.IN_BUDGET, FundingStatus.DISBURSED)
_HOPED_FOR = (FundingStatus.IDEA, FundingStatus.SOUGHT)
_OVER = (ActivityStatus.DONE, ActivityStatus.DROPPED)


def memo_document(records: PlanRecords, *, language: str, on: date) -> Document:
    """Return the memo, drawn from the record as of a day."""
    wording = Wording(records, language)
    page = _fullest(wording, on)
    if cuts := page.cuts():
        told = "; ".join(wording.said(one) for one in cuts)
        page.blocks.append(Note(wording.said(message("For one page: %(cuts)s. The full plan has it all.", cuts=told))))
    return document(message("Council memo"), wording, page.blocks, on=on, pages=1)


def _fullest(wording: Wording, on: date) -> Page:
    """Return the page with as much as there is room for: first more lines in each list, then longer ones."""
    fullest, _fits = _filled(wording, on, _FEWEST_LINES, _TEXT)
    most = _FEWEST_LINES
    while fullest.left_out:
        page, fits = _filled(wording, on, most + 1, _TEXT)
        if not fits:
            return fullest
        fullest, most = page, most + 1
    longer, fits = _filled(wording, on, most, _LONG_TEXT)
    return longer if fits else fullest


def _filled(wording: Wording, on: date, most: int, letters: int) -> tuple[Page, bool]:
    """Return the page with so many lines in each list at most, of so many letters, and whether all had room."""
    page = Page(_ROOM)
    parts = [
        (message("Who takes part"), _partners(wording), message("No stakeholder has been named yet.")),
        (message("What may go wrong"), _risks(wording), message("No risk has been written down.")),
        (message("What is decided next"), _next(wording, on), message("No day ahead has been named.")),
    ]
    no_step = message("No step of a council and no money has been asked for.")
    _list(wording, page, message("What is asked"), [page.short(one, letters) for one in _asked(wording)], no_step, most)
    _cost(wording, page)
    for title, items, nothing in parts:
        _list(wording, page, title, [page.short(one, letters) for one in items], nothing, most)
    return page, page.refused == 0


def _open_activities(records: PlanRecords) -> list[EntryFacts]:
    return [one for one in records.of_type(Activity) if one.columns["status"] not in _OVER]


def _asked(wording: Wording) -> Iterable[Words]:
    """Return each council or legal step that is needed, with what it is for, and money that nobody has promised."""
    for entry in [*_open_activities(wording.records), *wording.records.of_type(Pilot)]:
        for step in wording.values(entry, "legal_step"):
            yield Words(f"{plain_text(step.text)} ({wording.title(entry).text})", step.language)
    for activity in _open_activities(wording.records):
        cost = typed(Money, activity.columns["cost"])
        if cost and cost.amount and activity.columns["funding"] in {None, *_HOPED_FOR}:
            said = message(
                "Money: %(cost)s for %(title)s", cost=wording.money(cost), title=wording.title(activity).text
            )
            yield Words(wording.said(said))


def _partners(wording: Wording) -> Iterable[Words]:
    """Return the stakeholders of each place by name."""
    stakeholders = wording.records.of_type(Stakeholder)
    for side in wording.records.plan.sides:
        for place in side.places:
            names = [wording.title(one).text for one in stakeholders if one.place_id == place.id]
            if names:
                yield Words(f"{place.name}: {list_text(names, wording.language)}")


def _risks(wording: Wording) -> Iterable[Words]:
    """Return the risks that stand, the gravest first, with what is done about them."""
    standing = [one for one in wording.records.of_type(Risk) if one.columns["state"] != RiskState.OVER]
    for risk in sorted(standing, key=lambda one: -risk_facts(one, wording.language).score):
        response = " ".join(plain_text(one.text) for one in wording.values(risk, "response"))
        title = wording.title(risk)
        answer = response or wording.said(message("nobody has said what is done about it"))
        yield Words(f"{title.text} – {answer}", title.language)


def _next(wording: Wording, on: date) -> Iterable[Words]:
    """Return the days ahead, the nearest first."""
    dated = [*_phases(wording), *_tests(wording), *_beginnings(wording), *_promises(wording)]
    for day, what in sorted((day, wording.said(said)) for day, said in dated if day is not None and day >= on):
        yield Words(f"{wording.day(day)} – {what}")


_Dated = Iterable[tuple[date | None, Message]]


def _phases(wording: Wording) -> _Dated:
    for milestone in wording.records.milestones:
        if not milestone.reached_on:
            yield milestone.planned_on, message("Phase to be reached: %(phase)s", phase=milestone.phase.label)


def _tests(wording: Wording) -> _Dated:
    for pilot in wording.records.of_type(Pilot):
        if pilot.columns["stage"] != Stage.DECIDED:
            said = message("Pilot to be decided: %(title)s", title=wording.title(pilot).text)
            yield typed(date, pilot.columns["ends_on"]), said


def _beginnings(wording: Wording) -> _Dated:
    for activity in _open_activities(wording.records):
        said = message("Begins: %(title)s", title=wording.title(activity).text)
        yield typed(date, activity.columns["starts_on"]), said


def _promises(wording: Wording) -> _Dated:
    for promise in wording.records.of_type(Commitment):
        if promise.columns["state"] in {None, CommitmentState.OPEN}:
            said = message("Promised: %(title)s", title=wording.title(promise).text)
            yield typed(date, promise.columns["due_on"]), said


def _cost(wording: Wording, page: Page) -> None:
    activities = _open_activities(wording.records)
    planned = sums(_costs(activities))
    certain = sums(_costs(one for one in activities if one.columns["funding"] in _CERTAIN))
    without = sum(one.columns["cost"] is None for one in activities)
    page.always(3, Heading(1, Words(wording.said(message("What it costs")))))
    if planned:
        nothing = wording.said(message("none"))
        heads = (message("Currency"), message("Activities ahead and under way"), message("Of that certain"))
        rows = [
            [Words(one), Words(wording.money(total)), Words(wording.money(certain[one]) if one in certain else nothing)]
            for one, total in planned.items()
        ]
        caption = wording.said(message("Cost by currency"))
        table = Table(caption, [wording.said(one) for one in heads], rows, [1, 3, 3], figures=(1, 2))
        page.always(2 + len(rows), table)
    else:
        page.always(2, Note(wording.said(message("No cost has been named yet."))))
    if without:
        said = counted("%(count)s activity has no cost yet.", "%(count)s activities have no cost yet.", without)
        page.always(2, Note(wording.said(said), is_warning=True))


def _costs(activities: Iterable[EntryFacts]) -> list[Money]:
    return [money for one in activities if (money := typed(Money, one.columns["cost"])) is not None]


def _list(wording: Wording, page: Page, title: Message, items: Sequence[Words], nothing: Message, most: int) -> None:
    """Add so many lines under a heading, as far as there is room."""
    page.always(3, Heading(1, Words(wording.said(title))))
    shown = [item for item in items[:most] if page.takes(lines_of(item.text), _LEFT_OUT)]
    for _item in items[most:]:
        page.leave_out(_LEFT_OUT)
    page.blocks.append(Bullets(shown) if shown else Note(wording.said(nothing)))
