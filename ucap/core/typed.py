"""What people type, read: numbers, days and money in the ways their language writes them, and in others' ways."""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal
from functools import cache

from babel.core import get_global
from babel.dates import get_date_format, get_month_names
from babel.numbers import get_decimal_symbol

from ucap.core.languages import DEFAULT_LANGUAGE, locale_of
from ucap.core.money import Money

_BLANKS = re.compile(r"[\s'’_]")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:S\d{2,3})*S\d{3}")
_LONGEST_NUMBER = 60
_SYMBOLS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "₩": "KRW",
    "zł": "PLN",
    "R$": "BRL",
}
_NUMBERS_IN_DAY = re.compile(r"\d+")
_WORDS_IN_DAY = re.compile(r"[^\s\d,./\-]+")
_TIME_OF_DAY = re.compile(r"[\sT,]+(\d{1,2}):(\d{2})$")
_YEAR_DIGITS = 4
_YEAR_OR_MONTH_SIGN = re.compile("[年月년월]")


def number_from(text: str, language: str) -> Decimal:
    """Return the number that a person typed.

    Blanks and apostrophes group digits. Of two different separators the last one is the decimal one; a lone one is read
    as the language reads it, so that "1,200" is twelve hundred in English and one and a fifth in Dutch.

    Raises:
        ValueError: if the text is no number.
    """
    digits = _with_ascii_digits(text.strip())
    digits = _BLANKS.sub("", digits).removesuffix("%").replace("−", "-")
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError("too long for a number")
    plain = _without_groups(digits, decimal=get_decimal_symbol(locale_of(language)))
    if not _PLAIN.fullmatch(plain):
        raise ValueError("not a number")
    return Decimal(plain)


def _with_ascii_digits(text: str) -> str:
    """Return the text with the digits of every script as 0 to 9, and Arabic separators as comma and point."""
    swapped = text.replace("٫", ".").replace("٬", "'")
    return "".join(str(unicodedata.digit(c, c)) if c.isdecimal() else c for c in swapped)


def _without_groups(digits: str, *, decimal: str) -> str:
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        last = "." if digits.rindex(".") > digits.rindex(",") else ","
        whole, _, fraction = digits.rpartition(last)
        other = "," if last == "." else "."
        return f"{whole.replace(other, '')}.{fraction}" if _is_grouped(whole, other) else digits
    for separator, count in ((".", points), (",", commas)):
        is_grouping = count > 1 or (count == 1 and separator != decimal and _is_grouped(digits, separator))
        if is_grouping:
            return digits.replace(separator, "") if _is_grouped(digits, separator) else digits
    return digits.replace(",", ".")


def _is_grouped(whole: str, separator: str) -> bool:
    """Tell whether the separator stands between groups: three digits last, two or three (as in India) before."""
    return re.fullmatch(_GROUPED.pattern.replace("S", re.escape(separator)), whole) is not None


def day_from(text: str, language: str) -> date:
    """Return the day that a person typed: 2027-05-03, 3 May 2027, May 3, 2027 or 3.5.2027.

    Numbers alone are read in the order of the language; names of months in the language or in English.

    Raises:
        ValueError: if the text is no day that exists.
    """
    plain = _YEAR_OR_MONTH_SIGN.sub("-", _with_ascii_digits(text.strip())).rstrip("日일-. ")
    numbers = [int(number) for number in _NUMBERS_IN_DAY.findall(plain)]
    lengths = [len(number) for number in _NUMBERS_IN_DAY.findall(plain)]
    months = {_months(language).get(_folded(word)) for word in _WORDS_IN_DAY.findall(plain)} - {None}
    if max(lengths, default=0) != _YEAR_DIGITS:
        raise ValueError("a day needs its year with four digits")
    year = numbers.pop(lengths.index(_YEAR_DIGITS))
    if len(numbers) == 1 and len(months) == 1:
        return date(year, months.pop() or 0, numbers[0])
    if len(numbers) != 2 or months or _WORDS_IN_DAY.search(plain):  # noqa: PLR2004 - a day and a month
        raise ValueError("not a day")
    is_month_first = lengths.index(_YEAR_DIGITS) == 0 or _is_month_first(language)
    month, day = numbers if is_month_first else reversed(numbers)
    return date(year, month, day)


def day_and_time_from(text: str, language: str) -> tuple[date, time | None]:
    """Return the day that a person typed and the time behind it, such as 14:32; None if there is none.

    Raises:
        ValueError: if there is no day, or no time, that exists.
    """
    plain = _with_ascii_digits(text.strip())
    found = _TIME_OF_DAY.search(plain)
    if found is None:
        return day_from(plain, language), None
    return day_from(plain[: found.start()], language), time(int(found[1]), int(found[2]))


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().rstrip(".")


@cache
def _months(language: str) -> dict[str, int]:
    """Return the numbers of the months by their names and short names."""
    names: dict[str, int] = {}
    for one in (DEFAULT_LANGUAGE, language):
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                found = get_month_names(width, context=context, locale=locale_of(one))
                names |= {_folded(name): number for number, name in found.items()}
    return names


@cache
def _is_month_first(language: str) -> bool:
    pattern = str(get_date_format("short", locale=locale_of(language)).pattern)
    return pattern.lower().index("m") < pattern.lower().index("d")


@cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes."""
    return frozenset(get_global("all_currencies"))


def money_from(text: str, language: str) -> Money:
    """Return the money that a person typed: an amount and a currency, as code or as a sign that only one currency has.

    Raises:
        ValueError: if there is no amount, or no currency that one can be sure of.
    """
    found = re.search(r"[A-Za-z]{3}|€|£|₹|₺|₽|₴|₩|zł|R\$", text)
    code = _SYMBOLS.get(found[0], found[0].upper()) if found else ""
    if found is None or code not in currencies():
        raise ValueError("an amount needs its currency, such as EUR")
    amount = number_from(text[: found.start()] + " " + text[found.end() :], language)
    return Money(amount, code)
