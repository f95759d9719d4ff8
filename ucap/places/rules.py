"""What makes sense for a place, which two may be the same, and which can be merged."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import asin, cos, radians, sin, sqrt
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from ucap.core.text import Message, message
from ucap.directory.models import PlaceKind

MOST_LANGUAGES = 8
NEAR_KM = 10.0
_EARTH_KM = 6371.0
_KM_A_DEGREE = 111.0
_SIMILAR = 0.72
"""Rather asked once too often than added twice."""

_LONGEST_TAG = 20


@dataclass(frozen=True)
class PlaceValues:
    """A place as somebody wants it; what each means stands at `Place`."""

    name: str
    country: str
    kind: PlaceKind
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    population_year: int | None = None
    population_source: str = ""
    time_zone: str = ""
    languages: tuple[str, ...] = ()
    website: str = ""
    source: str = ""
    note: str = ""
    network_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done.

    Attributes:
        field: the field of the form that the message belongs to; None if it is the whole.
    """

    message: Message
    field: str | None = None


def refusal_to_keep(values: PlaceValues) -> Refusal | None:
    """Tell why the values cannot be kept, or None if they can."""
    if (values.latitude is None) != (values.longitude is None):
        missing = "latitude" if values.latitude is None else "longitude"
        return Refusal(message("A point needs both latitude and longitude: give both, or none."), missing)
    if values.population is None and values.population_year is not None:
        return Refusal(message("Give the population that was counted in this year, or no year."), "population")
    if values.population is not None and not values.population_source:
        return Refusal(message("Say where the population was taken from."), "population_source")
    if values.time_zone and values.time_zone not in available_timezones():
        return Refusal(message("There is no such time zone. Write it as in Asia/Kolkata."), "time_zone")
    return refusal_of_languages(values.languages) or refusal_of_website(values.website)


def refusal_of_languages(tags: Sequence[str]) -> Refusal | None:
    """Tell why these are no languages to be kept, or None if they are."""
    unknown = [tag for tag in tags if not _is_language(tag)]
    if unknown:
        refused = message(
            "Not known as a language: %(tags)s. Write codes such as es or ca.", tags=", ".join(unknown[:3])
        )
        return Refusal(refused, "languages")
    if len(tags) > MOST_LANGUAGES:
        return Refusal(message("Name at most %(count)s languages.", count=MOST_LANGUAGES), "languages")
    return None


_BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?")
"""What people type of an address: all but the scheme."""


def whole_website(typed: str) -> str:
    """Return the address of a website with a scheme, which people leave out; all else as it was typed."""
    return f"https://{typed}" if _BARE_HOST.fullmatch(typed) else typed


def refusal_of_website(address: str) -> Refusal | None:
    """Tell why this is no address of a website, or None if it is, or is empty."""
    if address and not _is_web_address(address):
        return Refusal(message("Write the whole address, such as https://www.granada.org."), "website")
    return None


def _is_language(tag: str) -> bool:
    if len(tag) > _LONGEST_TAG:
        return False
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and not any(map(str.isspace, text))


def is_similar_name(one: str, other: str) -> bool:
    """Tell whether two folded names may be the same, written otherwise: Soorat and Surat, Mérida and Merida City."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if shorter in longer.split(" ") or longer.startswith(f"{shorter} "):
        return True
    return SequenceMatcher(None, one, other).ratio() >= _SIMILAR


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points, each latitude and longitude, along the surface."""
    (south, west), (north, east) = ((radians(latitude), radians(longitude)) for latitude, longitude in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def refusal_to_merge(duplicate: UUID, kept: UUID, *, together: Sequence[str]) -> Refusal | None:
    """Tell why one place cannot be merged into the other, or None if it can.

    Args:
        together: the titles of the pairings in which both stand.
    """
    if duplicate == kept:
        return Refusal(message("A place cannot be merged into itself: choose the other one."))
    if together:
        refused = message(
            "Both stand in the pairing %(title)s: take one of them out of it before you merge them.", title=together[0]
        )
        return Refusal(refused)
    return None


def degrees_nearby(latitude: float) -> tuple[float, float]:
    """Return how many degrees of latitude and of longitude hold `NEAR_KM` at a latitude."""
    shrunk = max(cos(radians(latitude)), 0.01)
    return NEAR_KM / _KM_A_DEGREE, NEAR_KM / (_KM_A_DEGREE * shrunk)
