"""A day of the calendar, typed as people write days."""

from datetime import date
from typing import Any

from wtforms import StringField, ValidationError
from wtforms.form import BaseForm

from ucap.core.languages import day_text
from ucap.core.text import message
from ucap.core.typed import day_from
from ucap.web.filters import page_language, said
from ucap.web.forms import StorableText, clean_text

_LOOKS = {"width": 20}
_LONGEST, _FIRST_YEAR, _LAST_YEAR = 60, 1900, 2200


class DayField(StringField):
    """A day, or nothing. What is no day is refused and shown again as it was typed."""

    def __init__(self, label: str, **given: Any) -> None:
        """Ask for a day."""
        super().__init__(label, [StorableText(_LONGEST)], filters=[_written], **{"render_kw": _LOOKS} | given)

    @property
    def day(self) -> date | None:
        """Return the day; None if none was typed."""
        text = self.data or ""
        return day_from(text, page_language()) if text else None

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - fixed by WTForms
        """Raise ValidationError if the text is no day."""
        try:
            day = self.day
        except ValueError:
            day = date.min
        if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValidationError(said(message("Write this as a day that exists, such as 3 May 2027 or 2027-05-03.")))


def _written(value: date | str | None) -> str:
    return day_text(value, page_language()) if isinstance(value, date) else clean_text(value)
