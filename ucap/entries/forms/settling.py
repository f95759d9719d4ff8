"""What the page of a conflict sends beside the entry's fields: the texts that it showed and the parts chosen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from ucap.core.text import visible_text
from ucap.history.merge import Pick
from ucap.web.forms import clean_text

_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_PART = re.compile(r"(?P<name>\w+)-part-(?P<number>[0-9]{1,5})\Z")
_PICKS = {str(pick): pick for pick in Pick}

Picks = Mapping[int, Pick]


@dataclass(frozen=True)
class Settling:
    """How a person has begun to settle a conflict.

    Attributes:
        base_version: the version both texts were made from.
        texts: by field, what the person had typed when the conflict was found.
        picks: by field, what was picked of its stretches.
        picks_before: by field, the picks that the text was put together from when the page came.
        composed: the field whose parts the person asked to put together, and not to save; else empty.
    """

    base_version: int
    texts: Mapping[str, str]
    picks: Mapping[str, Picks]
    picks_before: Mapping[str, Picks]
    composed: str


class SettlingNames:
    """What the form calls what it sends beside the entry's fields."""

    base_version = "base_version"
    compose = "compose"

    @staticmethod
    def mine(field: str) -> str:
        """Return the name of the text that the person had typed in a field."""
        return f"{field}-mine"

    @staticmethod
    def part(field: str, number: int) -> str:
        """Return the name of the choice between the versions of a stretch."""
        return f"{field}-part-{number}"

    @staticmethod
    def picked(field: str) -> str:
        """Return the name of the picks that a text was put together from."""
        return f"{field}-picked"


def picks_text(picks: Picks) -> str:
    """Return the picks as the form carries them."""
    return " ".join(f"{number}:{pick}" for number, pick in picks.items())


def settling(posted: MultiDict[str, str]) -> Settling | None:
    """Return what the page of a conflict sent; None if it was another page."""
    version = posted.get(SettlingNames.base_version, "")
    if not _NUMBER.match(version):
        return None
    picks: dict[str, dict[int, Pick]] = {}
    for name, value in posted.items():
        found = _PART.match(name)
        if found and value in _PICKS:
            picks.setdefault(found["name"], {})[int(found["number"])] = _PICKS[value]
    suffixes = (SettlingNames.mine(""), SettlingNames.picked(""))
    texts, before = (
        {name.removesuffix(suffix): value for name, value in posted.items() if name.endswith(suffix)}
        for suffix in suffixes
    )
    return Settling(
        base_version=int(version),
        texts={name: visible_text(clean_text(text)) for name, text in texts.items()},
        picks=picks,
        picks_before={name: _picks_from(text) for name, text in before.items()},
        composed=posted.get(SettlingNames.compose, ""),
    )


def _picks_from(text: str) -> Picks:
    pairs = (pair.partition(":") for pair in text.split())
    return {int(number): _PICKS[pick] for number, _, pick in pairs if _NUMBER.match(number) and pick in _PICKS}
