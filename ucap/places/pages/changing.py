"""What somebody sees who adds, edits or merges a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ucap.core.errors import NotFound
from ucap.core.languages import number_text
from ucap.core.text import Message, counted, message
from ucap.directory.queries import networks
from ucap.places.forms.editing import PlaceForm
from ucap.places.forms.merging import MergeForm, OtherPlaceForm
from ucap.places.queries.belongings import Belongings, belongings_of_place
from ucap.places.queries.duplicates import Likely, likely_duplicates
from ucap.places.queries.listing import places_named
from ucap.places.queries.places import PlaceFacts, network_ids_of_place, place_by_id
from ucap.places.rules import PlaceValues
from ucap.web.filters import page_language


@dataclass(frozen=True)
class LikelyPlace:
    """A place that may be the same as the one somebody has in mind."""

    place: PlaceFacts
    distance: Message | None


def likely_places(values: PlaceValues) -> list[LikelyPlace]:
    """Return the places that look like the one somebody wants to add."""
    point = None
    if values.latitude is not None and values.longitude is not None:
        point = (values.latitude, values.longitude)
    return _likely(likely_duplicates(values.name, values.country, point))


def _likely(found: Sequence[Likely]) -> list[LikelyPlace]:
    return [
        LikelyPlace(
            one.place,
            None
            if one.distance is None
            else message("%(distance)s km away", distance=number_text(Decimal(round(one.distance)), page_language())),
        )
        for one in found
    ]


@dataclass(frozen=True)
class Difference:
    """A field in which what was typed differs from what somebody else has saved meanwhile."""

    name: str
    label: str
    stands: str


def conflict_of(form: PlaceForm, place: PlaceFacts) -> list[Difference]:
    """Return what somebody else has saved meanwhile and is not what the form says; the form takes the new version."""
    found = place_by_id(place.id)
    if found is None:
        raise NotFound
    standing = PlaceForm.of(networks(), found, network_ids_of_place(place.id), is_posted=False)
    form.version.data = str(found.version)
    return [
        Difference(field.name, str(field.label.text), standing.shown(field.name))
        for field in form
        if field.name in standing.compared and standing.shown(field.name) != form.shown(field.name)
    ]


@dataclass(frozen=True)
class MergePage:
    """The page on which a duplicate is merged.

    Attributes:
        search: the form that looks for the other place.
        candidates: places to choose from, and where to look at what would move.
        kept: the place chosen; None as long as none is.
        pairings, entries, networks: what would move.
    """

    place: PlaceFacts
    search: OtherPlaceForm
    candidates: Sequence[LikelyPlace]
    kept: PlaceFacts | None
    belongings: Belongings
    entries: Message
    networks: Message


def merge_page(place: PlaceFacts, form: MergeForm) -> MergePage:
    """Return the page on which the place is merged into another."""
    search = OtherPlaceForm()
    point = None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)
    found = (
        [LikelyPlace(one, None) for one in places_named(search.text, but=place.id)]
        if search.text
        else _likely(likely_duplicates(place.name, place.country, point, but=place.id))
    )
    belongings = belongings_of_place(place.id)
    return MergePage(
        place=place,
        search=search,
        candidates=found,
        kept=_chosen(place, form),
        belongings=belongings,
        entries=counted("%(count)s entry of plans", "%(count)s entries of plans", belongings.entry_count),
        networks=counted("%(count)s network", "%(count)s networks", belongings.network_count),
    )


def _chosen(place: PlaceFacts, form: MergeForm) -> PlaceFacts | None:
    """Return the standing place that the form names, if it is another one."""
    try:
        kept = place_by_id(UUID(str(form.into.data)))
    except ValueError:
        return None
    return kept if kept and not kept.merged_into_id and kept.id != place.id else None
