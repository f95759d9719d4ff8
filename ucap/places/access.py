"""Loading places: everybody who is signed in reads them, coordinators change them."""

from dataclasses import dataclass
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import Forbidden, NotFound
from ucap.pairings.permissions import PersonRights
from ucap.pairings.queries.rights import rights_of_person
from ucap.places.permissions import may_manage_places
from ucap.places.queries.places import PlaceFacts, coordinator_names, place_by_id


@dataclass(frozen=True)
class OpenPlace(PlaceFacts):
    """A place opened by a person: its facts and what that person holds."""

    rights: PersonRights

    @property
    def can_manage(self) -> bool:
        """Tell whether the person changes places."""
        return may_manage_places(self.rights)


def place_to_view(place_id: UUID, person: Person) -> OpenPlace:
    """Return the place, even one that was merged into another, or raise NotFound if there never was one."""
    found = place_by_id(place_id)
    if found is None:
        raise NotFound
    return OpenPlace(**vars(found), rights=rights_of_person(person.id))


def place_to_edit(place_id: UUID, person: Person) -> OpenPlace:
    """Return the place, or raise Forbidden if this person may not change places, NotFound if it does not stand."""
    place = place_to_view(place_id, person)
    if place.merged_into_id:
        raise NotFound
    _refuse_unless_manager(place.rights)
    return place


def manager_of_places(person: Person) -> PersonRights:
    """Return what the person holds, or raise Forbidden if they may not change places."""
    rights = rights_of_person(person.id)
    _refuse_unless_manager(rights)
    return rights


def _refuse_unless_manager(rights: PersonRights) -> None:
    if not may_manage_places(rights):
        raise Forbidden(ask=coordinator_names())
