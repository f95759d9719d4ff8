"""How values are shown in templates, in the reader's language and time zone."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from babel.support import NullTranslations
from flask import Flask, g, session
from flask_babel import get_locale, get_translations
from markupsafe import Markup

from ucap.core import languages
from ucap.core.clock import utc_now
from ucap.core.money import Money
from ucap.core.text import Message, html_of


@dataclass(frozen=True)
class _Reader:
    """Who reads the page, as far as its words are concerned."""

    language: str

    @cached_property
    def translations(self) -> NullTranslations:
        """Return what says the words; an unchanged page needs none."""
        return get_translations()


def _reader() -> _Reader:
    """Return the reader, looked up once a request: a page has hundreds of texts."""
    found: _Reader | None = g.get("reader")
    if found is None:
        locale = get_locale()
        found = g.reader = _Reader(languages.tag_of(locale) if locale else languages.DEFAULT_LANGUAGE)
    return found


def said(text: Message) -> str:
    """Return the message in the reader's language."""
    return languages.words(text, _reader().translations)


def page_language() -> str:
    """Return the reader's language as a BCP 47 tag."""
    return _reader().language


def page_direction() -> str:
    """Return the direction in which the reader's language is written: ltr or rtl."""
    locale = get_locale()
    return str(locale.text_direction) if locale else "ltr"


def _day(value: date) -> str:
    return languages.day_text(value, page_language())


def reader_zone() -> str:
    """Return the time zone (IANA name) in which the reader is shown moments."""
    person = getattr(session, "person", None)
    return str(person.time_zone) if person else "UTC"


def time_zone_text(zone: str) -> str:
    """Return a time zone (IANA name) in the reader's words, with its distance from Greenwich now; nothing of none."""
    return languages.zone_text(zone, page_language(), utc_now()) if zone else ""


def _moment(value: datetime) -> str:
    return languages.moment_text(value, page_language(), reader_zone())


def _time_of_day(value: datetime) -> str:
    return languages.time_text(value, page_language(), reader_zone())


def _short_moment(value: datetime) -> str:
    return languages.short_moment_text(value, page_language(), reader_zone())


def _local_day(value: datetime) -> str:
    return _day(languages.local_day(value, reader_zone()))


def _number(value: Decimal) -> str:
    return languages.number_text(value, page_language())


def _money(value: Money) -> str:
    return languages.money_text(value, page_language())


def _country(value: str) -> str:
    return languages.country_text(value, page_language())


def _markdown(value: str, *, is_page: bool = False) -> Markup:
    return Markup(html_of(value, is_page=is_page))  # noqa: S704 - html_of returns what nh3 let through


def register_filters(app: Flask) -> None:
    """Make the filters known to the templates."""
    filters = {
        "said": said,
        "day": _day,
        "local_day": _local_day,
        "moment": _moment,
        "short_moment": _short_moment,
        "time_of_day": _time_of_day,
        "time_zone": time_zone_text,
        "number": _number,
        "money": _money,
        "country": _country,
        "markdown": _markdown,
    }
    app.jinja_env.filters.update(filters)
    environment: Any = app.jinja_env  # Jinja's extension adds the method
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)


def _gettext(text: str) -> str:
    return str(_reader().translations.gettext(text))


def _ngettext(singular: str, plural: str, count: int) -> str:
    return str(_reader().translations.ngettext(singular, plural, count))
