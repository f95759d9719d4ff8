"""The first page: what is one's own, by what one holds."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from ucap.pairings.permissions import PersonRights
from ucap.pairings.queries.people import plans_given_to
from ucap.pairings.queries.plans import PlanFacts, plans, plans_of_person
from ucap.pairings.queries.programmes import ProgrammeFacts, programmes_by_id
from ucap.pairings.queries.rights import rights_of_person
from ucap.web.filters import page_language


@dataclass(frozen=True)
class OwnPage:
    """What a person holds.

    Attributes:
        plans: the plans they take part in for a side.
        given: the plans given to them as an expert.
        programmes: the programmes they coordinate; for administrators all, for they bring in coordinators.
        coordinates: those of them that they coordinate.
    """

    plans: Sequence[PlanFacts]
    given: Sequence[PlanFacts]
    programmes: Sequence[ProgrammeFacts]
    coordinates: AbstractSet[UUID]
    is_administrator: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether the person holds nothing anywhere."""
        return not (self.plans or self.given or self.programmes or self.is_administrator)


def _programmes(rights: PersonRights) -> list[ProgrammeFacts]:
    if rights.is_administrator:
        return programmes_by_id(None)
    return programmes_by_id(sorted(rights.coordinates)) if rights.coordinates else []


def own_page(person_id: UUID) -> OwnPage:
    """Return what the person holds; of programmes only their names, for they may have thousands of plans."""
    rights = rights_of_person(person_id)
    own = plans_of_person(person_id, page_language()) if rights.posts else []
    own_ids = {plan.id for plan in own}
    given_ids = [one for one in plans_given_to(person_id) if one not in own_ids] if rights.advises else []
    return OwnPage(
        plans=own,
        given=plans(given_ids, page_language()) if given_ids else [],
        programmes=_programmes(rights),
        coordinates=rights.coordinates,
        is_administrator=rights.is_administrator,
    )
