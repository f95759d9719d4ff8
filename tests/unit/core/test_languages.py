from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from ucap.core import languages
from ucap.core.clock import utc_now
from ucap.core.languages import (
    catalog,
    country_names,
    country_text,
    day_text,
    language_text,
    locale_of,
    moment_text,
    number_text,
    words,
    zone_text,
)
from ucap.core.text import counted, message

SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made = Catalog(locale="pl")
    made.add(("%(count)s area", "%(count)s areas"), ("%(count)s obszar", "%(count)s obszary", "%(count)s obszarów"))
    made.add("Hello %(name)s", "Cześć %(name)s")
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, made)
    monkeypatch.setattr(languages, "CATALOGS", tmp_path)
    catalog.cache_clear()
    yield
    catalog.cache_clear()


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 obszar"), (2, "2 obszary"), (5, "5 obszarów"), (12, "12 obszarów"), (22, "22 obszary")]
)
def test_a_language_with_three_forms_uses_each(polish: None, count: int, text: str) -> None:
    said = counted("%(count)s area", "%(count)s areas", count)

    assert words(said, catalog("pl")) == text


def test_values_stand_in_the_translation(polish: None) -> None:
    assert words(message("Hello %(name)s", name="Asha"), catalog("pl")) == "Cześć Asha"


def test_what_is_not_translated_stays_english(polish: None) -> None:
    assert words(message("Goodbye"), catalog("pl")) == "Goodbye"
    assert words(message("Goodbye"), catalog("de")) == "Goodbye"


@pytest.mark.parametrize(
    ("zone", "text", "distance"),
    [
        ("UTC", "1 Jul 2026, 22:30", ""),
        ("Asia/Kolkata", "2 Jul 2026, 04:00", "+05:30"),
        ("Europe/Amsterdam", "2 Jul 2026, 00:30", "+02:00"),
        ("America/St_Johns", "1 Jul 2026, 20:00", "-02:30"),
    ],
)
def test_a_moment_is_told_in_the_readers_zone_with_its_distance_from_greenwich(
    zone: str, text: str, distance: str
) -> None:
    shown = moment_text(SUMMER, "en", zone).replace("\N{MINUS SIGN}", "-")

    assert shown.startswith(f"{text} GMT")
    assert distance in shown


@pytest.mark.parametrize(
    ("zone", "language", "text"),
    [
        ("Europe/Amsterdam", "en", "Amsterdam (UTC+2)"),
        ("Europe/Amsterdam", "es", "Ámsterdam (UTC+2)"),
        ("Asia/Kolkata", "en", "Kolkata (UTC+5:30)"),
        ("America/Argentina/Cordoba", "en", "Cordoba (UTC−3)"),
        ("America/St_Johns", "en", "St John’s (UTC−2:30)"),
        ("Africa/Abidjan", "en", "Abidjan (UTC)"),
        ("UTC", "en", "UTC"),
    ],
)
def test_a_time_zone_is_told_by_its_city_and_its_distance(zone: str, language: str, text: str) -> None:
    assert zone_text(zone, language, SUMMER) == text


def test_winter_and_summer_have_different_hours() -> None:
    winter = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)

    assert moment_text(winter, "en", "Europe/Amsterdam").startswith("1 Jan 2026, 13:00")


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    elsewhere = SUMMER.astimezone(timezone(timedelta(hours=-8)))

    assert moment_text(elsewhere, "en", "UTC") == moment_text(SUMMER, "en", "UTC")


@pytest.mark.parametrize(
    ("language", "text"), [("en", "31 December 2027"), ("en-US", "December 31, 2027"), ("de", "31. Dezember 2027")]
)
def test_a_day_is_written_as_in_the_language(language: str, text: str) -> None:
    assert day_text(date(2027, 12, 31), language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "1,234,567.000001"), ("de", "1.234.567,000001"), ("hi", "12,34,567.000001")],
)
def test_a_number_has_the_separators_of_the_language_and_all_digits(language: str, text: str) -> None:
    assert number_text(Decimal("1234567.000001"), language) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_a_number_keeps_all_its_digits(number: Decimal) -> None:
    assert Decimal(number_text(number, "en").replace(",", "").replace("−", "-")) == number


def test_countries_have_names_and_unknown_ones_their_code() -> None:
    assert country_text("IN", "en") == "India"
    assert country_text("NL", "de") == "Niederlande"
    assert country_text("XX", "en") == "XX"


@pytest.mark.parametrize("language", ["en", "pt-BR", "zh-Hans", "ar", "eo"])
def test_a_language_tag_has_a_locale(language: str) -> None:
    assert locale_of(language).language == language.split("-", maxsplit=1)[0]


def test_the_clock_says_its_zone() -> None:
    assert utc_now().utcoffset() == timedelta(0)


def test_a_country_is_known_by_our_name_and_its_own() -> None:
    assert country_names("NL") == ["Netherlands", "Nederland"]
    assert country_names("CH")[:2] == ["Switzerland", "Schweiz"]
    assert country_names("GB") == ["United Kingdom"]


def test_a_language_is_named_in_another() -> None:
    assert language_text("pt-BR", "en") == "Portuguese (Brazil)"
    assert language_text("nl", "de") == "Niederländisch"
