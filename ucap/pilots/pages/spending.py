"""The money of a pilot: what it costs, what is spent, who pays and how certain that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ucap.core.money import Money
from ucap.entries.queries.reading import EntryFacts
from ucap.pilots.models.spending import Cost, Funding, Rate
from ucap.pilots.queries.whole import WholePilot, typed
from ucap.pilots.rules.money import Converted, DatedRate, converted, sums, usable_rates
from ucap.plans.models.activities import FundingStatus
from ucap.web.filters import page_language

BAR = 300
"""The length of a whole bar in its own units; the template draws in the same."""

_CERTAIN = (FundingStatus.IN_BUDGET, FundingStatus.DISBURSED)


@dataclass(frozen=True)
class InCurrency:
    """What is planned, spent and certain in a currency.

    Attributes:
        planned_bar, spent_bar, certain_bar: the lengths of their bars.
        share: how much of the budget is spent, in hundredths; None without a budget.
    """

    planned: Money
    spent: Money
    certain: Money
    planned_bar: int
    spent_bar: int
    certain_bar: int
    share: int | None


@dataclass(frozen=True)
class FundingStep:
    """A step on the way of money, and what stands on it."""

    status: FundingStatus
    sums: Mapping[str, Money]

    @property
    def progress(self) -> str:
        """Return whether the money on it is certain (done), hoped for (here), or none stands on it (ahead)."""
        if not self.sums:
            return "ahead"
        return "done" if self.status in _CERTAIN else "here"


@dataclass(frozen=True)
class Spending:
    """The money of a pilot by currency, and across them where dated rates allow it."""

    currencies: Sequence[InCurrency]
    path: Sequence[FundingStep]
    planned_in_one: Converted | None
    spent_in_one: Converted | None


def spending_of(whole: WholePilot) -> Spending:
    """Return the money of a pilot."""
    planned, spent = sums(whole.amounts(Cost, "planned")), sums(whole.amounts(Cost, "spent"))
    path = [FundingStep(status, _on_step(whole, status)) for status in FundingStatus]
    certain = sums(money for step in path if step.status in _CERTAIN for money in step.sums.values())
    rates = usable_rates(_rates(whole))
    currencies = sorted({*planned, *spent, *certain})
    return Spending(
        currencies=[_in_currency(one, planned, spent, certain) for one in currencies],
        path=path,
        planned_in_one=converted(planned, rates),
        spent_in_one=converted(spent, rates),
    )


def _on_step(whole: WholePilot, status: FundingStatus) -> Mapping[str, Money]:
    fundings = [one for one in whole.of(Funding) if one.value("status") == status]
    return sums(money for one in fundings if (money := typed(Money, one.value("amount"))))


def _in_currency(
    currency: str, planned: Mapping[str, Money], spent: Mapping[str, Money], certain: Mapping[str, Money]
) -> InCurrency:
    nothing = Money.of(f"0 {currency}")
    own, paid, sure = (amounts.get(currency, nothing) for amounts in (planned, spent, certain))
    longest = max(own.amount, paid.amount, sure.amount)
    return InCurrency(
        planned=own,
        spent=paid,
        certain=sure,
        planned_bar=_bar(own, longest),
        spent_bar=_bar(paid, longest),
        certain_bar=_bar(sure, longest),
        share=round(100 * paid.amount / own.amount) if own.amount else None,
    )


def _bar(money: Money, longest: Decimal) -> int:
    return round(BAR * money.amount / longest) if longest else 0


def _rates(whole: WholePilot) -> list[DatedRate]:
    found = [(entry, *_amounts(entry)) for entry in whole.of(Rate)]
    return [
        DatedRate(one, other, on, entry.title(page_language()))
        for entry, one, other, on in found
        if one and other and on
    ]


def _amounts(entry: EntryFacts) -> tuple[Money | None, Money | None, date | None]:
    return typed(Money, entry.value("one")), typed(Money, entry.value("other")), typed(date, entry.value("rated_on"))
