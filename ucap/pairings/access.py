"""Loading a plan for a person, with the check."""

from dataclasses import dataclass
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import Forbidden, NotFound
from ucap.pairings import permissions
from ucap.pairings.permissions import Rights
from ucap.pairings.queries import plans as queries
from ucap.pairings.queries.plans import PlaceFacts, PlanFacts, SideFacts


@dataclass(frozen=True)
class OpenPlan(PlanFacts):
    """A plan opened by a person: its facts and what that person holds in it."""

    rights: Rights

    @property
    def own_side(self) -> SideFacts:
        """Return the side the person works for; the first, if for several."""
        own = {side_id for _role, side_id in self.rights.posts}
        return next(side for side in self.sides if side.id in own)

    @property
    def own_places(self) -> list[PlaceFacts]:
        """Return the places of the sides for which the person writes."""
        writing = permissions.sides_written_for(self.rights)
        return [place for side in self.sides if side.id in writing for place in side.places]

    @property
    def mark(self) -> str:
        """Return what changes whenever a page of the plan does: with its text, its phase and the reader's rights."""
        posts = sorted(f"{role}{side_id}" for role, side_id in self.rights.posts)
        return f"{self.id} {self.version} {self.phase} {self.paused_at} {posts}"

    @property
    def can_edit(self) -> bool:
        """Tell whether the person writes joint entries of the plan."""
        return permissions.may_edit(self.rights)


def plan_to_view(plan_id: UUID, person: Person) -> OpenPlan:
    """Return the plan, or raise NotFound if this person may not know of it."""
    found = queries.plans([plan_id])
    if not found:
        raise NotFound
    rights = queries.rights_of(person.id, found[0].pairing_id)
    if not permissions.may_view(rights):
        raise NotFound
    return OpenPlan(**vars(found[0]), rights=rights)


def plan_to_edit(plan_id: UUID, person: Person) -> OpenPlan:
    """Return the plan, or raise NotFound or Forbidden if this person may not write in it."""
    plan = plan_to_view(plan_id, person)
    refuse_to_edit(plan)
    return plan


def refuse_to_edit(plan: OpenPlan) -> None:
    """Raise Forbidden, naming the own side's leads, if the person who opened the plan may not write in it."""
    if not plan.can_edit:
        side_ids = [side_id for _role, side_id in plan.rights.posts]
        raise Forbidden(ask=queries.lead_names(plan.pairing_id, side_ids))


def programme_to_manage(programme_id: UUID, person: Person) -> UUID:
    """Return the programme."""
    return programme_id


def pairing_to_manage(pairing_id: UUID, person: Person) -> UUID:
    """Return the pairing."""
    return pairing_id
