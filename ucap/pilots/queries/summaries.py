"""Many pilots side by side, in four questions: of their parts only counts and last days, which the database finds."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from ucap.core.database import rows
from ucap.core.money import Money
from ucap.entries.judging import Override
from ucap.entries.models import Entry, EntryLink, EntryText
from ucap.pairings.models import Pairing, Plan
from ucap.pilots.models.following import Indicator, Milestone, Reading, Risk, RiskState, Update
from ucap.pilots.models.pilots import Health, Pilot, Stage
from ucap.pilots.models.spending import Cost
from ucap.pilots.rules.health import HIGH_SCORE, Course, IndicatorFacts, MilestoneFacts, ReadingFacts, RiskFacts
from ucap.pilots.rules.money import sums

_WITHIN, _ON = bindparam("within", type_=Uuid()), bindparam("on", type_=Date())
_PILOT_IDS = bindparam("pilot_ids", expanding=True, type_=Uuid())
_LANGUAGE = bindparam("language", type_=String())
_BETWEEN = ";"
"""Stands between amounts that the database has put together."""

_ENTRY: Any = Entry.__table__.c
_PART: Any = EntryLink.__table__.c


@dataclass(frozen=True)
class PilotHead:
    """A pilot by itself, without anything of its parts."""

    id: UUID
    plan_id: UUID
    place_id: UUID | None
    language: str
    title: str
    stage: Stage | None
    starts_on: date | None
    ends_on: date | None
    override: Override[Health] | None


@dataclass(frozen=True)
class PilotSummary:
    """A pilot beside others.

    Attributes:
        course: what its judgement needs: of its milestones the one due first, of its indicators the last reading.
        told_on: the last day, up to now, of a reading or update.
    """

    head: PilotHead
    course: Course
    done_count: int
    milestone_count: int
    told_on: date | None

    @property
    def planned(self) -> dict[str, Money]:
        """Return what is planned, by currency."""
        return sums(self.course.budget)

    @property
    def spent(self) -> dict[str, Money]:
        """Return what is spent, by currency."""
        return sums(self.course.spent)


@dataclass
class _Parts:
    """What is known of the parts of a pilot."""

    milestone_count: int = 0
    done_count: int = 0
    due_on: date | None = None
    high_risks: int = 0
    planned: Sequence[Money] = ()
    spent: Sequence[Money] = ()
    indicators: list[IndicatorFacts] = field(default_factory=list)
    told: list[date] = field(default_factory=list)


def heads_in_plan(plan_id: UUID, language: str) -> list[PilotHead]:
    """Return the plan's pilots, in their order."""
    return _heads(plan_id, language, of_programme=False)


def heads_in_programme(programme_id: UUID, language: str) -> list[PilotHead]:
    """Return the pilots of all plans of the programme, those of a plan in their order."""
    return _heads(programme_id, language, of_programme=True)


def summaries(heads: Sequence[PilotHead], on: date) -> list[PilotSummary]:
    """Return these pilots as they are on a day, in two questions."""
    if not heads:
        return []
    asked = {"pilot_ids": [head.id for head in heads], "on": on}
    parts: dict[UUID, _Parts] = defaultdict(_Parts)
    for row in rows(_counts(), asked):
        _take_in(parts[row.target_id], row)
    for row in rows(_indicators(), asked):
        parts[row.target_id].indicators.append(_indicator(row))
        parts[row.target_id].told += [row.read_on] if row.read_on else []
    return [_summary(head, parts[head.id]) for head in heads]


def next_milestones(pilot_ids: Collection[UUID], language: str) -> dict[UUID, MilestoneFacts]:
    """Return of each of these pilots the milestone that is due next, or late; nothing for those without one."""
    found: dict[UUID, MilestoneFacts] = {}
    if not pilot_ids:
        return found
    for row in rows(_open_milestones(), {"pilot_ids": list(pilot_ids), "language": language}):
        kept = found.get(row.target_id)
        if kept is None or (row.of == language and row.id == row.first_id):
            found[row.target_id] = MilestoneFacts(row.text, row.due_on, None)
    return found


def _heads(within: UUID, language: str, *, of_programme: bool) -> list[PilotHead]:
    found: dict[UUID, PilotHead] = {}
    for row in rows(_pilots(of_programme), {"within": within, "language": language}):
        if row.id not in found or row.of == language:
            own = Override(row.health, "given" if row.has_reason else "", row.health_until) if row.health else None
            facts = (row.id, row.plan_id, row.place_id, row.language, row.text, row.stage, row.starts_on, row.ends_on)
            found[row.id] = PilotHead(*facts, own if row.health_until else None)
    return list(found.values())


def _take_in(parts: _Parts, row: Any) -> None:  # noqa: ANN401 - a row
    if row.kind == "milestone":
        parts.milestone_count, parts.done_count, parts.due_on = row.all, row.done, row.day
    elif row.kind == "risk":
        parts.high_risks = row.done
    elif row.kind == "cost":
        parts.planned, parts.spent = _amounts(row.planned), _amounts(row.spent)
    else:
        parts.told = [day for day in (row.day, row.at.date() if row.at else None) if day]


def _amounts(texts: str | None) -> list[Money]:
    return [Money.of(text) for text in texts.split(_BETWEEN)] if texts else []


def _indicator(row: Any) -> IndicatorFacts:  # noqa: ANN401 - a row
    return IndicatorFacts(
        title="",
        direction=row.direction,
        baseline=row.baseline_value,
        baseline_on=row.baseline_on,
        target=row.target,
        target_on=row.target_on,
        rhythm=row.rhythm,
        readings=[ReadingFacts(row.read_on, row.value)] if row.read_on else [],
    )


def _summary(head: PilotHead, parts: _Parts) -> PilotSummary:
    course = Course(
        stage=head.stage,
        starts_on=head.starts_on,
        ends_on=head.ends_on,
        milestones=[MilestoneFacts("", parts.due_on, None)] if parts.due_on else [],
        indicators=parts.indicators,
        risks=[RiskFacts("", HIGH_SCORE, has_response=False)] if parts.high_risks else [],
        budget=parts.planned,
        spent=parts.spent,
        told_on=parts.told,
        override=head.override,
    )
    return PilotSummary(
        head=head,
        course=course,
        done_count=parts.done_count,
        milestone_count=parts.milestone_count,
        told_on=max(parts.told, default=None),
    )


@cache
def _pilots(of_programme: bool) -> Select[*tuple[Any, ...]]:  # noqa: FBT001 - a key
    own = Pilot.__mapper__.columns
    reason = aliased(EntryText)
    of_plans = select(Plan.id).join(Pairing).where(Pairing.programme_id == _WITHIN)
    has_reason = exists().where(reason.entry_id == _ENTRY.id, reason.field == "health_because", reason.text != "")
    return (
        select(
            _ENTRY.id,
            _ENTRY.plan_id,
            _ENTRY.place_id,
            _ENTRY.language,
            EntryText.text,
            EntryText.language.label("of"),
            *(own[name] for name in ("stage", "starts_on", "ends_on", "health", "health_until")),
            has_reason.label("has_reason"),
        )
        .select_from(Entry.__table__)
        .join(Pilot.__table__, Pilot.__table__.c.id == _ENTRY.id)
        .join(EntryText, and_(EntryText.entry_id == _ENTRY.id, EntryText.field == Pilot.title_field().name))
        .where(_ENTRY.plan_id.in_(of_plans) if of_programme else _ENTRY.plan_id == _WITHIN)
        .where(_ENTRY.type == Pilot.type_name(), _ENTRY.deleted_at.is_(None))
        .where(EntryText.language.in_([_LANGUAGE, _ENTRY.language]))
        .order_by(_ENTRY.position, _ENTRY.id)
    )


@cache
def _counts() -> Select[*tuple[Any, ...]]:
    """Return what asks for a row for each pilot and kind of part, with what is counted of them."""
    update, milestone, cost = Update.__table__.c, Milestone.__table__.c, Cost.__table__.c
    parts = _parts_of_pilots()
    saved_at = case((update.told_on.is_(None), parts.c.created_at))
    told_on = func.max(case((update.told_on <= _ON, update.told_on)))
    due_on = func.min(case((milestone.done_on.is_(None), milestone.due_on)))
    amounts = [func.aggregate_strings(type_coerce(column, String()), _BETWEEN) for column in (cost.planned, cost.spent)]
    kinds = [
        (Update, (func.count(), func.count(), told_on, func.max(saved_at), cast(null(), String), cast(null(), String))),
        (Milestone, (func.count(), func.count(milestone.done_on), due_on, *_nothing(4))),
        (Risk, (func.count(), func.sum(case((_is_high(parts.c), 1), else_=0)), *_nothing(3))),
        (Cost, (func.count(), func.count(), *_nothing(3, but=2), *amounts)),
    ]
    counts = union_all(*(_count(parts, kind, values) for kind, values in kinds)).subquery("counts").c
    return select(*counts).order_by(counts.target_id, counts.kind)


def _parts_of_pilots() -> Any:  # noqa: ANN401 - of SQLAlchemy
    """Return what selects the parts of the pilots asked for, found once for all kinds.

    Joined to each kind by itself, SQLite looks every pilot up for every part.
    """
    part_of = [kind.part_of for kind in (Update, Milestone, Risk, Cost)]
    return (
        select(_PART.target_id, _ENTRY.id, _ENTRY.created_at, _ENTRY.language)
        .select_from(EntryLink.__table__)
        .join(Entry.__table__, _ENTRY.id == _PART.entry_id)
        .where(_PART.target_id.in_(_PILOT_IDS), _PART.field.in_(part_of), _ENTRY.deleted_at.is_(None))
        .cte("parts")
    )


_NOTHING = (cast(null(), Date), cast(null(), Entry.__table__.c.created_at.type), *[cast(null(), String)] * 2)


def _nothing(first: int, *, but: int = 0) -> list[Any]:
    """Return what stands for the columns that a kind does not fill, from this one on."""
    return [*_NOTHING[first - 3 : len(_NOTHING) - but]]


def _count(parts: Any, kind: type[Entry], values: Sequence[Any]) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - of SQLAlchemy
    labelled = [
        value.label(name) for name, value in zip(("all", "done", "day", "at", "planned", "spent"), values, strict=True)
    ]
    own = kind.__table__
    return (
        select(parts.c.target_id, literal(kind.type_name(), String()).label("kind"), *labelled)
        .select_from(parts)
        .join(own, own.c.id == parts.c.id)
        .group_by(parts.c.target_id)
    )


def _is_high(entry: Any) -> Any:  # noqa: ANN401 - of SQLAlchemy
    """Return the condition that a risk that is not over is high, and that nobody says what is done about it."""
    own = Risk.__table__.c
    response = aliased(EntryText)
    likelihood, impact = (cast(type_coerce(column, String()), Integer) for column in (own.likelihood, own.impact))
    has_response = exists().where(
        response.entry_id == entry.id,
        response.field == "response",
        response.language == entry.language,
        response.text != "",
    )
    return and_(likelihood * impact >= HIGH_SCORE, or_(own.state.is_(None), own.state != RiskState.OVER), ~has_response)


@cache
def _indicators() -> Select[*tuple[Any, ...]]:
    """Return what asks for each indicator with its last reading up to the day."""
    read, link, part = Entry.__table__.alias(), EntryLink.__table__.alias(), EntryLink.__table__.alias()
    reading = Reading.__table__.c
    among = link.c.target_id
    last = (
        select(
            among.label("indicator_id"),
            reading.read_on,
            reading.value,
            func.row_number()
            .over(partition_by=among, order_by=(reading.read_on.desc(), read.c.position.desc()))
            .label("number"),
        )
        .select_from(read)
        .join(Reading.__table__, reading.id == read.c.id)
        .join(link, and_(link.c.entry_id == read.c.id, link.c.field == Reading.part_of))
        .where(among.in_(select(part.c.entry_id).where(part.c.target_id.in_(_PILOT_IDS))))
        .where(read.c.deleted_at.is_(None), reading.read_on <= _ON)
        .subquery("last")
    )
    read_ones = _indicators_with(last.c.read_on, last.c.value, source=last).where(last.c.number == 1)
    has_reading = exists().where(
        link.c.target_id == _ENTRY.id,
        link.c.field == Reading.part_of,
        read.c.id == link.c.entry_id,
        read.c.deleted_at.is_(None),
        reading.id == read.c.id,
        reading.read_on <= _ON,
    )
    unread = _indicators_with(cast(null(), Date), cast(null(), reading.value.type))
    both = union_all(read_ones, unread.where(_PART.target_id.in_(_PILOT_IDS), ~has_reading)).subquery("both").c
    return select(*both).order_by(both.target_id, both.position, both.id)


def _indicators_with(read_on: Any, value: Any, *, source: Any = None) -> Any:  # noqa: ANN401 - of SQLAlchemy
    """Return what selects indicators with their last readings; from those on, so that each is looked up once.

    Of which pilots they are is left to who asks: said twice, SQLite takes twice as long.
    """
    own = Indicator.__mapper__.columns
    names = ("direction", "baseline_value", "baseline_on", "target", "target_on", "rhythm")
    columns = [_PART.target_id, _ENTRY.position, _ENTRY.id, *(own[name] for name in names)]
    read = [read_on.label("read_on"), value.label("value")]
    statement = select(*columns, *read)
    statement = (
        statement.select_from(Entry.__table__)
        if source is None
        else statement.select_from(source).join(Entry.__table__, _ENTRY.id == source.c.indicator_id)
    )
    return (
        statement.join(Indicator.__table__, Indicator.__table__.c.id == _ENTRY.id)
        .join(EntryLink.__table__, and_(_PART.entry_id == _ENTRY.id, _PART.field == Indicator.part_of))
        .where(_ENTRY.deleted_at.is_(None))
    )


@cache
def _open_milestones() -> Select[*tuple[Any, ...]]:
    own = Milestone.__table__.c
    number = func.first_value(_ENTRY.id).over(
        partition_by=_PART.target_id, order_by=(own.due_on, _ENTRY.position, _ENTRY.id)
    )
    return (
        select(
            _PART.target_id,
            _ENTRY.id,
            number.label("first_id"),
            own.due_on,
            EntryText.text,
            EntryText.language.label("of"),
        )
        .select_from(Entry.__table__)
        .join(Milestone.__table__, own.id == _ENTRY.id)
        .join(EntryLink.__table__, and_(_PART.entry_id == _ENTRY.id, _PART.field == Milestone.part_of))
        .join(EntryText, and_(EntryText.entry_id == _ENTRY.id, EntryText.field == Milestone.title_field().name))
        .where(_PART.target_id.in_(_PILOT_IDS))
        .where(_ENTRY.deleted_at.is_(None), own.done_on.is_(None), own.due_on.is_not(None))
        .where(EntryText.language.in_([_LANGUAGE, _ENTRY.language]))
        .order_by(_PART.target_id, own.due_on, _ENTRY.position, _ENTRY.id)
    )
