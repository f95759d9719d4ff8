"""The list of pairings and their map."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from urllib.parse import urlencode
from uuid import UUID

from flask import request, url_for

from ucap.core.languages import country_text
from ucap.core.text import Message, counted
from ucap.pairings.forms.listing import PairingsForm, pairings_form
from ucap.pairings.queries.listing import (
    MOST_ON_MAP,
    ListedPairing,
    PlacePoint,
    Reach,
    Sorting,
    Turn,
    answers_within,
    count_of_pairings,
    pairings_on_page,
    points_of,
)
from ucap.pairings.queries.programmes import ProgrammeFacts, programmes_by_id
from ucap.web.filters import page_language
from ucap.web.forms import Narrowing
from ucap.web.maps import Point, WorldMap, point_of, unwrapped, world_map


@dataclass(frozen=True)
class CountryOnMap:
    """A country on the map, how many pairings have a place in it, and the address of the list of those."""

    name: str
    count: int
    url: str


@dataclass(frozen=True)
class PairingsPage:
    """A page of the list of pairings.

    Attributes:
        total: how many pairings are asked for, in words.
        is_narrowed: whether any are left out that the reader may know of.
        map_words: what the map shows, in words.
        countries: the same as a list.
        earlier, later: addresses of the pages beside it; None if there is none.
        programmes: those in which the reader makes pairings, by name.
    """

    form: PairingsForm
    asked: Sequence[Narrowing]
    total: Message
    is_narrowed: bool
    pairings: Sequence[ListedPairing]
    map: WorldMap
    map_words: Message
    countries: Sequence[CountryOnMap]
    earlier: str | None
    later: str | None
    all_url: str
    programmes: Sequence[ProgrammeFacts]


def pairings_page(reach: Reach) -> PairingsPage:
    """Return the page of the list that the address asks for."""
    form = pairings_form(answers_within(reach, page_language()))
    asked = form.asked()
    total = count_of_pairings(reach, asked)
    turn = Turn(after=request.args.get("after", type=UUID), before=request.args.get("before", type=UUID))
    found = pairings_on_page(reach, asked, turn, page_language())
    shown = found.pairings
    is_whole = total <= MOST_ON_MAP
    points = points_of(reach, asked, None if is_whole else [pairing.id for pairing in shown])
    narrowed = _narrowings(form)
    return PairingsPage(
        form=form,
        asked=narrowed,
        total=counted("%(count)s pairing", "%(count)s pairings", total),
        is_narrowed=bool(narrowed),
        pairings=shown,
        map=_map_of(points),
        map_words=_map_words(total if is_whole else len(shown), is_whole=is_whole),
        countries=_countries(form, points),
        earlier=_address(form, before=str(shown[0].id)) if found.has_earlier and shown else None,
        later=_address(form, after=str(shown[-1].id)) if found.has_later and shown else None,
        all_url=url_for("pairings.list_pairings"),
        programmes=programmes_by_id(sorted(reach.programme_ids)) if reach.programme_ids else [],
    )


def _map_words(count: int, *, is_whole: bool) -> Message:
    if is_whole:
        return counted(
            "Map of %(count)s pairing. The list below tells the same.",
            "Map of %(count)s pairings. The list below tells the same.",
            count,
        )
    return counted(
        "Map of the %(count)s pairing on this page. Narrow the list down to see it whole.",
        "Map of the %(count)s pairings on this page. Narrow the list down to see it whole.",
        count,
    )


def _map_of(points: Sequence[PlacePoint]) -> WorldMap:
    ties = []
    for _id, of_pairing in groupby(points, key=attrgetter("pairing_id")):
        ties.append([(one.side, at) for one in of_pairing if (at := _at(one)) is not None])
    return world_map(ties)


def _at(place: PlacePoint) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    return point_of(place.latitude, unwrapped(place.longitude))


def _countries(form: PairingsForm, points: Sequence[PlacePoint]) -> list[CountryOnMap]:
    """Return the countries on the map, those with the most pairings first."""
    counts = Counter(country for _pairing, country in {(one.pairing_id, one.country) for one in points})
    named = ((country_text(code, page_language()), code, count) for code, count in counts.items())
    ordered = sorted(named, key=lambda one: (-one[2], one[0]))
    return [CountryOnMap(name, count, _address(form, country=code)) for name, code, count in ordered]


def _narrowings(form: PairingsForm) -> list[Narrowing]:
    found = []
    for name in ("q", "theme", "country", "phase"):
        value = form.asked_in(name)
        if value:
            choices = {choice.value: choice.label for choice in getattr(form[name], "choices", None) or []}
            found.append(Narrowing(form[name].label.text, choices.get(value, value), _address(form, **{name: ""})))
    return found


def _address(form: PairingsForm, **changes: str) -> str:
    """Return the address of the list as it is narrowed down and sorted, with these changes."""
    asked = {name: form.asked_in(name) for name in ("q", "theme", "country", "phase", "sort")}
    if asked["sort"] == Sorting.PLACES:
        asked["sort"] = ""
    query = urlencode({name: value for name, value in {**asked, **changes}.items() if value})
    return f"{url_for('pairings.list_pairings')}{'?' if query else ''}{query}"
