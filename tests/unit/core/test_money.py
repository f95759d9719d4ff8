from decimal import Decimal

import pytest

from ucap.core.money import Money


def test_money_written_as_text_is_read_back() -> None:
    money = Money(Decimal("1200.50"), "EUR")

    assert Money.of(str(money)) == money


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "€"])
def test_what_is_no_currency_code_is_refused(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(Decimal(1), currency)
