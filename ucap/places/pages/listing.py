"""The list of places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from ucap.accounts.models import Person
from ucap.core.text import Message, counted
from ucap.directory.models import PLACE_KIND_LABELS
from ucap.pairings.queries.rights import rights_of_person
from ucap.places.forms.listing import PlacesForm
from ucap.places.permissions import may_manage_places
from ucap.places.queries.listing import PlacePage, pairing_counts
from ucap.places.queries.places import PlaceFacts
from ucap.web.forms import Narrowing


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
