"""Pilots with all that belongs to them, in four questions, however many there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from ucap.core.money import Money
from ucap.entries.fields import FieldValue
from ucap.entries.judging import Override
from ucap.entries.models import Entry
from ucap.entries.queries.reading import EntryFacts, entries_with_parts
from ucap.pilots.models.following import (
    Direction,
    Indicator,
    Level,
    Milestone,
    Reading,
    Rhythm,
    Risk,
    RiskState,
    Update,
)
from ucap.pilots.models.photos import Attachment
from ucap.pilots.models.pilots import Health, Pilot, Stage
from ucap.pilots.models.spending import Cost, Funding, Rate
from ucap.pilots.rules.health import Course, IndicatorFacts, MilestoneFacts, ReadingFacts, RiskFacts

TYPES: tuple[type[Entry], ...] = (Pilot, Milestone, Indicator, Reading, Risk, Update, Attachment, Cost, Funding, Rate)
_Value = TypeVar("_Value")


def typed(kind: type[_Value], value: FieldValue) -> _Value | None:
    """Return the value if it is of the kind that its field declares; None if it is empty."""
    return value if isinstance(value, kind) else None


@dataclass(frozen=True)
class WholePilot:
    """A pilot with its parts, the readings of its indicators, and the files of its updates."""

    pilot: EntryFacts
    parts: Sequence[EntryFacts]
    readings: Mapping[UUID, Sequence[EntryFacts]]
    files: Mapping[UUID, Sequence[EntryFacts]]

    def of(self, entry_type: type[Entry]) -> list[EntryFacts]:
        """Return its parts of a type."""
        return [part for part in self.parts if part.type is entry_type]

    @property
    def updates(self) -> list[EntryFacts]:
        """Return its progress updates, newest first."""
        return sorted(self.of(Update), key=told_on, reverse=True)

    @property
    def last_told_on(self) -> date | None:
        """Return the day of the last reading or update."""
        told = [told_on(update) for update in self.of(Update)]
        read = [typed(date, reading.value("read_on")) for own in self.readings.values() for reading in own]
        return max((day for day in [*told, *read] if day), default=None)

    def amounts(self, entry_type: type[Entry], name: str) -> list[Money]:
        """Return the amounts in a field of its parts of a type."""
        return [money for part in self.of(entry_type) if (money := typed(Money, part.value(name)))]

    def course(self, language: str) -> Course:
        """Return what is known of its course, with titles in the language."""
        value = self.pilot.value
        health, until = typed(Health, value("health")), typed(date, value("health_until"))
        because = str(value("health_because", language) or "")
        return Course(
            stage=typed(Stage, value("stage")),
            starts_on=typed(date, value("starts_on")),
            ends_on=typed(date, value("ends_on")),
            milestones=[milestone_facts(one, language) for one in self.of(Milestone)],
            indicators=[self.indicator_facts(one, language) for one in self.of(Indicator)],
            risks=[risk_facts(one, language) for one in self.of(Risk) if one.value("state") != RiskState.OVER],
            budget=self.amounts(Cost, "planned"),
            spent=self.amounts(Cost, "spent"),
            told_on=[told_on(update) for update in self.of(Update)],
            override=Override(health, because, until) if health and until else None,
        )

    def indicator_facts(self, one: EntryFacts, language: str) -> IndicatorFacts:
        """Return an indicator of it with its readings."""
        return IndicatorFacts(
            title=one.title(language),
            direction=typed(Direction, one.value("direction")),
            baseline=typed(Decimal, one.value("baseline_value")),
            baseline_on=typed(date, one.value("baseline_on")),
            target=typed(Decimal, one.value("target")),
            target_on=typed(date, one.value("target_on")),
            rhythm=typed(Rhythm, one.value("rhythm")),
            readings=[reading_facts(reading) for reading in self.readings.get(one.id, ())],
        )


def told_on(update: EntryFacts) -> date:
    """Return the day that an update is about: the day on which it was saved first, unless it says another."""
    return typed(date, update.value("told_on")) or update.created_at.date()


def reading_facts(reading: EntryFacts) -> ReadingFacts:
    """Return a reading's day and value, which none is saved without."""
    return ReadingFacts(
        typed(date, reading.value("read_on")) or date.min, typed(Decimal, reading.value("value")) or Decimal(0)
    )


def milestone_facts(one: EntryFacts, language: str) -> MilestoneFacts:
    """Return a milestone's days."""
    return MilestoneFacts(one.title(language), typed(date, one.value("due_on")), typed(date, one.value("done_on")))


def risk_facts(one: EntryFacts, language: str) -> RiskFacts:
    """Return a risk's score, 0 while nobody has judged it."""
    likelihood, impact = typed(Level, one.value("likelihood")), typed(Level, one.value("impact"))
    score = int(likelihood) * int(impact) if likelihood and impact else 0
    return RiskFacts(one.title(language), score, has_response=bool(one.value("response")))


def pilots_of_plan(plan_id: UUID, only: UUID | None = None) -> list[WholePilot]:
    """Return the plan's pilots with what belongs to them, in their order, or only one of them."""
    return whole_pilots(entries_with_parts(plan_id, TYPES, only))


def whole_pilots(entries: Sequence[EntryFacts]) -> list[WholePilot]:
    """Return the pilots among these entries with what belongs to them."""
    parts: dict[UUID, list[EntryFacts]] = defaultdict(list)
    for entry in entries:
        for whole_id in entry.attached.get(entry.type.part_of, ()):
            parts[whole_id].append(entry)
    return [
        WholePilot(
            pilot,
            parts[pilot.id],
            {
                part.id: sorted(parts[part.id], key=lambda reading: (str(reading.value("read_on")), reading.position))
                for part in parts[pilot.id]
                if part.type is Indicator
            },
            {part.id: parts[part.id] for part in parts[pilot.id] if part.type is Update},
        )
        for pilot in entries
        if pilot.type is Pilot
    ]
