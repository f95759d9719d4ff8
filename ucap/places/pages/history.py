"""What people changed in a place, in words."""

import json
from collections.abc import Callable, Mapping, Sequence
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

MOST_EVENTS = 200
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
    """A fact of a record that was changed; the texts are empty where there was or is none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RecordChange:
    """What somebody changed in a place, or another record, at once."""

    by: str
    at: datetime
    is_beginning: bool
    facts: Sequence[ChangedFact]


def changes_of_place(place_id: UUID) -> list[RecordChange]:
    """Return the newest changes of the place, newest first, with those by which others were merged into it."""
    own = changes(place_id, most=MOST_EVENTS)[0]
    named = {network.id: network.name for network in networks()} if _tells_of_networks(own) else {}
    return with_mergings(own, names_of_merged_places(place_id), lambda change: _facts(change, named))


def with_mergings(
    own: Sequence[Change], merged: Mapping[UUID, str], facts: Callable[[Change], list[ChangedFact]]
) -> list[RecordChange]:
    """Return the changes of a record in words, newest first, with those by which others were merged into it.

    Args:
        own: its changes; those that change no fact people are told are left out.
        merged: the names of the records that were merged into it, by their ids.
        facts: tells what a change that is not its beginning has changed.
    """
    mergings = [(name, change) for one, name in merged.items() for change in _mergings(one)]
    people = names_of({change.by_id for change in (*own, *(change for _name, change in mergings))})
    made = [
        RecordChange(people[one.by_id], one.at, one.version == 1, [] if one.version == 1 else facts(one)) for one in own
    ]
    made += [
        RecordChange(people[one.by_id], one.at, is_beginning=False, facts=[ChangedFact(said(_MERGED), "", name)])
        for name, one in mergings
    ]
    made.sort(key=lambda change: change.at, reverse=True)
    return [change for change in made if change.facts or change.is_beginning]


def _mergings(record_id: UUID) -> list[Change]:
    """Return the newest change that led from a merged record elsewhere."""
    return changes(record_id, wanted=Wanted(field="merged_into_id"), most=1)[0][:1]


def _tells_of_networks(found: Sequence[Change]) -> bool:
    return any(event.field.startswith(NETWORK_FIELD) for change in found for event in change.events)


def _facts(change: Change, named: Mapping[UUID, str]) -> list[ChangedFact]:
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
