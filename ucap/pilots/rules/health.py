"""How a pilot goes, computed from its facts: each rule tells what it found and why that counts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from ucap.core.money import Money
from ucap.core.text import Message, counted, message
from ucap.entries import judging
from ucap.entries.judging import Override, Reason
from ucap.pilots.models.following import Direction, Rhythm
from ucap.pilots.models.pilots import Health, Stage
from ucap.pilots.rules.money import sums

MUCH_LATE = 30
"""After so many days what is late puts a pilot off track."""

SILENT = 92
"""After so many days without a reading or an update a running pilot counts as not reported."""

GRACE = 14
"""So many days later than its rhythm says may a reading come."""

RHYTHM_DAYS = {Rhythm.WEEKLY: 7, Rhythm.MONTHLY: 31, Rhythm.QUARTERLY: 92, Rhythm.YEARLY: 366}
BEHIND, FAR_BEHIND = Decimal("0.25"), Decimal("0.5")
"""By which part of the way from baseline to target an indicator may lag behind the calendar."""

HIGH_SCORE = 15
"""From this product of likelihood and impact on a risk is high."""

OVERSPENT = Decimal("1.1")
"""More than so many times the budget puts a pilot off track."""

JUDGED = (Stage.FUNDED, Stage.RUNNING, Stage.EVALUATED)
_RANKS = {health: rank for rank, health in enumerate(Health)}


@dataclass(frozen=True)
class MilestoneFacts:
    """A milestone: by when, and when it was done."""

    title: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True)
class ReadingFacts:
    """A value on a day."""

    on: date
    value: Decimal


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator with its readings, the earliest first."""

    title: str
    direction: Direction | None = None
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None
    rhythm: Rhythm | None = None
    readings: Sequence[ReadingFacts] = ()


@dataclass(frozen=True)
class RiskFacts:
    """A risk that is not over, its score, and whether somebody says what is done about it."""

    title: str
    score: int
    has_response: bool


@dataclass(frozen=True)
class Course:
    """What is known of a pilot's course."""

    stage: Stage | None
    starts_on: date | None = None
    ends_on: date | None = None
    milestones: Sequence[MilestoneFacts] = ()
    indicators: Sequence[IndicatorFacts] = ()
    risks: Sequence[RiskFacts] = ()
    budget: Sequence[Money] = ()
    spent: Sequence[Money] = ()
    told_on: Sequence[date] = field(default=())
    override: Override[Health] | None = None


@dataclass(frozen=True)
class Judgement(judging.Judgement[Health]):
    """How a pilot goes on a day; None for one that is too early or over.

    Attributes:
        is_late: whether a milestone or the test is over its day.
    """

    is_late: bool

    @property
    def health(self) -> Health | None:
        """Return how it goes: what counts."""
        return self.verdict


_LATE_CODES = ("milestone-late", "test-over")


def judgement_of(course: Course, on: date) -> Judgement:
    """Return how the pilot goes on the day: the worst that a rule finds, unless an override holds."""
    course = _up_to(course, on)
    reasons = [reason for rule in _RULES for reason in rule(course, on)] if course.stage in JUDGED else []
    computed = None
    if course.stage in JUDGED:
        computed = max((reason.verdict for reason in reasons), key=_RANKS.__getitem__, default=Health.ON_TRACK)
    holds = judging.override_on(course.override, computed, on)
    return Judgement(
        holds.verdict if holds else computed,
        computed,
        sorted(reasons, key=lambda reason: -_RANKS[reason.verdict]),
        holds,
        is_late=any(reason.code in _LATE_CODES for reason in reasons),
    )


def _up_to(course: Course, on: date) -> Course:
    """Return the course without readings of days to come, which say nothing yet."""
    if all(not one.readings or one.readings[-1].on <= on for one in course.indicators):
        return course
    known = [
        replace(one, readings=[reading for reading in one.readings if reading.on <= on]) for one in course.indicators
    ]
    return replace(course, indicators=known)


def is_late(milestone: MilestoneFacts, on: date) -> bool:
    """Tell whether the milestone's day is over, and it is not done."""
    return milestone.done_on is None and milestone.due_on is not None and milestone.due_on < on


def _late_milestones(course: Course, on: date) -> Iterator[Reason[Health]]:
    for milestone in course.milestones:
        if is_late(milestone, on) and milestone.due_on:
            days = (on - milestone.due_on).days
            yield Reason(
                "milestone-late",
                Health.OFF_TRACK if days > MUCH_LATE else Health.AT_RISK,
                counted(
                    "“%(title)s” is %(count)s day late.",
                    "“%(title)s” is %(count)s days late.",
                    days,
                    title=milestone.title,
                ),
                message("A milestone is late from the day after it is due; more than 30 days put a pilot off track."),
            )


def _over(course: Course, on: date) -> Iterator[Reason[Health]]:
    if course.stage is Stage.RUNNING and course.ends_on and course.ends_on < on:
        days = (on - course.ends_on).days
        yield Reason(
            "test-over",
            Health.OFF_TRACK if days > MUCH_LATE else Health.AT_RISK,
            counted("The test ended %(count)s day ago.", "The test ended %(count)s days ago.", days),
            message("After its last day a test is evaluated; more than 30 days later the pilot is off track."),
        )


def _silence(course: Course, on: date) -> Iterator[Reason[Health]]:
    if course.stage is not Stage.RUNNING:
        return
    told = [*course.told_on, *(reading.on for one in course.indicators for reading in one.readings)]
    last = max((day for day in [*told, course.starts_on] if day is not None and day <= on), default=None)
    if last is None or (on - last).days > SILENT:
        yield Reason(
            "not-reported",
            Health.NOT_REPORTED,
            message("Nobody has ever reported.")
            if last is None
            else counted(
                "Nobody has reported for %(count)s day.", "Nobody has reported for %(count)s days.", (on - last).days
            ),
            message("While a pilot runs, a reading or an update is due every three months."),
        )


def _missed_readings(course: Course, on: date) -> Iterator[Reason[Health]]:
    if course.stage is not Stage.RUNNING:
        return
    for one in course.indicators:
        last = one.readings[-1].on if one.readings else course.starts_on
        if one.rhythm and last and on > last + timedelta(days=RHYTHM_DAYS[one.rhythm] + GRACE):
            yield Reason(
                "reading-missed",
                Health.AT_RISK,
                counted(
                    "“%(title)s” was not read for %(count)s day.",
                    "“%(title)s” was not read for %(count)s days.",
                    (on - last).days,
                    title=one.title,
                ),
                message("An indicator is read in its rhythm, at most 14 days later."),
            )


def lag_of(indicator: IndicatorFacts, starts_on: date | None, ends_on: date | None) -> Decimal | None:
    """Return by which part of the way from baseline to target the last reading lags behind a steady course.

    None if that cannot be said; below zero if it is ahead.
    """
    begins, ends = indicator.baseline_on or starts_on, indicator.target_on or ends_on
    if not (indicator.readings and begins and ends and begins < ends):
        return None
    if indicator.baseline is None or indicator.target is None or indicator.baseline == indicator.target:
        return None
    last = indicator.readings[-1]
    passed = Decimal((last.on - begins).days) / (ends - begins).days
    reached = (last.value - indicator.baseline) / (indicator.target - indicator.baseline)
    return min(max(passed, Decimal(0)), Decimal(1)) - reached


def _lagging(course: Course, _on: date) -> Iterator[Reason[Health]]:
    if course.stage is not Stage.RUNNING:
        return
    for one in course.indicators:
        lag = lag_of(one, course.starts_on, course.ends_on)
        if lag is not None and lag > BEHIND:
            yield Reason(
                "indicator-behind",
                Health.OFF_TRACK if lag > FAR_BEHIND else Health.AT_RISK,
                message(
                    "“%(title)s” is %(part)s %% of the way behind a steady course.",
                    title=one.title,
                    part=round(lag * 100),
                ),
                message(
                    "An indicator may lag a quarter of the way to its target; more than half puts a pilot off track."
                ),
            )


def _high_risks(course: Course, _on: date) -> Iterator[Reason[Health]]:
    for risk in course.risks:
        if risk.score >= HIGH_SCORE and not risk.has_response:
            yield Reason(
                "risk-unanswered",
                Health.AT_RISK,
                message(
                    "Nobody has said what is done about “%(title)s”, a risk of %(score)s.",
                    title=risk.title,
                    score=risk.score,
                ),
                message("A risk whose likelihood times impact is 15 or more needs a response."),
            )


def _overspending(course: Course, _on: date) -> Iterator[Reason[Health]]:
    budget = sums(course.budget) if course.spent else {}
    for currency, spent in sums(course.spent).items():
        if currency in budget and spent.amount > budget[currency].amount:
            yield Reason(
                "overspent",
                Health.OFF_TRACK if spent.amount > budget[currency].amount * OVERSPENT else Health.AT_RISK,
                _overspent(spent, budget[currency]),
                message("Spending stays within the budget of its currency; a tenth more puts a pilot off track."),
            )


def _overspent(spent: Money, budget: Money) -> Message:
    if not budget.amount:
        return message("Money is spent in %(currency)s, and none is planned.", currency=budget.currency)
    share = round(100 * spent.amount / budget.amount)
    return message("%(share)s %% of the budget in %(currency)s is spent.", share=share, currency=budget.currency)


_RULES: tuple[Callable[[Course, date], Iterator[Reason[Health]]], ...] = (
    _late_milestones,
    _over,
    _silence,
    _missed_readings,
    _lagging,
    _high_risks,
    _overspending,
)
