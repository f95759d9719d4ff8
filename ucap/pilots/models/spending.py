"""The money of a pilot: what it costs, who pays, and at which rates amounts of several currencies are compared."""

from datetime import date

from sqlalchemy.orm import Mapped

from ucap.core.money import Money
from ucap.core.text import message, plural_forms
from ucap.entries.fields import Beside, Check, FieldValues
from ucap.entries.models import Entry, choice, day, money, terms, translated_line
from ucap.pilots.models.pilots import pilot_it_belongs_to
from ucap.plans.models.activities import FundingStatus


class Cost(Entry):
    """Something that a pilot spends money on."""

    __tablename__ = "pilot_costs"
    section = Beside.PILOTS
    singular = message("Cost")
    plural = message("Costs")
    adding = message("Add a cost")
    count = plural_forms("%(count)s cost", "%(count)s costs")
    purpose = message("What it costs, and how much of that is spent.")
    is_per_place = True
    part_of = "pilot"

    title = translated_line(
        message("What for"),
        help=message("A line of the budget."),
        example=message("Pumps and valves"),
        is_essential=True,
    )
    pilot = pilot_it_belongs_to()
    planned: Mapped[Money | None] = money(
        message("Budget"), is_needed=True, help=message("What it may cost: amount and currency.")
    )
    spent: Mapped[Money | None] = money(
        message("Spent"), is_running=True, help=message("What was paid until now: amount and currency.")
    )
    spent_on: Mapped[date | None] = day(
        message("Spent until"), is_running=True, help=message("The day until which payments are counted.")
    )


class Funding(Entry):
    """Money for a pilot from one source."""

    __tablename__ = "pilot_fundings"
    section = Beside.PILOTS
    singular = message("Funding of a pilot")
    plural = message("Funding")
    adding = message("Add a source of funding")
    count = plural_forms("%(count)s source of funding", "%(count)s sources of funding")
    purpose = message("Who pays how much, and how certain that is.")
    is_per_place = True
    part_of = "pilot"

    title = translated_line(
        message("Source"),
        help=message("Which programme, budget or partner."),
        example=message("Annual budget of the drainage department"),
        is_essential=True,
    )
    pilot = pilot_it_belongs_to()
    family = terms(
        message("Kind of funding"),
        "finance_family",
        is_single=True,
        is_needed=True,
        help=message("What sort of money it is."),
    )
    amount: Mapped[Money | None] = money(message("Amount"), is_needed=True, help=message("Amount and currency."))
    status: Mapped[FundingStatus | None] = choice(
        FundingStatus,
        message("How certain it is"),
        is_running=True,
        is_badge=True,
        help=message("From an idea to money that was paid out."),
    )
    since: Mapped[date | None] = day(
        message("So since"), is_running=True, help=message("The day on which it became that certain.")
    )


def _exchanges(values: FieldValues) -> bool:
    one, other = values.get("one"), values.get("other")
    if not (isinstance(one, Money) and isinstance(other, Money)):
        return True
    return one.currency != other.currency and one.amount > 0 and other.amount > 0


class Rate(Entry):
    """What an amount in one currency was worth in another on a day."""

    __tablename__ = "pilot_rates"
    section = Beside.PILOTS
    singular = message("Exchange rate")
    plural = message("Exchange rates")
    adding = message("Add an exchange rate")
    count = plural_forms("%(count)s exchange rate", "%(count)s exchange rates")
    purpose = message("Amounts in several currencies are added up only at a rate that says its day and source.")
    is_per_place = True
    part_of = "pilot"
    checks = (
        Check(
            code="rate-of-nothing",
            field="other",
            said=message("It does not say what one currency is worth in another."),
            why=message("A rate has two amounts above zero in two currencies."),
            passes=_exchanges,
        ),
    )

    title = translated_line(
        message("Where the rate is from"),
        help=message("The bank or paper that published it."),
        example=message("Reference rate of the European Central Bank"),
        is_essential=True,
    )
    pilot = pilot_it_belongs_to()
    one: Mapped[Money | None] = money(
        message("This much"), is_needed=True, help=message("Amount and currency, such as 100 INR.")
    )
    other: Mapped[Money | None] = money(
        message("was worth"), is_needed=True, help=message("Amount and currency, such as 1.05 EUR.")
    )
    rated_on: Mapped[date | None] = day(
        message("Day of the rate"), is_needed=True, help=message("The day on which it held.")
    )
