"""What people type, read: numbers, days and money in the ways their language writes them, and in others' ways."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache

from babel.core import get_global
from babel.dates import get_date_format, get_month_names
from babel.numbers import get_currency_precision, get_decimal_symbol

from ucap.core.languages import DEFAULT_LANGUAGE, locale_of
from ucap.core.money import Money
from ucap.core.scales import factor_of

_BLANKS = re.compile(r"[\s'’_]")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:S\d{2,3})*S\d{3}")
_LONGEST_NUMBER = 60
_WORDS = re.compile(r"[^\W\d_]+\.?")
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
_CURRENCY_SIGNS = re.compile("|".join(re.escape(sign) for sign in _SYMBOLS))
_NAMED_CURRENCIES = {"euro": "EUR", "euros": "EUR", "zloty": "PLN", "złoty": "PLN", "złotych": "PLN"}
"""Names that only one currency has."""

_THOUSANDTHS = 3
_NUMBERS_IN_DAY = re.compile(r"\d+")
_WORDS_IN_DAY = re.compile(r"[^\s\d,./\-]+")
_LANGUAGES_OF_MONTHS = (
    *("bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "gl", "hr", "hu", "id", "it"),
    *("lt", "lv", "mt", "nb", "nl", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "uk"),
)
"""Languages of the places that cooperate and of their neighbours; others write months as numbers, or are the page's."""

_TIME_OF_DAY = re.compile(r"[\sT,]+(\d{1,2}):(\d{2})$")
_YEAR_DIGITS, _MONTHS = 4, 12
_YEAR_OR_MONTH_SIGN = re.compile("[年月년월]")


class AmbiguousError(ValueError):
    """What was typed says one thing to some people and another to others.

    Attributes:
        readings: what each would understand.
    """

    def __init__(self, readings: Sequence[date | Money]) -> None:
        """Tell of the readings."""
        super().__init__("this day or amount can be read in more than one way")
        self.readings = readings


def number_from(text: str, language: str) -> Decimal:
    """Return the number that a person typed.

    Blanks and apostrophes group digits. Of two different separators the last one is the decimal one; a lone one is read
    as the language reads it, so that "1,200" is twelve hundred in English and one and a fifth in Dutch. Words such as
    million, Mio or lakh, of any language in which they say the same, stand for what they say.

    Raises:
        ValueError: if the text is no number.
    """
    factor = factor_of(_WORDS.findall(text), language)
    number = _number_in_digits(_WORDS.sub(" ", text), language)
    return number if factor == 1 else _scaled(number, factor)


def _scaled(number: Decimal, factor: int) -> Decimal:
    scaled = number * factor
    return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled.normalize()


def _number_in_digits(text: str, language: str) -> Decimal:
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
    """Return the day that a person typed: 2027-05-03, 3 May 2027, May 3, 2027, 3 mei 2027 or 3.5.2027.

    Numbers alone are read in the order of the language, or in the other where only that is a day; months may be named
    in the language, in English or in any other that people of our places write.

    Raises:
        AmbiguousError: if the name of the month means another one elsewhere, and nothing in the language.
        ValueError: if the text is no day that exists.
    """
    plain = _YEAR_OR_MONTH_SIGN.sub("-", _with_ascii_digits(text.strip())).rstrip("日일-. ")
    numbers = [int(number) for number in _NUMBERS_IN_DAY.findall(plain)]
    lengths = [len(number) for number in _NUMBERS_IN_DAY.findall(plain)]
    months = _months_named(_WORDS_IN_DAY.findall(plain), language)
    if max(lengths, default=0) != _YEAR_DIGITS:
        raise ValueError("a day needs its year with four digits")
    year = numbers.pop(lengths.index(_YEAR_DIGITS))
    if len(numbers) == 1 and months:
        days = [date(year, month, numbers[0]) for month in sorted(months)]
        if len(days) > 1:
            raise AmbiguousError(days)
        return days[0]
    if len(numbers) != 2 or months or _WORDS_IN_DAY.search(plain):  # noqa: PLR2004 - a day and a month
        raise ValueError("not a day")
    is_year_first = lengths.index(_YEAR_DIGITS) == 0
    month, day = numbers if is_year_first or _is_month_first(language) else reversed(numbers)
    if not is_year_first and month > _MONTHS >= day:
        month, day = day, month
    return date(year, month, day)


def _months_named(words: Sequence[str], language: str) -> frozenset[int]:
    """Return what the words that name a month mean: one month, or several of which nobody can tell which is meant.

    Words that name none are passed over, such as those between day and month.

    Raises:
        ValueError: if they name two different months.
    """
    named = {meant for word in words if (meant := _meant_by(_folded(word), language))}
    if len(named) > 1:
        raise ValueError("not one month")
    return named.pop() if named else frozenset()


def _meant_by(word: str, language: str) -> frozenset[int]:
    for known in (_months((DEFAULT_LANGUAGE, language)), _months(_LANGUAGES_OF_MONTHS)):
        if word in known:
            return known[word]
    return frozenset()


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
    """Return the word as it is looked up: people leave out capitals, accents and the full stop of a short form."""
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).rstrip(".").removeprefix("d'")


@cache
def _months(languages: Sequence[str]) -> Mapping[str, frozenset[int]]:
    """Return the numbers of the months by their names and short names in these languages."""
    names: dict[str, frozenset[int]] = {}
    for language in languages:
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context=context, locale=locale_of(language)).items():
                    word = _folded(name)
                    names[word] = names.get(word, frozenset()) | {number}
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
        AmbiguousError: if the amount is thousands to some and thousandths to others, such as 1.200 EUR in English.
        ValueError: if there is no amount, or no currency that one can be sure of.
    """
    found = [*_CURRENCY_SIGNS.finditer(text), *(word for word in _WORDS.finditer(text) if _currency_of(word[0]))]
    codes = {_SYMBOLS.get(one[0]) or _currency_of(one[0]) for one in found}
    if len(codes) != 1:
        raise ValueError("an amount needs its currency, such as EUR")
    code = str(codes.pop())
    rest = text
    for one in found:
        rest = rest.replace(one[0], " ", 1)
    amount = number_from(rest, language)
    _refuse_thousands_or_thousandths(rest, amount, code, language)
    return Money(amount, code)


def _currency_of(word: str) -> str:
    """Return the code that the word is or stands for; empty if it is none."""
    plain = word.rstrip(".").casefold()
    code = _NAMED_CURRENCIES.get(plain, plain.upper())
    return code if code in currencies() else ""


def _refuse_thousands_or_thousandths(text: str, amount: Decimal, code: str, language: str) -> None:
    """Raise AmbiguousError if a lone decimal separator stands where other languages group thousands.

    Nobody counts money by the thousandth, but where the currency is divided so.
    """
    digits = _BLANKS.sub("", _with_ascii_digits(_WORDS.sub("", text)))
    separator = get_decimal_symbol(locale_of(language))
    is_lone = digits.count(separator) == 1 and digits.count(",") + digits.count(".") == 1
    has_groups = not digits.startswith("0") and _is_grouped(digits, separator)
    if is_lone and has_groups and get_currency_precision(code) != _THOUSANDTHS:
        raise AmbiguousError([Money(amount * 1000, code), Money(amount, code)])
