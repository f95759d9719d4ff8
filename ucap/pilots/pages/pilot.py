"""The page of a pilot: its story at a glance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import url_for

from ucap.core.text import Message
from ucap.entries.fields import Beside, FieldValue
from ucap.entries.judging import why_own_does_not_count
from ucap.entries.models import Entry
from ucap.entries.pages.files import ShownFile, shown_file
from ucap.entries.pages.values import Marked, Names, ShownField, names_in, shown_fields, terms_in
from ucap.entries.queries.linking import linking_to
from ucap.entries.queries.naming import EntryName
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.access import OpenPlan
from ucap.pilots.access import OpenPilot
from ucap.pilots.models.following import Indicator, Milestone, Reading, Risk, Update
from ucap.pilots.models.pilots import Health, Stage
from ucap.pilots.models.spending import Cost, Funding, Rate
from ucap.pilots.pages.charts import Chart, chart_of
from ucap.pilots.pages.listing import HEALTH_COLOURS
from ucap.pilots.pages.spending import Spending, spending_of
from ucap.pilots.queries.whole import TYPES, WholePilot, milestone_facts, pilots_of_plan, risk_facts, told_on, typed
from ucap.pilots.rules.health import HIGH_SCORE, Judgement, is_late, judgement_of
from ucap.stakeholders.models.entries import Stakeholder
from ucap.web.filters import page_language

_STAGES = list(Stage)
_ADDED: tuple[type[Entry], ...] = (Milestone, Indicator, Risk, Update, Cost, Funding, Rate)
_MEDIUM_SCORE = 8
"""From this product of likelihood and impact on a risk is worth a second look."""


@dataclass(frozen=True)
class Part:
    """A part of a pilot: its fields by name, and where it is read and changed; no `edit_url` for who may not.

    Attributes:
        day: the day that it is of, for what is told or read on one.
        progress: of a milestone, whether it is done, late or ahead.
        score, colour: of a risk.
        files: of an update.
    """

    entry: EntryFacts
    title: str
    url: str
    edit_url: str
    fields: Mapping[str, ShownField]
    day: date | None = None
    progress: str = ""
    score: int = 0
    colour: str = ""
    files: Sequence[ShownFile] = ()


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator with its chart and its readings, the newest first; `add_url` adds one."""

    part: Part
    chart: Chart | None
    readings: Sequence[Part]
    add_url: str


@dataclass(frozen=True)
class PilotPage:
    """A pilot at a glance.

    Attributes:
        side: the place where it is tried, and its side.
        own: its fields by name.
        judgement_note: why an own judgement that is written does not count; None if it does, or there is none.
        test_day, test_days: of the test period, which day it is and how many there are; None if it is not running.
        partners: the stakeholders that lead it or take part.
        following: what came of it elsewhere in the plan.
        add_urls: where a part is added, by type; empty for who may not.
    """

    plan: OpenPlan
    pilot: EntryFacts
    title: str
    side: Marked | None
    fields: Sequence[ShownField]
    own: Mapping[str, ShownField]
    stages: Sequence[tuple[Message, str]]
    judgement: Judgement
    colour: str
    judgement_note: Message | None
    test_day: int | None
    test_days: int | None
    told_on: date | None
    milestones: Sequence[Part]
    done_count: int
    indicators: Sequence[ShownIndicator]
    spending: Spending
    costs: Sequence[Part]
    fundings: Sequence[Part]
    rates: Sequence[Part]
    risks: Sequence[Part]
    updates: Sequence[Part]
    partners: Sequence[EntryName]
    following: Sequence[EntryName]
    add_urls: Mapping[str, str]
    can_edit: bool


class _Parts:
    """Makes what a page shows of the parts of a pilot."""

    def __init__(self, opened: OpenPilot, names: Names, on: date) -> None:
        """Remember whose page it is, and of which day."""
        self.opened, self.names, self.on = opened, names, on

    def of(self, entry: EntryFacts) -> Part:
        """Return a part as the page shows it."""
        where = {"plan_id": self.opened.plan.id, "section": Beside.PILOTS, "entry_id": entry.id}
        language = page_language()
        score = risk_facts(entry, language).score if entry.type is Risk else 0
        return Part(
            entry=entry,
            title=entry.title(language),
            url=url_for("entries.show_entry", **where),  # type: ignore[arg-type] # parts of an address
            edit_url=url_for("entries.edit_entry", **where) if self.opened.can_edit else "",  # type: ignore[arg-type] # likewise
            fields={shown.name: shown for shown in shown_fields(entry, self.names)},
            day=_day_of(entry),
            progress=self._progress(entry),
            score=score,
            colour="red" if score >= HIGH_SCORE else "yellow" if score >= _MEDIUM_SCORE else "green",
        )

    def _progress(self, entry: EntryFacts) -> str:
        if entry.type is not Milestone:
            return ""
        facts = milestone_facts(entry, page_language())
        return "done" if facts.done_on else "late" if is_late(facts, self.on) else "ahead"

    def update(self, entry: EntryFacts, files: Sequence[EntryFacts]) -> Part:
        """Return a progress update with its files."""
        shown = [shown_file(one, can_edit=self.opened.can_edit) for one in files]
        return replace(self.of(entry), files=[one for one in shown if one])

    def add_url(self, entry_type: type[Entry], whole: EntryFacts) -> str:
        """Return where a part is added to a pilot or indicator; empty for who may not."""
        if not self.opened.can_edit:
            return ""
        given = {entry_type.part_of: str(whole.id), "place_id": str(whole.place_id)}
        where = {"section": Beside.PILOTS, "type_name": entry_type.type_name(), **given}
        return url_for("entries.add_entry", plan_id=self.opened.plan.id, **where)  # type: ignore[arg-type] # likewise


def _day_of(entry: EntryFacts) -> date | None:
    if entry.type is Update:
        return told_on(entry)
    return typed(date, entry.value("read_on")) if entry.type is Reading else None


def pilot_page(opened: OpenPilot, on: date) -> PilotPage:
    """Return what the page of a pilot shows on a day."""
    plan, language = opened.plan, page_language()
    (whole,) = pilots_of_plan(plan.id, opened.found.id)
    pilot = whole.pilot
    shown = [pilot, *whole.parts, *(reading for own in whole.readings.values() for reading in own)]
    names = names_in(plan, opened.names, types={one.type for one in shown}, term_ids=terms_in(shown))
    made, judgement = _Parts(opened, names, on), judgement_of(whole.course(language), on)
    fields = shown_fields(pilot, names)
    linked = _linked(names, plan.id, pilot)
    test_day, test_days = _period(pilot, on)
    milestones = [made.of(one) for one in sorted(whole.of(Milestone), key=_by_day)]
    return PilotPage(
        plan=plan,
        pilot=pilot,
        title=pilot.title(language),
        side=names.marks.get(pilot.place_id) if pilot.place_id else None,
        fields=fields,
        own={field.name: field for field in fields},
        stages=_stages(typed(Stage, pilot.value("stage"))),
        judgement=judgement,
        colour=HEALTH_COLOURS[judgement.health],
        judgement_note=_note_on(pilot, judgement, on),
        test_day=test_day,
        test_days=test_days,
        told_on=whole.last_told_on,
        milestones=milestones,
        done_count=sum(one.progress == "done" for one in milestones),
        indicators=[_indicator(made, whole, one) for one in whole.of(Indicator)],
        spending=spending_of(whole),
        costs=[made.of(one) for one in whole.of(Cost)],
        fundings=[made.of(one) for one in whole.of(Funding)],
        rates=[made.of(one) for one in whole.of(Rate)],
        risks=sorted((made.of(one) for one in whole.of(Risk)), key=lambda part: -part.score),
        updates=[made.update(one, whole.files[one.id]) for one in whole.updates],
        partners=[one for one in linked if one.type is Stakeholder],
        following=[one for one in linked if one.type is not Stakeholder],
        add_urls={one.type_name(): made.add_url(one, pilot) for one in _ADDED},
        can_edit=opened.can_edit,
    )


def _note_on(pilot: EntryFacts, judgement: Judgement, on: date) -> Message | None:
    if judgement.computed is None:
        return None
    own, until = typed(Health, pilot.value("health")), typed(date, pilot.value("health_until"))
    return why_own_does_not_count(own, str(pilot.value("health_because") or ""), until, on)


def _linked(names: Names, plan_id: UUID, pilot: EntryFacts) -> list[EntryName]:
    """Return its partners and whatever else links to it, its parts left out, each once."""
    own = _ids(pilot.value("partners"))
    found = dict.fromkeys([*own, *linking_to(plan_id, pilot.id)])
    return [names.entries[one] for one in found if one in names.entries and names.entries[one].type not in TYPES]


def _ids(value: FieldValue) -> tuple[UUID, ...]:
    return value if isinstance(value, tuple) else ()


def _by_day(milestone: EntryFacts) -> tuple[date, int]:
    return typed(date, milestone.value("due_on")) or date.max, milestone.position


def _period(pilot: EntryFacts, on: date) -> tuple[int | None, int | None]:
    """Return which day of the test it is, and how many it has; None where that cannot be said."""
    first, last = typed(date, pilot.value("starts_on")), typed(date, pilot.value("ends_on"))
    if first is None or last is None or last < first:
        return None, None
    is_now = pilot.value("stage") == Stage.RUNNING and first <= on <= last
    return (on - first).days + 1 if is_now else None, (last - first).days + 1


def _stages(stage: Stage | None) -> list[tuple[Message, str]]:
    """Return the stages with how far each is: done, here or ahead."""
    here = _STAGES.index(stage) if stage else -1
    marks = ["done" if number < here else "here" if number == here else "ahead" for number in range(len(_STAGES))]
    return [(one.label, mark) for one, mark in zip(_STAGES, marks, strict=True)]


def _indicator(made: _Parts, whole: WholePilot, entry: EntryFacts) -> ShownIndicator:
    from_newest = list(reversed(whole.readings[entry.id]))
    return ShownIndicator(
        part=made.of(entry),
        chart=chart_of(whole.indicator_facts(entry, page_language())),
        readings=[made.of(reading) for reading in from_newest],
        add_url=made.add_url(Reading, entry),
    )
