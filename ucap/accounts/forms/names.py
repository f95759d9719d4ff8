"""Fields of forms that ask who somebody is and how they are shown pages."""

from functools import cache
from zoneinfo import available_timezones

from wtforms import PasswordField, SelectField, StringField

from ucap.web.forms import Present, StorableText, clean_text, said_later

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def time_zones() -> dict[str, list[tuple[str, str]]]:
    """Return the time zones of the world by region, as a list to choose from."""
    found: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for zone in sorted(available_timezones()):
        region, _slash, place = zone.partition("/")
        if region in _REGIONS and place:
            found.setdefault(region, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return found


def name_field() -> StringField:
    """Return the question for somebody's name."""
    return StringField(
        said_later("Your name"),
        [Present(said_later("Enter your name, as others should see it.")), StorableText(200)],
        filters=[clean_text],
        description=said_later("Others see it beside what you write."),
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )


def time_zone_field() -> SelectField:
    """Return the question for somebody's time zone."""
    return SelectField(
        said_later("Time zone"), choices=time_zones, description=said_later("Moments are shown as your clock has them.")
    )


def new_password_field(label: str) -> PasswordField:
    """Return the question for a password that somebody chooses."""
    return PasswordField(
        label,
        [Present(said_later("Enter a password.")), StorableText(1_000)],
        description=said_later("12 characters or more. A few words in a row are easy to remember."),
        render_kw={"autocomplete": "new-password"},
    )
