"""What people changed in a place, in words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from ucap.accounts.queries import names_of
from ucap.core.languages import country_text, language_text, number_text
from ucap.core.text import message
from ucap.directory.models import NETWORK_FIELD, PLACE_KIND_LABELS, PlaceKind
from ucap.directory.queries import networks
from ucap.history.queries import Change, EventFacts, Wanted, changes
from ucap.places.queries.places import names_of_merged_places
from ucap.web.filters import page_language, said, time_zone_text

_MOST_EVENTS = 200
_FIELDS = {
    "name": message("Name"),
    "country": message("Country"),
    "kind": message("Kind"),
    "population": message("Population"),
    "population_year": message("Year of the count"),
    "population_source": message("Source of the population"),
    "latitude": message("Latitude"),
    "longitude": message("Longitude"),
    "time_zone": message("Time zone"),
    "languages": message("Languages"),
    "geonames_id": message("Number in GeoNames"),
    "website": message("Website"),
    "source": message("Source"),
    "note": message("Note"),
}
_NETWORK = message("Network")
_MERGED = message("Merged with it")
_ERASED = message("(erased)")


@dataclass(frozen=True)
class ChangedFact:
    """A fact of a place that was changed; the texts are empty where there was or is none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PlaceChange:
    """What somebody changed in a place at once."""

    by: str
    at: datetime
    is_beginning: bool
    facts: Sequence[ChangedFact]


def changes_of_place(place_id: UUID) -> list[PlaceChange]:
    """Return the newest changes of the place, newest first, with those by which others were merged into it."""
    own = changes(place_id, most=_MOST_EVENTS)[0]
    merged = names_of_merged_places(place_id)
    mergings = [(name, change) for one, name in merged.items() for change in _mergings(one)]
    people = names_of({change.by_id for change in (*own, *(change for _name, change in mergings))})
    named = {network.id: network.name for network in networks()} if _tells_of_networks(own) else {}
    made = [PlaceChange(people[change.by_id], change.at, change.version == 1, _facts(change, named)) for change in own]
    made += [
        PlaceChange(people[change.by_id], change.at, is_beginning=False, facts=[ChangedFact(said(_MERGED), "", name)])
        for name, change in mergings
    ]
    made.sort(key=lambda change: change.at, reverse=True)
    return [change for change in made if change.facts or change.is_beginning]


def _mergings(place_id: UUID) -> list[Change]:
    """Return the newest change that led from a merged place elsewhere."""
    return changes(place_id, wanted=Wanted(field="merged_into_id"), most=1)[0][:1]


def _tells_of_networks(found: Sequence[Change]) -> bool:
    return any(event.field.startswith(NETWORK_FIELD) for change in found for event in change.events)


def _facts(change: Change, named: Mapping[UUID, str]) -> list[ChangedFact]:
    if change.version == 1:
        return []
    order = list(_FIELDS)
    events = sorted(change.events, key=lambda event: order.index(event.field) if event.field in _FIELDS else len(order))
    return [fact for event in events if (fact := _fact(event, named)) is not None]


def _fact(event: EventFacts, named: Mapping[UUID, str]) -> ChangedFact | None:
    if event.field.startswith(NETWORK_FIELD):
        name = named[UUID(event.field.removeprefix(NETWORK_FIELD))]
        return ChangedFact(said(_NETWORK), name if event.old else "", name if event.new else "")
    if event.field not in _FIELDS:
        return None
    before = said(_ERASED) if event.is_old_erased else _text(event.field, event.old)
    after = said(_ERASED) if event.is_new_erased else _text(event.field, event.new)
    return ChangedFact(said(_FIELDS[event.field]), before, after)


def _text(field: str, value: str | None) -> str:
    if value is None:
        return ""
    kept = json.loads(value)
    if field == "country":
        return country_text(kept, page_language())
    if field == "kind":
        return said(PLACE_KIND_LABELS[PlaceKind(kept)])
    if field == "population":
        return number_text(Decimal(kept), page_language())
    if field == "languages":
        return ", ".join(language_text(tag, page_language()) for tag in kept)
    if field == "time_zone":
        return time_zone_text(kept)
    return str(kept)
