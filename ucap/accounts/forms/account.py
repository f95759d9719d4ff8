"""The form of one's own account."""

from wtforms import SelectField

from ucap.accounts.forms.names import name_field, time_zone_field
from ucap.core.languages import locale_of, translated_languages
from ucap.web.forms import PageForm, said_later


def _languages() -> list[tuple[str, str]]:
    names = [(tag, locale_of(tag).get_display_name(tag) or tag) for tag in translated_languages()]
    return [("", said_later("As my browser asks for")), *names]


class AccountForm(PageForm):
    """How somebody is named, and in which zone and language they are shown pages."""

    name = name_field()
    time_zone = time_zone_field()
    language = SelectField(said_later("Language of the pages"), choices=_languages)


def account_form(**data: str) -> AccountForm:
    """Return the form; it asks for the language where there are several."""
    form = AccountForm(data=data)
    if len(translated_languages()) == 1:
        del form.language
    return form
