"""What pages of places show, as plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import url_for

from ucap.accounts.models import Person
from ucap.core.errors import NotFound
from ucap.core.languages import language_text, number_text
from ucap.core.text import Message, counted, message
from ucap.directory.models import PLACE_KIND_LABELS
from ucap.directory.queries import NetworkFacts, networks
from ucap.pairings.models import PHASE_LABELS
from ucap.pairings.permissions import PersonRights, Rights, may_view
from ucap.pairings.queries.people import plans_given_to
from ucap.pairings.queries.rights import rights_of_person
from ucap.places.access import OpenPlace
from ucap.places.forms.editing import PlaceForm
from ucap.places.forms.listing import PlacesForm
from ucap.places.forms.merging import MergeForm, OtherPlaceForm
from ucap.places.permissions import may_manage_places
from ucap.places.queries.belongings import Belongings, PairingOfPlace, belongings_of_place, pairings_of_place
from ucap.places.queries.duplicates import Likely, likely_duplicates
from ucap.places.queries.listing import PlacePage, pairing_counts, places_named
from ucap.places.queries.places import PlaceFacts, network_ids_of_place, place_by_id
from ucap.places.rules import PlaceValues
from ucap.web.filters import page_language
from ucap.web.forms import Narrowing
from ucap.web.maps import WorldMap, point_of, unwrapped, world_map


@dataclass(frozen=True)
class ListedPlace:
    """A place in a list.

    Attributes:
        pairing_count: in how many pairings it stands.
    """

    facts: PlaceFacts
    kind: Message
    pairing_count: int


@dataclass(frozen=True)
class ListPage:
    """A page of the list of places.

    Attributes:
        earlier, later: addresses of the pages before and after; None if there is none.
    """

    form: PlacesForm
    places: Sequence[ListedPlace]
    count: Message
    asked: Sequence[Narrowing]
    all_url: str
    earlier: str | None
    later: str | None
    can_add: bool


def list_page(form: PlacesForm, found: PlacePage, reader: Person) -> ListPage:
    """Return a page of the list for a reader."""
    counts = pairing_counts([place.id for place in found.places])
    asked = form.asked()
    return ListPage(
        form=form,
        places=[ListedPlace(place, PLACE_KIND_LABELS[place.kind], counts.get(place.id, 0)) for place in found.places],
        count=counted("%(count)s place", "%(count)s places", found.total),
        asked=[
            Narrowing(form.label_of(name), form.text_of(name), _address(asked, without=name))
            for name in asked
            if name != "sort"
        ],
        all_url=url_for("places.list_places"),
        earlier=_address(asked, before=found.places[0].id) if found.has_earlier and found.places else None,
        later=_address(asked, after=found.places[-1].id) if found.has_later and found.places else None,
        can_add=may_manage_places(rights_of_person(reader.id)),
    )


def _address(asked: Mapping[str, str], *, without: str = "", **more: UUID) -> str:
    parts: dict[str, Any] = {**asked, **more}
    parts.pop(without, None)
    return url_for("places.list_places", **parts)


@dataclass(frozen=True)
class ShownPairing:
    """A pairing on the page of a place.

    Attributes:
        plan_url: the address of its plan, if the reader may see it.
    """

    facts: PairingOfPlace
    phase: Message
    plan_url: str | None


@dataclass(frozen=True)
class PlaceShown:
    """The page of a place.

    Attributes:
        map: where it lies, tied to those it works with; None if that is not known.
    """

    place: OpenPlace
    kind: Message
    languages: Sequence[str]
    pairings: Sequence[ShownPairing]
    networks: Sequence[NetworkFacts]
    map: WorldMap | None


def place_page(place: OpenPlace, networks: Sequence[NetworkFacts], reader: Person) -> PlaceShown:
    """Return the page of a place for a reader."""
    found = pairings_of_place(place.id)
    given = plans_given_to(reader.id) if place.rights.advises else []
    return PlaceShown(
        place=place,
        kind=PLACE_KIND_LABELS[place.kind],
        languages=[language_text(tag, page_language()) for tag in place.languages],
        pairings=[_pairing(one, _plan_to_open(one, place.rights, given)) for one in found],
        networks=networks,
        map=_map(place, found),
    )


def _plan_to_open(pairing: PairingOfPlace, rights: PersonRights, given: Collection[UUID]) -> UUID | None:
    """Return the first plan of the pairing that the reader may see, as `may_view` says; None if there is none."""
    own = Rights(
        posts={(role, side_id) for role, side_id in rights.posts if side_id in pairing.side_ids},
        is_coordinator=pairing.programme_id in rights.coordinates,
        given_plans={plan_id for plan_id in pairing.plans if plan_id in given},
    )
    return next((plan_id for plan_id in pairing.plans if may_view(own, plan_id)), None)


def _pairing(facts: PairingOfPlace, plan_id: UUID | None) -> ShownPairing:
    return ShownPairing(
        facts, PHASE_LABELS[facts.phase], url_for("plans.show_plan", plan_id=plan_id) if plan_id else None
    )


def _map(place: PlaceFacts, pairings: Sequence[PairingOfPlace]) -> WorldMap | None:
    if place.latitude is None or place.longitude is None:
        return None
    here = (0, point_of(place.latitude, unwrapped(place.longitude)))
    ties = [
        [
            here,
            *(
                (1, point_of(one.latitude, unwrapped(one.longitude)))
                for side in pairing.partners
                for one in side
                if one.latitude is not None and one.longitude is not None
            ),
        ]
        for pairing in pairings
    ]
    return world_map(ties or [[here]])


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
