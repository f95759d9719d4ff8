"""Loading places: everybody who is signed in reads them."""

from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import NotFound
from ucap.places import queries
from ucap.places.queries import PlaceFacts


def place_to_view(place_id: UUID, person: Person) -> PlaceFacts:  # noqa: ARG001 - everybody may
    """Return the place, even one that was merged into another, or raise NotFound if there never was one."""
    found = queries.place_by_id(place_id)
    if found is None:
        raise NotFound
    return found
