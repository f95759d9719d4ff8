from datetime import date, timedelta
from decimal import Decimal

import pytest

from ucap.core.money import Money
from ucap.entries.judging import Override, why_own_does_not_count
from ucap.pilots.models.following import Direction, Rhythm
from ucap.pilots.models.pilots import Health, Stage
from ucap.pilots.rules.health import (
    Course,
    IndicatorFacts,
    MilestoneFacts,
    ReadingFacts,
    RiskFacts,
    judgement_of,
    lag_of,
)
from ucap.pilots.rules.money import DatedRate, converted, sums, usable_rates

ON = date(2026, 11, 25)


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("days", "health"), [(0, Health.ON_TRACK), (1, Health.AT_RISK), (30, Health.AT_RISK), (31, Health.OFF_TRACK)]
)
def test_a_milestone_is_late_from_the_day_after(days: int, health: Health) -> None:
    late = judgement_of(Course(Stage.FUNDED, milestones=[MilestoneFacts("A permit", ago(days), None)]), ON)
    done = judgement_of(Course(Stage.FUNDED, milestones=[MilestoneFacts("A permit", ago(days), ON)]), ON)

    assert (late.health, late.is_late) == (health, days > 0)
    assert (done.health, done.is_late) == (Health.ON_TRACK, False)


@pytest.mark.parametrize(
    ("days", "health"), [(0, Health.ON_TRACK), (1, Health.AT_RISK), (30, Health.AT_RISK), (31, Health.OFF_TRACK)]
)
def test_a_test_is_over_from_the_day_after_its_last(days: int, health: Health) -> None:
    course = Course(Stage.RUNNING, starts_on=ago(90), ends_on=ago(days), told_on=[ON])

    assert judgement_of(course, ON).health is health


@pytest.mark.parametrize(("days", "health"), [(92, Health.ON_TRACK), (93, Health.NOT_REPORTED)])
def test_a_running_pilot_is_not_reported_after_three_months(days: int, health: Health) -> None:
    assert judgement_of(Course(Stage.RUNNING, told_on=[ago(days)]), ON).health is health


@pytest.mark.parametrize(("days", "health"), [(45, Health.ON_TRACK), (46, Health.AT_RISK)])
def test_a_reading_is_missed_two_weeks_after_its_rhythm(days: int, health: Health) -> None:
    read = IndicatorFacts("Water", rhythm=Rhythm.MONTHLY, readings=[ReadingFacts(ago(days), Decimal(1))])

    assert judgement_of(Course(Stage.RUNNING, indicators=[read]), ON).health is health


@pytest.mark.parametrize(
    ("value", "health"),
    [("25", Health.ON_TRACK), ("24.9", Health.AT_RISK), ("0", Health.AT_RISK), ("-0.1", Health.OFF_TRACK)],
)
def test_an_indicator_may_lag_a_quarter_of_the_way(value: str, health: Health) -> None:
    half_way = IndicatorFacts(
        "Storage",
        Direction.UP,
        Decimal(0),
        ago(50),
        Decimal(100),
        ON + timedelta(days=50),
        readings=[ReadingFacts(ON, Decimal(value))],
    )

    assert judgement_of(Course(Stage.RUNNING, indicators=[half_way]), ON).health is health


@pytest.mark.parametrize(
    ("score", "has_response", "health"),
    [(14, False, Health.ON_TRACK), (15, False, Health.AT_RISK), (25, True, Health.ON_TRACK)],
)
def test_a_high_risk_needs_a_response(score: int, has_response: bool, health: Health) -> None:  # noqa: FBT001 - a case
    course = Course(Stage.FUNDED, risks=[RiskFacts("Theft", score, has_response=has_response)])

    assert judgement_of(course, ON).health is health


@pytest.mark.parametrize(
    ("spent", "health"),
    [("100", Health.ON_TRACK), ("100.01", Health.AT_RISK), ("110", Health.AT_RISK), ("110.01", Health.OFF_TRACK)],
)
def test_spending_stays_within_the_budget_of_its_currency(spent: str, health: Health) -> None:
    course = Course(Stage.FUNDED, budget=[euros("100")], spent=[euros(spent), Money(Decimal(900), "INR")])

    assert judgement_of(course, ON).health is health


@pytest.mark.parametrize(
    ("until", "because", "health"),
    [(ON, "Seen", Health.OFF_TRACK), (ago(1), "Seen", Health.ON_TRACK), (ON, "", Health.ON_TRACK)],
)
def test_an_own_judgement_holds_with_a_reason_until_its_day(until: date, because: str, health: Health) -> None:
    judged = judgement_of(Course(Stage.FUNDED, override=Override(Health.OFF_TRACK, because, until)), ON)

    assert (judged.health, judged.computed) == (health, Health.ON_TRACK)


@pytest.mark.parametrize("stage", [None, Stage.IDEA, Stage.DESIGNED, Stage.DECIDED])
def test_what_is_too_early_or_over_is_not_judged(stage: Stage | None) -> None:
    assert judgement_of(Course(stage, milestones=[MilestoneFacts("A permit", ago(99), None)]), ON).health is None


def test_currencies_are_added_up_only_at_a_dated_rate_and_the_newest() -> None:
    rupees = Money(Decimal(1_000), "INR")
    totals = sums([euros("10"), rupees, euros("5")])
    old = DatedRate(Money(Decimal(100), "INR"), euros("2"), ago(9), "a bank")
    new = DatedRate(Money(Decimal(100), "INR"), euros("1"), ago(1), "a bank")

    found = converted(totals, usable_rates([new, old]))

    assert totals == {"EUR": euros("15"), "INR": rupees}
    assert converted(totals, []) is None
    assert found is not None
    assert (found.total, list(found.rates)) == (euros("25.00"), [new])


def test_what_is_spent_without_a_budget_is_spent_too_much_and_said_so() -> None:
    judged = judgement_of(Course(Stage.FUNDED, budget=[euros("0")], spent=[euros("1")]), ON)

    assert (judged.health, [reason.code for reason in judged.reasons]) == (Health.OFF_TRACK, ["overspent"])
    assert judged.reasons[0].facts.msgid == "Money is spent in %(currency)s, and none is planned."


@pytest.mark.parametrize(
    "unsaid",
    [
        IndicatorFacts("Storage", None, None, ago(50), Decimal(100), ON, None, [ReadingFacts(ON, Decimal(0))]),
        IndicatorFacts("Storage", None, Decimal(5), ago(50), Decimal(5), ON, None, [ReadingFacts(ON, Decimal(0))]),
        IndicatorFacts("Storage", None, Decimal(0), ON, Decimal(9), ON, None, [ReadingFacts(ON, Decimal(0))]),
        IndicatorFacts("Storage", None, Decimal(0), ago(50), Decimal(9), ON),
    ],
    ids=["no baseline", "nothing to reach", "no time", "no reading"],
)
def test_where_no_course_is_known_nothing_lags(unsaid: IndicatorFacts) -> None:
    assert lag_of(unsaid, None, None) is None


def test_a_sum_needs_a_rate_for_each_currency_and_takes_either_way() -> None:
    totals = sums([euros("10"), Money(Decimal(100), "INR"), Money(Decimal(7), "USD")])
    one = DatedRate(euros("1"), Money(Decimal(100), "INR"), ago(1), "a bank")
    other = DatedRate(Money(Decimal(7), "USD"), euros("6"), ago(1), "a bank")
    useless = DatedRate(euros("1"), euros("1"), ago(1), "a bank")

    found = converted(totals, usable_rates([one, other, useless]))

    assert converted(totals, usable_rates([one])) is None
    assert converted(sums([euros("1")]), usable_rates([one])) is None
    assert found is not None
    assert found.total == euros("17.00")


@pytest.mark.parametrize(
    ("own", "because", "until", "part"),
    [
        (None, "", None, None),
        (Health.ON_TRACK, "Flushed.", ON, None),
        (Health.ON_TRACK, "", None, "a reason and a last day"),
        (Health.ON_TRACK, "", ON, "once it has a reason."),
        (Health.ON_TRACK, "Flushed.", None, "once it has a last day"),
        (Health.ON_TRACK, "Flushed.", ON - timedelta(days=1), "that is over"),
    ],
)
def test_an_own_judgement_that_does_not_count_says_why(
    own: Health | None, because: str, until: date | None, part: str | None
) -> None:
    note = why_own_does_not_count(own, because, until, ON)

    assert (note is None) == (part is None)
    assert note is None or str(part) in note.msgid
