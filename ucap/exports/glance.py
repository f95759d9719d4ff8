"""UCAP at a Glance: what a plan is about, in words ready to be laid out by any writer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ucap.core.languages import day_text, number_text, words_in
from ucap.core.text import Block, Message, blocks_of, counted, message
from ucap.document.models import PlanDocument
from ucap.entries.fields import Choices
from ucap.entries.queries.judging import related_among
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.queries.plans import SideFacts
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import STATE_JUDGED


@dataclass(frozen=True)
class GlanceObjective:
    """An objective: its statement, what is measured, and the value today, to be reached and by when, in words."""

    statement: str
    indicator: str
    baseline: str
    target: str
    due: str


@dataclass(frozen=True)
class GlanceArea:
    """An area of cooperation with its objectives."""

    focus: str
    objectives: Sequence[GlanceObjective]


@dataclass(frozen=True)
class GlanceText:
    """A labelled text, as paragraphs and list items and as it was typed."""

    label: str
    blocks: Sequence[Block]
    markdown: str


@dataclass(frozen=True)
class GlanceMeasure:
    """A transfer measure; giver and receiver are None until decided."""

    title: str
    giver: SideFacts | None
    receiver: SideFacts | None
    direction: str
    mode: str
    state: str
    texts: Sequence[GlanceText]
    serves: Sequence[str]


@dataclass(frozen=True)
class GlanceWords:
    """The words around the content, in the language of the summary."""

    kind: str
    areas: str
    no_areas: str
    measures: str
    no_measures: str
    objective: str
    indicator: str
    baseline: str
    target: str
    due: str
    serves: str
    theme: str
    topic: str
    programme: str
    page: str


@dataclass(frozen=True)
class Glance:
    """The summary of a plan.

    Attributes:
        status: what the reader holds in hands, with its day.
        illustration: that the text is illustrative; empty if it is not.
        counts: how many areas, objectives and measures there are.
    """

    title: str
    sides: Sequence[str]
    language: str
    programme: str
    theme: str
    topic: str
    status: str
    illustration: str
    counts: Sequence[tuple[int, str]]
    areas: Sequence[GlanceArea]
    measures: Sequence[GlanceMeasure]
    words: GlanceWords


_WORDS = {
    "kind": message("Urban Cooperation Action Plan at a glance"),
    "areas": message("What we work on together"),
    "no_areas": message("No area of cooperation has been written yet."),
    "measures": message("What travels between the cities"),
    "no_measures": message("No transfer measure has been written yet."),
    "objective": message("Objective"),
    "indicator": message("What is measured"),
    "baseline": message("Today"),
    "target": message("Target"),
    "due": message("By"),
    "serves": message("Serves"),
    "theme": message("Theme"),
    "topic": message("Topic"),
    "programme": message("Programme"),
    "page": message("Page"),
}
_ILLUSTRATION = message("Illustrative: this text was written for demonstration, not by the cities named.")


def glance_of(document: PlanDocument, *, language: str, on: date) -> Glance:
    """Return the summary of a plan in a language, as of a day."""
    plan = document.plan
    return Glance(
        title=plan.title,
        sides=[side.name for side in plan.sides],
        language=language,
        programme=plan.programme,
        theme=plan.theme,
        topic=plan.topic,
        status=words_in(message("Working draft of %(day)s", day=day_text(on, language)), language),
        illustration=words_in(_ILLUSTRATION, language) if plan.is_illustrative else "",
        counts=_counts(document, language),
        areas=_areas(document, language),
        measures=_measures(document, language, on),
        words=GlanceWords(**{name: words_in(text, language) for name, text in _WORDS.items()}),
    )


def _counts(document: PlanDocument, language: str) -> list[tuple[int, str]]:
    areas, objectives, measures = (len(document.of_type(kind)) for kind in (Area, Objective, Measure))
    said = (
        counted("area of cooperation", "areas of cooperation", areas),
        counted("objective", "objectives", objectives),
        counted("transfer measure", "transfer measures", measures),
    )
    return [(one.count, words_in(one, language)) for one in said]


def _areas(document: PlanDocument, language: str) -> list[GlanceArea]:
    objectives = document.of_type(Objective)
    areas = [
        GlanceArea(
            area.title(language),
            [_objective(one, language) for one in objectives if area.id in one.attached.get("area", ())],
        )
        for area in document.of_type(Area)
    ]
    loose = [_objective(one, language) for one in objectives if not one.attached.get("area")]
    if loose:
        areas.append(GlanceArea(words_in(message("Not yet in an area of cooperation"), language), loose))
    return areas


def _objective(objective: EntryFacts, language: str) -> GlanceObjective:
    unit = objective.columns["unit"] or ""

    def amount(name: str) -> str:
        value = objective.columns[name]
        return f"{number_text(value, language)} {unit}".strip() if isinstance(value, Decimal) else "–"

    due = objective.columns["due_on"]
    return GlanceObjective(
        statement=objective.title(language),
        indicator=str(objective.value("indicator", language) or "–"),
        baseline=amount("baseline"),
        target=amount("target"),
        due=day_text(due, language) if isinstance(due, date) else "–",
    )


def _measures(document: PlanDocument, language: str, on: date) -> list[GlanceMeasure]:
    related = related_among(document.entries, Measure, language)
    states = {
        one.id: STATE_JUDGED.judgement_of(one.values(language), related.get(one.id, ()), on).verdict
        for one in document.of_type(Measure)
    }
    return [_measure(one, document, language, states[one.id]) for one in document.of_type(Measure)]


def _measure(measure: EntryFacts, document: PlanDocument, language: str, state: Choices | None) -> GlanceMeasure:
    sides: dict[object, SideFacts] = {side.id: side for side in document.plan.sides}
    giver, receiver = sides.get(measure.columns["giver_id"]), sides.get(measure.columns["receiver_id"])
    titles: dict[UUID, str] = {entry.id: entry.title(language) for entry in document.entries}
    mode = measure.columns["mode"]
    return GlanceMeasure(
        title=measure.title(language),
        giver=giver,
        receiver=receiver,
        direction=_direction(giver, receiver, language),
        mode=words_in(mode.label, language) if isinstance(mode, TransferMode) else "",
        state=words_in(state.label, language) if state else "",
        texts=[
            GlanceText(words_in(measure.type.fields[name].label, language), blocks_of(text), text)
            for name in ("practice", "why_it_works", "must_change")
            if (text := str(measure.value(name, language) or ""))
        ],
        serves=[titles[objective] for objective in measure.attached.get("objectives", ())],
    )


def _direction(giver: SideFacts | None, receiver: SideFacts | None, language: str) -> str:
    said: Message = message("Direction not decided yet")
    if giver and receiver:
        said = message("From %(giver)s to %(receiver)s", giver=giver.name, receiver=receiver.name)
    elif giver:
        said = message("From %(giver)s", giver=giver.name)
    elif receiver:
        said = message("To %(receiver)s", receiver=receiver.name)
    return words_in(said, language)
