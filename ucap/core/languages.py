"""Languages: messages in words, and days, moments and numbers as people write them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton, format_time, get_timezone_location
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_precision
from babel.support import NullTranslations, Translations

from ucap.core.money import Money
from ucap.core.text import Message

DEFAULT_LANGUAGE = "en"
_remembered = lru_cache(maxsize=4_000)
"""For what pages say again and again, each time at a cost: days, moments and numbers in words."""

CATALOGS = Path(__file__).resolve().parent.parent / "translations"


def translated_languages() -> list[str]:
    """Return the languages that pages can be shown in: the default, and those with a catalogue."""
    return [DEFAULT_LANGUAGE, *sorted(path.parent.name for path in CATALOGS.glob("*/LC_MESSAGES"))]


@cache
def catalog(language: str) -> NullTranslations:
    """Return the translations into a language; those into English are empty."""
    return Translations.load(CATALOGS, [language])


def words(said: Message, translations: NullTranslations) -> str:
    """Return the message in words, those of the messages in it included."""
    values = {
        name: words(value, translations) if isinstance(value, Message) else value for name, value in said.values.items()
    }
    if said.plural is None:
        text = translations.gettext(said.msgid)
    else:
        text = translations.ngettext(said.msgid, said.plural, said.count)
    return text % values if values else text


def words_in(said: Message, language: str) -> str:
    """Return the message in a language."""
    return words(said, catalog(language))


@_remembered
def tag_of(locale: Locale) -> str:
    """Return the locale's language as a BCP 47 tag."""
    return str(locale).replace("_", "-")


@_remembered
def day_text(day: date, language: str) -> str:
    """Return the day in words, such as 31 December 2027."""
    return format_date(day, "long", locale=locale_of(language))


@_remembered
def month_text(day: date, language: str) -> str:
    """Return the month of the day, such as Dec 2027."""
    return format_skeleton("yMMM", day, locale=locale_of(language))


@_remembered
def moment_text(at: datetime, language: str, zone: str) -> str:
    """Return the moment in a time zone (IANA name), with its distance from Greenwich."""
    distance = locale_of(language).zone_formats["gmt"] % at.astimezone(ZoneInfo(zone)).isoformat()[-6:]
    return f"{short_moment_text(at, language, zone)} {distance}"


@_remembered
def short_moment_text(at: datetime, language: str, zone: str) -> str:
    """Return the moment in a time zone that the reader knows to be their own."""
    return str(format_datetime(at.astimezone(ZoneInfo(zone)), "d MMM y, HH:mm", locale=locale_of(language)))


@_remembered
def time_text(at: datetime, language: str, zone: str) -> str:
    """Return the time of day in a time zone, such as 14:32."""
    return format_time(at.astimezone(ZoneInfo(zone)), "HH:mm", locale=locale_of(language))


def local_day(at: datetime, zone: str) -> date:
    """Return the day that it is in a time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def moment_in(day: date, at: time, zone: str) -> datetime:
    """Return the moment of a day and time in a time zone; of days too far ahead, the last that is not."""
    if day.year >= date.max.year:
        return datetime(date.max.year, 1, 1, tzinfo=UTC)
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


@_remembered
def _city_of(zone: str, language: str) -> str:
    """Return the city that a time zone (IANA name) is known by; the name itself if it is of no city."""
    if "/" not in zone:
        return zone
    return str(get_timezone_location(zone, locale=locale_of(language), return_city=True)).rpartition("/")[2]


def zone_text(zone: str, language: str, at: datetime) -> str:
    """Return the time zone (IANA name) in words, and its distance from Greenwich then: Kolkata (UTC+5:30)."""
    city = _city_of(zone, language)
    distance = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    hours, minutes = divmod(abs(int(distance.total_seconds())) // 60, 60)
    sign = "−" if distance < timedelta() else "+"
    told = f"UTC{sign}{hours}:{minutes:02}" if minutes else f"UTC{sign}{hours}" if hours else "UTC"
    return city if city == told else f"{city} ({told})"


def number_text(number: Decimal, language: str) -> str:
    """Return the number with the language's separators and all its digits."""
    return _number_text(str(number), language)


@_remembered
def _number_text(digits: str, language: str) -> str:
    """Return the number of these digits: as numbers, 1.5 and 1.50 are the same."""
    return format_decimal(Decimal(digits), locale=locale_of(language), decimal_quantization=False)


def money_text(money: Money, language: str) -> str:
    """Return the money with the language's separators and the currency's code.

    Thousandths get another digit, so that nobody takes them for thousands, unless the currency is divided so.
    Tenths get one, too, where the currency has hundredths, as sums of money are written.
    """
    amount, precision = money.amount, get_currency_precision(money.currency)
    if amount.as_tuple().exponent == -3 and precision != 3:  # noqa: PLR2004 - thousandths
        amount = amount.quantize(Decimal("0.0001"))
    is_in_tenths = amount.normalize().as_tuple().exponent == -1 and precision == 2  # noqa: PLR2004 - hundredths
    return f"{number_text(amount, language)}{'0' if is_in_tenths else ''} {money.currency}"


def list_text(items: Sequence[str], language: str) -> str:
    """Return the items as a sentence names them, such as: one, two and three."""
    return format_list(items, locale=locale_of(language))


def country_text(country: str, language: str) -> str:
    """Return the name of a country (ISO 3166-1 alpha-2)."""
    return str(locale_of(language).territories.get(country, country))


_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Codes of two letters that Unicode knows and ISO 3166-1 does not."""


@cache
def country_codes() -> list[str]:
    """Return all countries (ISO 3166-1 alpha-2, and XK)."""
    known = {str(code) for code in locale_of(DEFAULT_LANGUAGE).territories if str(code).isalpha()}
    return sorted(code for code in known - _NO_COUNTRIES if len(code) == 2)  # noqa: PLR2004 - longer codes are parts of the world


@cache
def country_names(country: str) -> list[str]:
    """Return what a country is called in the languages of our pages and in those of its own offices."""
    found = [*translated_languages(), *(tag.replace("_", "-") for tag in get_official_languages(country))]
    named = (Locale.parse(language, sep="-").territories.get(country) for language in found if _is_known(language))
    return list(dict.fromkeys(str(name) for name in named if name))


def _is_known(language: str) -> bool:
    """Tell whether there is anything known about how the language is written."""
    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def language_text(tag: str, language: str) -> str:
    """Return the name of a language (BCP 47 tag)."""
    return str(Locale.parse(tag, sep="-").get_display_name(language) or tag)


def locale_of(language: str) -> Locale:
    """Return Babel's locale of a BCP 47 tag; English without a country is written as in Europe, day before month."""
    return Locale.parse("en-GB" if language == "en" else language, sep="-")
