"""What pages of places show, as plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from ucap.accounts.models import Person
from ucap.core.languages import language_text
from ucap.core.text import Message, counted
from ucap.directory.models import PLACE_KIND_LABELS
from ucap.directory.queries import NetworkFacts
from ucap.pairings.models import PHASE_LABELS
from ucap.pairings.queries.plans import plans_of_person
from ucap.places import queries
from ucap.places.forms.listing import PlacesForm
from ucap.places.queries import PairingOfPlace, PlaceFacts, PlacePage
from ucap.web.filters import page_language


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
class AskedFor:
    """What a list is narrowed down to; the address leads to the list without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class ListPage:
    """A page of the list of places.

    Attributes:
        earlier, later: addresses of the pages before and after; None if there is none.
    """

    form: PlacesForm
    places: Sequence[ListedPlace]
    count: Message
    asked: Sequence[AskedFor]
    all_url: str
    earlier: str | None
    later: str | None


def list_page(form: PlacesForm, found: PlacePage) -> ListPage:
    """Return a page of the list."""
    counts = queries.pairing_counts([place.id for place in found.places])
    asked = form.asked()
    return ListPage(
        form=form,
        places=[ListedPlace(place, PLACE_KIND_LABELS[place.kind], counts.get(place.id, 0)) for place in found.places],
        count=counted("%(count)s place", "%(count)s places", found.total),
        asked=[
            AskedFor(form.label_of(name), form.text_of(name), _address(asked, without=name))
            for name in asked
            if name != "sort"
        ],
        all_url=url_for("places.list_places"),
        earlier=_address(asked, before=found.places[0].id) if found.has_earlier and found.places else None,
        later=_address(asked, after=found.places[-1].id) if found.has_later and found.places else None,
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
    """The page of a place."""

    place: PlaceFacts
    kind: Message
    languages: Sequence[str]
    pairings: Sequence[ShownPairing]
    networks: Sequence[NetworkFacts]


def place_page(place: PlaceFacts, networks: Sequence[NetworkFacts], reader: Person) -> PlaceShown:
    """Return the page of a place for a reader."""
    own = {plan.id for plan in plans_of_person(reader.id)}
    return PlaceShown(
        place=place,
        kind=PLACE_KIND_LABELS[place.kind],
        languages=[language_text(tag, page_language()) for tag in place.languages],
        pairings=[_pairing(one, own) for one in queries.pairings_of_place(place.id)],
        networks=networks,
    )


def _pairing(facts: PairingOfPlace, own: Collection[UUID]) -> ShownPairing:
    plan_id = next((plan_id for plan_id in facts.plans if plan_id in own), None)
    return ShownPairing(
        facts, PHASE_LABELS[facts.phase], url_for("plans.show_plan", plan_id=plan_id) if plan_id else None
    )
