"""Pilots side by side are judged as each is by itself, though of their parts only counts and last days are read."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Flask

from tests.factories import NOON, make_entry, make_member, make_part, make_pilot, make_plan
from ucap.accounts.models import Person
from ucap.core.database import transactional
from ucap.core.money import Money
from ucap.entries.operations.deleting import delete_entry
from ucap.pairings.queries.plans import PlanFacts
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
from ucap.pilots.models.pilots import Health, Pilot, Stage
from ucap.pilots.models.spending import Cost
from ucap.pilots.queries.summaries import heads_in_plan, heads_in_programme, next_milestones, summaries
from ucap.pilots.queries.whole import milestone_facts, pilots_of_plan
from ucap.pilots.rules.health import JUDGED, judgement_of
from ucap.pilots.rules.money import sums

ON = date(2026, 11, 25)


def test_pilots_side_by_side_are_judged_as_each_by_itself(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    transactional(lambda: write_pilots(plan, asha, random.Random(4)))()  # noqa: S311 - any will do
    whole = {one.pilot.id: one for one in pilots_of_plan(plan.id)}
    heads = heads_in_plan(plan.id, "en")
    nexts = next_milestones([head.id for head in heads], "en")

    assert heads == heads_in_programme(plan.programme_id, "en")
    judged = set()
    for one in summaries(heads, ON):
        full = whole[one.head.id]
        expected, found = judgement_of(full.course("en"), ON), judgement_of(one.course, ON)
        milestones = [milestone_facts(part, "en") for part in full.of(Milestone)]
        ahead = [each for each in milestones if each.done_on is None and each.due_on]
        assert (found.health, found.computed, found.is_late) == (expected.health, expected.computed, expected.is_late)
        judged.add(found.health)
        assert {reason.code for reason in found.reasons} == {reason.code for reason in expected.reasons}
        assert (one.milestone_count, one.done_count) == (
            len(milestones),
            sum(each.done_on is not None for each in milestones),
        )
        assert nexts.get(one.head.id) == min(ahead, key=lambda each: each.due_on or date.max, default=None)
        assert one.planned == sums(full.amounts(Cost, "planned"))
        assert one.spent == sums(full.amounts(Cost, "spent"))
    assert len(judged) >= len(JUDGED)
    assert len({head.stage for head in heads}) > len(JUDGED)


def write_pilots(plan: PlanFacts, by: Person, dice: random.Random) -> None:
    """Write pilots with all kinds of parts, some of them deleted."""
    for _ in range(14):
        own: dict[str, Any] = (
            {"health": Health.ON_TRACK, "health_because": "x", "health_until": day(dice)} if dice.random() < 0.2 else {}
        )
        pilot = make_entry(
            plan,
            Pilot,
            by=by,
            title="Pilot",
            stage=dice.choice([Stage.RUNNING, *Stage]),
            place_id=plan.sides[0].places[0].id,
            starts_on=day(dice),
            ends_on=ON + timedelta(days=dice.randint(-20, 400)),
            **own,
        )
        for _ in range(dice.randint(0, 2)):
            done_on = day(dice) if dice.random() < 0.6 else None
            due_on = ON + timedelta(days=dice.randint(-40, 200))
            make_part(plan, Milestone, pilot, by=by, title=f"{dice.random()}", due_on=due_on, done_on=done_on)
        _write_the_rest(plan, pilot, by, dice)
    make_pilot(plan, by, title="Bare")


def _write_the_rest(plan: PlanFacts, pilot: UUID, by: Person, dice: random.Random) -> None:
    for _ in range(dice.randint(0, 1)):
        level, state = dice.choice(list(Level)), dice.choice([None, *RiskState])
        response = dice.choice(["", "It is bolted to the wall."])
        make_part(
            plan, Risk, pilot, by=by, title="x", likelihood=level, impact=Level.FIVE, state=state, response=response
        )
    for currency in dice.sample(["EUR", "INR"], dice.randint(0, 2)):
        spent = Money(Decimal(dice.choice([90, 90, 105, 120])), currency)
        make_part(plan, Cost, pilot, by=by, title="x", planned=Money(Decimal(100), currency), spent=spent)
    if dice.random() < 0.5:
        make_part(plan, Update, pilot, by=by, title="x", told_on=dice.choice([None, day(dice)]))
    for _ in range(dice.randint(0, 2)):
        indicator = make_part(
            plan,
            Indicator,
            pilot,
            by=by,
            title="x",
            direction=Direction.UP,
            baseline_value=Decimal(0),
            baseline_on=ON - timedelta(days=200),
            target=Decimal(10),
            target_on=ON + timedelta(days=30),
            rhythm=dice.choice([None, *Rhythm]),
        )
        for number in range(dice.randint(0, 3)):
            value = Decimal(dice.randint(0, 10))
            read_on = day(dice) + timedelta(days=dice.choice([0, 0, 0, 30]))
            reading = make_part(plan, Reading, indicator, by=by, read_on=read_on, value=value)
            if number == 2:
                delete_entry(plan.id, reading, by=by, at=NOON)


def day(dice: random.Random) -> date:
    return ON - timedelta(days=dice.choice([0, 3, 20, 60, 100, 150]))
