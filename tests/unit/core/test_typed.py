from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.core.languages import day_text, money_text, number_text
from ucap.core.money import Money
from ucap.core.typed import AmbiguousError, day_from, money_from, number_from

LANGUAGES = ["en", "nl", "de", "fr", "es", "pt-BR", "ro", "sv", "pl", "ja", "zh", "hi"]


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("1 200,50", "en", "1200.50"),
        ("1,200.50", "nl", "1200.50"),
        ("1.200,50", "en", "1200.50"),
        ("1,200", "en", "1200"),
        ("1,200", "nl", "1.200"),
        ("1.200", "nl", "1200"),
        ("1,5", "en", "1.5"),
        ("12,00,000", "en", "1200000"),
        ("1'200.5", "de", "1200.5"),
        ("−5", "en", "-5"),
        ("١٢٫٥", "ar", "12.5"),
        ("१२", "hi", "12"),
        ("12 %", "en", "12"),
        (" 7 ", "en", "7"),
        ("1,5 Mio.", "en", "1500000"),
        ("2 crore", "en", "20000000"),
        ("3 mil millones", "en", "3000000000"),
        ("5 billion", "en", "5000000000"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, language: str, number: str) -> None:
    assert number_from(typed, language) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "-", "1.2.3", "1e5", "NaN", "Infinity", "12a", "1,2,3", "3 mil", "0x10", "²", "9" * 61]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="number"):
        number_from(typed, "en")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_number_written_in_a_language_is_read_back_in_it(number: Decimal) -> None:
    for language in LANGUAGES:
        assert number_from(number_text(number, language), language) == number


@pytest.mark.parametrize(
    ("typed", "language", "day"),
    [
        ("2027-05-03", "en", date(2027, 5, 3)),
        ("3 May 2027", "en", date(2027, 5, 3)),
        ("May 3, 2027", "en", date(2027, 5, 3)),
        ("3 May 2027", "nl", date(2027, 5, 3)),
        ("3 mei 2027", "nl", date(2027, 5, 3)),
        ("3 de mayo de 2027", "es", date(2027, 5, 3)),
        ("3.5.2027", "de", date(2027, 5, 3)),
        ("3. Mai 2027", "en", date(2027, 5, 3)),
        ("3 mei 2027", "en", date(2027, 5, 3)),
        ("3 de mayo de 2027", "en", date(2027, 5, 3)),
        ("3 fevrier 2027", "en", date(2027, 2, 3)),
        ("5/13/2027", "en", date(2027, 5, 13)),
        ("5/3/2027", "en", date(2027, 3, 5)),
        ("5/3/2027", "en-US", date(2027, 5, 3)),
        ("2027/5/3", "en", date(2027, 5, 3)),
        ("2027年5月3日", "ja", date(2027, 5, 3)),
        ("3 sept 2027", "en", date(2027, 9, 3)),
        ("29 February 2028", "en", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, language: str, day: date) -> None:
    assert day_from(typed, language) == day


@pytest.mark.parametrize(
    "typed",
    ["", "2027", "30 Feb 2027", "2027-02-29", "3 5 27", "20270503", "tomorrow", "3 May", "0000-01-01", "May 2027"],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|year"):
        day_from(typed, "en")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_written_in_a_language_is_read_back_in_it(day: date) -> None:
    for language in LANGUAGES:
        assert day_from(day_text(day, language), language) == day


@pytest.mark.parametrize(
    ("typed", "money"),
    [
        ("120 000 EUR", Money(Decimal(120000), "EUR")),
        ("€ 120,000.50", Money(Decimal("120000.50"), "EUR")),
        ("eur 5", Money(Decimal(5), "EUR")),
        ("₹ 5,00,000", Money(Decimal(500000), "INR")),
        ("R$ 7", Money(Decimal(7), "BRL")),
        ("1,5 Mio EUR", Money(Decimal(1_500_000), "EUR")),
        ("1.5 million EUR", Money(Decimal(1_500_000), "EUR")),
        ("5 millones de euros", Money(Decimal(5_000_000), "EUR")),
    ],
)
def test_money_is_read_as_people_type_it(typed: str, money: Money) -> None:
    assert money_from(typed, "en") == money


@pytest.mark.parametrize("typed", ["", "5", "$5", "¥ 5", "5 xyz", "EUR", "EUR five"])
def test_money_needs_an_amount_and_a_currency_one_can_be_sure_of(typed: str) -> None:
    with pytest.raises(ValueError, match=r"amount|number"):
        money_from(typed, "en")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**12))
def test_money_written_in_a_language_is_read_back_in_it(amount: Decimal) -> None:
    for language in LANGUAGES:
        money = Money(amount, "INR")
        assert money_from(money_text(money, language), language) == money


def test_tenths_of_money_are_written_as_hundredths() -> None:
    assert money_text(Money(Decimal("54200.2"), "EUR"), "en") == "54,200.20 EUR"
    assert money_text(Money(Decimal("54200.00"), "EUR"), "en") == "54,200 EUR"
    assert money_text(Money(Decimal("0.50"), "EUR"), "nl") == "0,50 EUR"
    assert money_text(Money(Decimal("54200.2"), "JPY"), "en") == "54,200.2 JPY"


def test_what_means_two_things_is_refused_with_both() -> None:
    with pytest.raises(AmbiguousError) as thousands:
        money_from("1.200 EUR", "en")
    with pytest.raises(AmbiguousError) as months:
        day_from("3 listopad 2027", "en")

    assert thousands.value.readings == [Money(Decimal(1200), "EUR"), Money(Decimal("1.2"), "EUR")]
    assert months.value.readings == [date(2027, 10, 3), date(2027, 11, 3)]
    assert day_from("3 listopad 2027", "pl") == date(2027, 11, 3)
