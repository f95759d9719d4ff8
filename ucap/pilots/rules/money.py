"""Adding up money: by currency, and across currencies only at rates that say their day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ucap.core.money import Money


@dataclass(frozen=True)
class DatedRate:
    """What one amount was worth on a day, and who says so."""

    one: Money
    other: Money
    rated_on: date
    source: str


@dataclass(frozen=True)
class Converted:
    """A sum across currencies, with the rates that it needed."""

    total: Money
    rates: Sequence[DatedRate]


def sums(amounts: Iterable[Money]) -> dict[str, Money]:
    """Return the sum in each currency, by currency; never across."""
    found: dict[str, Decimal] = {}
    for amount in amounts:
        found[amount.currency] = found.get(amount.currency, Decimal(0)) + amount.amount
    return {currency: Money(total, currency) for currency, total in sorted(found.items())}


def usable_rates(rates: Iterable[DatedRate]) -> list[DatedRate]:
    """Return the newest rate of each two currencies; what says nothing is left out."""
    newest: dict[frozenset[str], DatedRate] = {}
    for rate in sorted(rates, key=lambda one: one.rated_on):
        pair = frozenset({rate.one.currency, rate.other.currency})
        if len(pair) > 1 and rate.one.amount > 0 and rate.other.amount > 0:
            newest[pair] = rate
    return list(newest.values())


def converted(totals: Mapping[str, Money], rates: Sequence[DatedRate]) -> Converted | None:
    """Return the sum of several currencies in the first for which every other one has a rate; None if there is none."""
    if len(totals) < 2:  # noqa: PLR2004 - one currency needs no rate
        return None
    return next((found for currency in _by_rates(rates) if (found := _in(currency, totals, rates))), None)


def _by_rates(rates: Sequence[DatedRate]) -> list[str]:
    """Return the currencies that rates lead to, those of the second amounts first."""
    return list(dict.fromkeys([*(rate.other.currency for rate in rates), *(rate.one.currency for rate in rates)]))


def _in(currency: str, totals: Mapping[str, Money], rates: Sequence[DatedRate]) -> Converted | None:
    by_pair = {frozenset({rate.one.currency, rate.other.currency}): rate for rate in rates}
    total, used = Decimal(0), []
    for own, amount in totals.items():
        if own == currency:
            total += amount.amount
            continue
        rate = by_pair.get(frozenset({own, currency}))
        if rate is None:
            return None
        given, got = (rate.one, rate.other) if rate.one.currency == own else (rate.other, rate.one)
        total += amount.amount * got.amount / given.amount
        used.append(rate)
    return Converted(Money(round(total, 2), currency), used)
