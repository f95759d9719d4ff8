"""The page of a place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from ucap.accounts.models import Person
from ucap.core.languages import language_text
from ucap.core.text import Message
from ucap.directory.models import PLACE_KIND_LABELS
from ucap.directory.queries import NetworkFacts
from ucap.pairings.models import PHASE_LABELS
from ucap.pairings.permissions import PersonRights, Rights, may_view
from ucap.pairings.queries.people import plans_given_to
from ucap.places.access import OpenPlace
from ucap.places.pages.history import RecordChange, changes_of_place
from ucap.places.queries.belongings import PairingOfPlace, pairings_of_place
from ucap.places.queries.places import PlaceFacts
from ucap.web.filters import page_language
from ucap.web.maps import WorldMap, point_of, unwrapped, world_map


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
        changes: what people changed in it, newest first.
    """

    place: OpenPlace
    kind: Message
    languages: Sequence[str]
    pairings: Sequence[ShownPairing]
    networks: Sequence[NetworkFacts]
    map: WorldMap | None
    changes: Sequence[RecordChange]


def place_page(place: OpenPlace, networks: Sequence[NetworkFacts], reader: Person) -> PlaceShown:
    """Return the page of a place for a reader."""
    found = pairings_of_place(place.id, page_language())
    given = plans_given_to(reader.id) if place.rights.advises else []
    return PlaceShown(
        place=place,
        kind=PLACE_KIND_LABELS[place.kind],
        languages=[language_text(tag, page_language()) for tag in place.languages],
        pairings=[_pairing(one, _plan_to_open(one, place.rights, given)) for one in found],
        networks=networks,
        map=_map(place, found),
        changes=changes_of_place(place.id),
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
