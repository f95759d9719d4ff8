"""How values are shown in templates, in the reader's language and time zone."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask, session
from flask_babel import get_locale, get_translations
from markupsafe import Markup

from ucap.core import languages
from ucap.core.text import Message, html_of


def said(text: Message) -> str:
    """Return the message in the reader's language."""
    return languages.words(text, get_translations())


def page_language() -> str:
    """Return the reader's language as a BCP 47 tag."""
    return str(get_locale() or languages.DEFAULT_LANGUAGE).replace("_", "-")


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


def _moment(value: datetime) -> str:
    return languages.moment_text(value, page_language(), reader_zone())


def _time_of_day(value: datetime) -> str:
    return languages.time_text(value, page_language(), reader_zone())


def _number(value: Decimal) -> str:
    return languages.number_text(value, page_language())


def _country(value: str) -> str:
    return languages.country_text(value, page_language())


def _markdown(value: str) -> Markup:
    return Markup(html_of(value))  # noqa: S704 - html_of returns what nh3 let through


def register_filters(app: Flask) -> None:
    """Make the filters known to the templates."""
    filters = {
        "said": said,
        "day": _day,
        "moment": _moment,
        "time_of_day": _time_of_day,
        "number": _number,
        "country": _country,
        "markdown": _markdown,
    }
    app.jinja_env.filters.update(filters)
