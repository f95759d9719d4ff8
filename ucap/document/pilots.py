"""The stories of pilots whole, as a full plan tells them, charts included."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from ucap.core.money import Money
from ucap.core.text import message
from ucap.document.charts import chart_svg
from ucap.document.models import Block, Figure, Heading, Note, Prose, Table, Words
from ucap.document.wording import Wording
from ucap.entries.queries.reading import EntryFacts
from ucap.pilots.models.following import Indicator, Milestone, Risk
from ucap.pilots.models.spending import Cost, Funding
from ucap.pilots.queries.whole import WholePilot, milestone_facts, risk_facts, told_on, typed, whole_pilots
from ucap.pilots.rules.health import is_late, judgement_of
from ucap.pilots.rules.money import sums
from ucap.plans.models.activities import FundingStatus

_TOLD = ("hypothesis", "baseline", "measures", "activities", "site", "lead", "partners", "starts_on", "ends_on")
DECIDED = ("decision", "decided_on", "decided_by", "decision_money", "next_step", "legal_step")
_CERTAIN = (FundingStatus.IN_BUDGET, FundingStatus.DISBURSED)
_LATEST_UPDATES = 3


def pilot_blocks(wording: Wording, on: date, *, level: int) -> Iterator[Block]:
    """Return the stories of the pilots."""
    for whole in whole_pilots(wording.records.entries):
        yield from _story(wording, whole, on, level)


def _story(wording: Wording, whole: WholePilot, on: date, level: int) -> Iterator[Block]:
    judgement = judgement_of(whole.course(wording.language), on)
    health = [wording.said(judgement.health.label)] if judgement.health else []
    yield wording.heading(level, whole.pilot, health)
    yield wording.facts(whole.pilot, _TOLD)
    if judgement.reasons:
        yield Note(" ".join(wording.said(reason.facts) for reason in judgement.reasons), is_warning=True)
    decided = wording.facts(whole.pilot, DECIDED)
    if decided.facts:
        yield Heading(level + 1, Words(wording.said(message("What was decided"))))
        yield decided
    for indicator in whole.of(Indicator):
        yield from indicator_blocks(wording, whole, indicator, level + 1)
    yield from milestones_blocks(wording, whole, on, level + 1)
    yield from money_blocks(wording, whole, level + 1)
    yield from risks_blocks(wording, whole, level + 1)
    yield from _updates(wording, whole, level + 1)
    stops = wording.facts(whole.pilot, ("stop_rule",))
    if stops.facts:
        yield stops


def indicator_blocks(wording: Wording, whole: WholePilot, indicator: EntryFacts, level: int) -> Iterator[Block]:
    """Return an indicator with its figures, and its chart if anything was read."""
    facts = whole.indicator_facts(indicator, wording.language)
    unit = str(indicator.value("unit") or "")
    yield Heading(level, wording.title(indicator))
    last = facts.readings[-1] if facts.readings else None
    told = [
        (message("Baseline"), wording.number(facts.baseline, unit)),
        (message("Target"), wording.number(facts.target, unit)),
        (message("By"), wording.day(facts.target_on)),
        (message("Latest reading"), f"{wording.number(last.value, unit)}, {wording.day(last.on)}" if last else "–"),
    ]
    yield Table(
        caption=wording.title(indicator).text,
        heads=[wording.said(label) for label, _ in told],
        rows=[[Words(value) for _, value in told]],
        weights=[2, 2, 2, 3],
    )
    picture = chart_svg(facts, wording)
    if picture and last:
        description = message(
            "%(title)s: %(count)s readings from %(first)s to %(last)s; the latest is %(value)s.",
            title=facts.title,
            count=len(facts.readings),
            first=wording.day(facts.readings[0].on),
            last=wording.day(last.on),
            value=wording.number(last.value, unit),
        )
        caption = message("Readings, with baseline (line), target (dashes) and a steady course between them (dots)")
        yield Figure(picture, wording.said(description), wording.said(caption))


def milestones_blocks(wording: Wording, whole: WholePilot, on: date, level: int) -> Iterator[Block]:
    """Return the milestones, the first due first."""
    milestones = sorted(whole.of(Milestone), key=lambda one: typed(date, one.value("due_on")) or date.max)
    if not milestones:
        return
    yield Heading(level, Words(wording.said(Milestone.plural)))
    rows = []
    for one in milestones:
        facts = milestone_facts(one, wording.language)
        state = message("Done") if facts.done_on else message("Late") if is_late(facts, on) else message("Ahead")
        days = [Words(wording.day(facts.due_on)), Words(wording.day(facts.done_on))]
        rows.append([wording.title(one), *days, Words(wording.said(state))])
    heads = (Milestone.singular, message("Due on"), message("Done on"), message("State"))
    yield Table(wording.said(Milestone.plural), [wording.said(head) for head in heads], rows, [5, 3, 3, 2])


def money_blocks(wording: Wording, whole: WholePilot, level: int) -> Iterator[Block]:
    """Return budget, spending and certain money by currency, and who pays."""
    planned, spent = sums(whole.amounts(Cost, "planned")), sums(whole.amounts(Cost, "spent"))
    fundings = whole.of(Funding)
    if not (planned or spent or fundings):
        return
    certain = sums(
        money
        for one in fundings
        if one.value("status") in _CERTAIN and (money := typed(Money, one.value("amount"))) is not None
    )
    yield Heading(level, Words(wording.said(message("Money"))))
    heads = (message("Currency"), message("Budget"), message("Spent"), message("Certain money"))
    rows = [_in_currency(wording, one, planned, spent, certain) for one in sorted({*planned, *spent, *certain})]
    if rows:
        caption = wording.said(message("Money by currency"))
        yield Table(caption, [wording.said(head) for head in heads], rows, [1, 2, 2, 2], figures=(1, 2, 3))
    if fundings:
        who = (message("Who pays"), message("Amount"), message("Status of the funding"))
        rows = [[wording.title(one), wording.text(one, "amount"), wording.text(one, "status")] for one in fundings]
        yield Table(
            wording.said(message("Who pays")), [wording.said(head) for head in who], rows, [4, 2, 2], figures=(1,)
        )


def _in_currency(wording: Wording, currency: str, *kinds: Mapping[str, Money]) -> list[Words]:
    nothing = Money(Decimal(0), currency)
    return [Words(currency), *(Words(wording.money(kind.get(currency, nothing))) for kind in kinds)]


def risks_blocks(wording: Wording, whole: WholePilot, level: int) -> Iterator[Block]:
    """Return the risks, the gravest first."""
    risks = sorted(whole.of(Risk), key=lambda one: -risk_facts(one, wording.language).score)
    if not risks:
        return
    yield Heading(level, Words(wording.said(Risk.plural)))
    rows = [
        [
            wording.title(one),
            Words(str(risk_facts(one, wording.language).score or "–")),
            wording.text(one, "response"),
            wording.text(one, "state"),
        ]
        for one in risks
    ]
    heads = (Risk.singular, message("Likelihood × impact"), message("What is done about it"), message("State"))
    yield Table(wording.said(Risk.plural), [wording.said(head) for head in heads], rows, [4, 2, 5, 2])


def _updates(wording: Wording, whole: WholePilot, level: int) -> Iterator[Block]:
    updates = whole.updates[:_LATEST_UPDATES]
    if updates:
        yield Heading(level, Words(wording.said(message("Latest news"))))
    for one in updates:
        yield Heading(level + 1, wording.title(one), [wording.day(told_on(one))])
        for text in wording.values(one, "text"):
            yield Prose(text)
