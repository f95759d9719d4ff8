"""The first page: what is one's own, by what one holds, and how far it is."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from ucap.core.text import Message
from ucap.pairings.pages.followed import FollowedPairings, followed_pairings
from ucap.pairings.permissions import PersonRights
from ucap.pairings.queries.listing import Reach
from ucap.pairings.queries.people import plans_given_to
from ucap.pairings.queries.plans import PlanFacts, plans, plans_of_person
from ucap.pairings.queries.programmes import ProgrammeFacts, programmes_by_id
from ucap.pairings.queries.rights import rights_of_person
from ucap.plans.pages.findings import Due, missing_now
from ucap.plans.pages.tasks import ready_words
from ucap.plans.queries import facts_of_plan
from ucap.plans.rules.findings import findings_of
from ucap.plans.rules.phases import State
from ucap.plans.rules.states import states_of_sections
from ucap.web.filters import page_language


@dataclass(frozen=True)
class Reached:
    """How far a plan is, and what its phase misses.

    Attributes:
        states: how far each section is, in their order.
        ready: how many of them are ready, in words.
        missing: how many things are missing now, in words; None if nothing is.
    """

    states: Sequence[State]
    ready: Message
    missing: Message | None
    missing_url: str


@dataclass(frozen=True)
class OwnPage:
    """What a person holds.

    Attributes:
        plans: the plans they take part in for a side.
        given: the plans given to them as an expert.
        programmes: the programmes they coordinate; for administrators all, for they bring in coordinators.
        coordinates: those of them that they coordinate.
        followed: the pairings of those, at a glance; None if there are none.
        reached: how far their plan is, if they take part in one; who has several opens them one by one.
    """

    plans: Sequence[PlanFacts]
    given: Sequence[PlanFacts]
    programmes: Sequence[ProgrammeFacts]
    coordinates: AbstractSet[UUID]
    followed: FollowedPairings | None
    is_administrator: bool
    reached: Reached | None

    @property
    def is_empty(self) -> bool:
        """Tell whether the person holds nothing anywhere."""
        return not (self.plans or self.given or self.programmes or self.is_administrator)


def _programmes(rights: PersonRights) -> list[ProgrammeFacts]:
    if rights.is_administrator:
        return programmes_by_id(None)
    return programmes_by_id(sorted(rights.coordinates)) if rights.coordinates else []


def own_page(person_id: UUID) -> OwnPage:
    """Return what the person holds; of programmes how many plans they have, for those may be thousands."""
    rights = rights_of_person(person_id)
    own = plans_of_person(person_id, page_language()) if rights.posts else []
    own_ids = {plan.id for plan in own}
    given_ids = [one for one in plans_given_to(person_id) if one not in own_ids] if rights.advises else []
    return OwnPage(
        plans=own,
        given=plans(given_ids, page_language()) if given_ids else [],
        programmes=_programmes(rights),
        coordinates=rights.coordinates,
        followed=followed_pairings(Reach(frozenset(rights.coordinates), frozenset())) if rights.coordinates else None,
        is_administrator=rights.is_administrator,
        reached=_reached(own[0]) if len(own) == 1 else None,
    )


def _reached(plan: PlanFacts) -> Reached:
    facts = facts_of_plan(plan, page_language())
    findings = findings_of(facts)
    states = states_of_sections(facts, findings)
    now = sum(finding.is_due for finding in findings)
    return Reached(
        states=states,
        ready=ready_words(states),
        missing=missing_now(now) if now else None,
        missing_url=url_for("plans.list_findings", plan_id=plan.id, due=Due.NOW),
    )
