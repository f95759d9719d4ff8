"""What somebody may have exported beyond what they may read, and the plans of a place that they may read."""

from dataclasses import dataclass
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import Forbidden
from ucap.pairings.access import OpenPlan
from ucap.pairings.permissions import Rights, may_view
from ucap.pairings.queries.people import plans_given_to
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.places.access import OpenPlace, place_to_view
from ucap.places.queries.belongings import pairings_of_place
from ucap.stakeholders.permissions import may_see_contacts
from ucap.stakeholders.queries.contacts import ContactFacts, contacts_of_plan


def contacts_to_export(plan: OpenPlan) -> list[ContactFacts]:
    """Return the contact people of the plan, or raise Forbidden if who opened it may not see them."""
    if not may_see_contacts(plan.rights):
        raise Forbidden(ask=plan.ask)
    return contacts_of_plan(plan.id)


@dataclass(frozen=True)
class PlaceWithPlans:
    """A place opened by a person, with those of its plans that the person may read."""

    place: OpenPlace
    plan_ids: tuple[UUID, ...]

    def plans(self, language: str) -> list[PlanFacts]:
        """Return the plans, their themes as the language calls them."""
        return plans(self.plan_ids, language) if self.plan_ids else []


def place_with_plans(place_id: UUID, person: Person) -> PlaceWithPlans:
    """Return the place with the plans that this person may read, or raise NotFound if there never was one."""
    place = place_to_view(place_id, person)
    given = plans_given_to(person.id) if place.rights.advises else []
    found = []
    for pairing in pairings_of_place(place.merged_into_id or place.id, "en"):
        rights = Rights(
            posts={(role, side_id) for role, side_id in place.rights.posts if side_id in pairing.side_ids},
            is_coordinator=pairing.programme_id in place.rights.coordinates,
            given_plans={plan_id for plan_id in pairing.plans if plan_id in given},
        )
        found += [plan_id for plan_id in pairing.plans if may_view(rights, plan_id)]
    return PlaceWithPlans(place, tuple(found))
