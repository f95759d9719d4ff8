"""The list of a plan's pilots, and the page of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from ucap.core.money import Money
from ucap.core.text import Message
from ucap.entries.fields import Beside
from ucap.entries.models import Entry
from ucap.entries.pages.values import Names, ShownField, names_in, shown_fields, terms_in
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.access import OpenPlan
from ucap.pilots.access import OpenPilot
from ucap.pilots.forms import PilotsForm, Sorting, pilots_form
from ucap.pilots.models.following import Indicator, Milestone, Risk, Update
from ucap.pilots.models.pilots import Health, Stage
from ucap.pilots.models.spending import Cost, Funding, Rate
from ucap.pilots.pages.charts import Chart, chart_of
from ucap.pilots.queries import WholePilot, milestone_facts, pilots_of_plan, risk_facts, typed
from ucap.pilots.rules.health import Judgement, is_late, judgement_of
from ucap.pilots.rules.money import Converted, DatedRate, converted, sums, usable_rates
from ucap.web.filters import page_language

HEALTH_COLOURS: Mapping[Health | None, str] = {
    None: "grey",
    Health.ON_TRACK: "green",
    Health.AT_RISK: "yellow",
    Health.NOT_REPORTED: "grey",
    Health.OFF_TRACK: "red",
}
_HEALTHS, _STAGES = list(Health), list(Stage)


@dataclass(frozen=True)
class ListedPilot:
    """A pilot in the list."""

    title: str
    language: str
    url: str
    place: str
    stage: Stage | None
    judgement: Judgement
    colour: str
    told_on: date | None


@dataclass(frozen=True)
class PilotsPage:
    """The pilots of a plan; `add_url` is empty for who may add none."""

    plan: OpenPlan
    form: PilotsForm
    pilots: Sequence[ListedPilot]
    is_empty: bool
    url: str
    add_url: str


def pilots_page(plan: OpenPlan, on: date) -> PilotsPage:
    """Return the plan's pilots, narrowed and sorted as the address says."""
    places = {place.id: place for side in plan.sides for place in side.places}
    form = pilots_form(list(places.values()))
    whole = pilots_of_plan(plan.id)
    wanted = form.asked_in("place")
    listed = []
    for one in whole:
        place_id = one.pilot.place_id
        if not wanted or str(place_id) == wanted:
            listed.append(_listed(plan, one, places[place_id].name if place_id in places else "", on))
    for name, value_of in (("stage", _stage_of), ("health", _health_of)):
        asked = form.asked_in(name)
        listed = [one for one in listed if not asked or value_of(one) == asked]
    sorting = Sorting.of(form.asked_in("sort") or Sorting.PLAN)
    if sorting in _KEYS:
        listed.sort(key=_KEYS[sorting])
    add = {"plan_id": plan.id, "section": Beside.PILOTS, "type_name": "pilot"}
    return PilotsPage(
        plan=plan,
        form=form,
        pilots=listed,
        is_empty=not whole,
        url=url_for("pilots.list_pilots", plan_id=plan.id),
        add_url=_url("entries.add_entry", **add) if plan.can_edit else "",
    )


def _url(endpoint: str, **parts: Any) -> str:
    return url_for(endpoint, **parts)


def _listed(plan: OpenPlan, whole: WholePilot, place: str, on: date) -> ListedPilot:
    judgement, pilot = judgement_of(whole.course(page_language()), on), whole.pilot
    return ListedPilot(
        title=pilot.title(page_language()),
        language=pilot.language,
        url=url_for("pilots.show_pilot", plan_id=plan.id, entry_id=pilot.id),
        place=place,
        stage=typed(Stage, pilot.value("stage")),
        judgement=judgement,
        colour=HEALTH_COLOURS[judgement.health],
        told_on=whole.last_told_on,
    )


def _stage_of(one: ListedPilot) -> str | None:
    return one.stage


def _health_of(one: ListedPilot) -> str | None:
    return one.judgement.health


_KEYS: Mapping[Sorting, Callable[[ListedPilot], Any]] = {
    Sorting.NAME: lambda one: one.title.casefold(),
    Sorting.STAGE: lambda one: -_STAGES.index(one.stage) if one.stage else 1,
    Sorting.HEALTH: lambda one: -_HEALTHS.index(one.judgement.health) if one.judgement.health else 1,
    Sorting.TOLD: lambda one: one.told_on or date.min,
}


@dataclass(frozen=True)
class Part:
    """A part of a pilot: its fields by name, and where it is read and changed; no `edit_url` for who may not."""

    entry: EntryFacts
    title: str
    url: str
    edit_url: str
    fields: Mapping[str, ShownField]
    is_late: bool = False
    score: int = 0


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator with its chart and its readings, the newest first; `add_url` adds one."""

    part: Part
    chart: Chart | None
    readings: Sequence[Part]
    add_url: str


@dataclass(frozen=True)
class MoneyPage:
    """The money of a pilot: sums by currency, and across them where rates allow it."""

    costs: Sequence[Part]
    fundings: Sequence[Part]
    rates: Sequence[Part]
    planned: Mapping[str, Money]
    spent: Mapping[str, Money]
    funded: Mapping[str, Money]
    planned_in_one: Converted | None


@dataclass(frozen=True)
class PilotPage:
    """A pilot at a glance."""

    plan: OpenPlan
    pilot: EntryFacts
    title: str
    fields: Sequence[ShownField]
    stages: Sequence[tuple[Message, str]]
    judgement: Judgement
    colour: str
    told_on: date | None
    milestones: Sequence[Part]
    indicators: Sequence[ShownIndicator]
    money: MoneyPage
    risks: Sequence[Part]
    updates: Sequence[Part]
    add_urls: Mapping[str, str]
    can_edit: bool


class _Parts:
    """Makes what a page shows of the parts of a pilot."""

    def __init__(self, opened: OpenPilot, names: Names) -> None:
        """Remember whose page it is."""
        self.opened, self.names = opened, names

    def of(self, entry: EntryFacts, on: date) -> Part:
        """Return a part as the page shows it."""
        parts = {"plan_id": self.opened.plan.id, "section": Beside.PILOTS, "entry_id": entry.id}
        language = page_language()
        return Part(
            entry=entry,
            title=entry.title(language),
            url=_url("entries.show_entry", **parts),
            edit_url=_url("entries.edit_entry", **parts) if self.opened.can_edit else "",
            fields={shown.name: shown for shown in shown_fields(entry, self.names)},
            is_late=entry.type is Milestone and is_late(milestone_facts(entry, language), on),
            score=risk_facts(entry, language).score if entry.type is Risk else 0,
        )

    def add_url(self, entry_type: type[Entry], whole: EntryFacts) -> str:
        """Return where a part is added to a pilot or indicator; empty for who may not."""
        given = {entry_type.part_of: whole.id, "place_id": whole.place_id}
        where = {"plan_id": self.opened.plan.id, "section": Beside.PILOTS, "type_name": entry_type.type_name()}
        return _url("entries.add_entry", **where, **given) if self.opened.can_edit else ""


def pilot_page(opened: OpenPilot, on: date) -> PilotPage:
    """Return what the page of a pilot shows on a day."""
    plan, language = opened.plan, page_language()
    (whole,) = pilots_of_plan(plan.id, opened.found.id)
    read = [reading for own in whole.readings.values() for reading in own]
    names = names_in(plan, opened.names, term_ids=terms_in([whole.pilot, *whole.parts, *read]))
    made = _Parts(opened, names)
    judgement = judgement_of(whole.course(language), on)
    adding: tuple[type[Entry], ...] = (Milestone, Indicator, Risk, Update, Cost, Funding, Rate)
    milestones = sorted(whole.of(Milestone), key=lambda one: (str(one.value("due_on") or "9"), one.position))
    risks = [made.of(one, on) for one in whole.of(Risk)]
    return PilotPage(
        plan=plan,
        pilot=whole.pilot,
        title=whole.pilot.title(language),
        fields=shown_fields(whole.pilot, names),
        stages=_stages(typed(Stage, whole.pilot.value("stage"))),
        judgement=judgement,
        colour=HEALTH_COLOURS[judgement.health],
        told_on=whole.last_told_on,
        milestones=[made.of(one, on) for one in milestones],
        indicators=[_indicator(made, whole, one, on) for one in whole.of(Indicator)],
        money=_money(made, whole, on),
        risks=sorted(risks, key=lambda part: -part.score),
        updates=[made.of(one, on) for one in whole.updates],
        add_urls={one.type_name(): made.add_url(one, whole.pilot) for one in adding},
        can_edit=opened.can_edit,
    )


def _stages(stage: Stage | None) -> list[tuple[Message, str]]:
    """Return the stages with how far each is: done, here or ahead."""
    here = _STAGES.index(stage) if stage else -1
    marks = ["done" if number < here else "here" if number == here else "ahead" for number in range(len(_STAGES))]
    return [(one.label, mark) for one, mark in zip(_STAGES, marks, strict=True)]


def _indicator(made: _Parts, whole: WholePilot, entry: EntryFacts, on: date) -> ShownIndicator:
    from_newest = list(reversed(whole.readings[entry.id]))
    return ShownIndicator(
        part=made.of(entry, on),
        chart=chart_of(whole.indicator_facts(entry, page_language())),
        readings=[made.of(reading, on) for reading in from_newest],
        add_url=_reading_url(made, entry),
    )


def _reading_url(made: _Parts, indicator: EntryFacts) -> str:
    where = {"plan_id": made.opened.plan.id, "section": Beside.PILOTS, "type_name": "reading"}
    given = {"indicator": indicator.id, "place_id": indicator.place_id}
    return _url("entries.add_entry", **where, **given) if made.opened.can_edit else ""


def _money(made: _Parts, whole: WholePilot, on: date) -> MoneyPage:
    rates = []
    for entry in whole.of(Rate):
        one, other = typed(Money, entry.value("one")), typed(Money, entry.value("other"))
        rated_on = typed(date, entry.value("rated_on"))
        if one and other and rated_on:
            rates.append(DatedRate(one, other, rated_on, entry.title(page_language())))
    planned = sums(whole.amounts(Cost, "planned"))
    return MoneyPage(
        costs=[made.of(one, on) for one in whole.of(Cost)],
        fundings=[made.of(one, on) for one in whole.of(Funding)],
        rates=[made.of(one, on) for one in whole.of(Rate)],
        planned=planned,
        spent=sums(whole.amounts(Cost, "spent")),
        funded=sums(whole.amounts(Funding, "amount")),
        planned_in_one=converted(planned, usable_rates(rates)),
    )
