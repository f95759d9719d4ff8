"""Loading a plan, a pairing or a programme for a person, with the check."""

from dataclasses import dataclass, replace
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import Forbidden, NotFound
from ucap.pairings import permissions
from ucap.pairings.models import PROGRAMME_ROLES, Role
from ucap.pairings.permissions import PersonRights, Rights
from ucap.pairings.queries.people import (
    PostFacts,
    post_facts,
    posts_of_installation,
    posts_of_pairing,
    posts_of_programme,
)
from ucap.pairings.queries.plans import PlaceFacts, PlanFacts, SideFacts
from ucap.pairings.queries.programmes import ProgrammeFacts, programme_facts
from ucap.pairings.queries.reading import PairingDetails, pairing_details
from ucap.pairings.queries.rights import (
    coordinator_names,
    lead_names,
    plan_and_rights,
    rights_of,
    rights_of_person,
)


@dataclass(frozen=True)
class OpenPlan(PlanFacts):
    """A plan opened by a person: its facts and what that person holds in it.

    Attributes:
        ask: for who only reads, the names of people who write the plan or can change what the reader may do.
    """

    rights: Rights
    ask: tuple[str, ...] = ()

    @property
    def own_side(self) -> SideFacts | None:
        """Return the side the person works for, the first if for several; None if for none."""
        wanted = permissions.sides_written_for(self.rights) or self.rights.side_ids
        return next((side for side in self.sides if side.id in wanted), None)

    @property
    def writing_side(self) -> SideFacts:
        """Return the side for which the person writes; the first, if for several.

        Raises:
            ValueError: if the person may not write; who writes has opened the plan by `plan_to_edit`.
        """
        if not self.can_edit or self.own_side is None:
            raise ValueError("the person writes for no side")
        return self.own_side

    @property
    def own_places(self) -> list[PlaceFacts]:
        """Return the places of the sides for which the person writes."""
        writing = permissions.sides_written_for(self.rights)
        return [place for side in self.sides if side.id in writing for place in side.places]

    @property
    def reads_as(self) -> Role:
        """Return the role in which the person reads the plan who does not write it."""
        if self.rights.posts:
            return Role.OBSERVER
        return Role.COORDINATOR if self.rights.is_coordinator else Role.EXPERT

    @property
    def mark(self) -> str:
        """Return what changes whenever a page of the plan does: its text, names and phase, and the reader's rights."""
        rights = self.rights
        posts = sorted(f"{role}{side_id}" for role, side_id in rights.posts)
        others = (rights.is_coordinator, self.id in rights.given_plans, self.ask)
        return f"{self.id} {self.version} {self.title} {self.phase} {self.paused_at} {posts} {others}"

    @property
    def can_edit(self) -> bool:
        """Tell whether the person writes joint entries of the plan."""
        return permissions.may_edit(self.rights)


def plan_to_view(plan_id: UUID, person: Person) -> OpenPlan:
    """Return the plan, or raise NotFound if this person may not know of it."""
    found = plan_and_rights(plan_id, person.id)
    if found is None:
        raise NotFound
    facts, rights = found
    if not permissions.may_view(rights, plan_id):
        raise NotFound
    opened = OpenPlan(**vars(facts), rights=rights)
    return opened if opened.can_edit else replace(opened, ask=tuple(_whom_to_ask(opened)))


def plan_to_edit(plan_id: UUID, person: Person) -> OpenPlan:
    """Return the plan, or raise NotFound or Forbidden if this person may not write in it."""
    plan = plan_to_view(plan_id, person)
    refuse_to_edit(plan)
    return plan


def refuse_to_edit(plan: OpenPlan) -> None:
    """Raise Forbidden, naming whom to ask, if the person who opened the plan may not write in it."""
    if not plan.can_edit:
        raise Forbidden(ask=plan.ask)


def _whom_to_ask(plan: OpenPlan) -> list[str]:
    """Return who can help a reader: the own side's leads, for coordinators all leads; else the coordinators."""
    leads: list[str] = []
    if plan.rights.posts:
        leads = lead_names(plan.pairing_id, sorted(plan.rights.side_ids))
    elif plan.rights.is_coordinator:
        leads = lead_names(plan.pairing_id)
    return leads or coordinator_names(plan.programme_id)


@dataclass(frozen=True)
class OpenPairing(PairingDetails):
    """A pairing opened by a person: its facts and what that person holds in it."""

    rights: Rights


def pairing_to_view(pairing_id: UUID, person: Person) -> OpenPairing:
    """Return the pairing, or raise NotFound if this person may not know of it."""
    found = pairing_details(pairing_id)
    if found is None:
        raise NotFound
    rights = rights_of(person.id, pairing_id)
    if not permissions.may_view_pairing(rights):
        raise NotFound
    return OpenPairing(**vars(found), rights=rights)


def pairing_to_manage(pairing_id: UUID, person: Person) -> OpenPairing:
    """Return the pairing, or raise NotFound or Forbidden if this person may not change what it is."""
    opened = pairing_to_view(pairing_id, person)
    if not permissions.may_manage_pairing(opened.rights):
        raise Forbidden(ask=coordinator_names(opened.programme_id))
    return opened


@dataclass(frozen=True)
class OpenProgramme(ProgrammeFacts):
    """A programme opened by a person: its facts and what that person holds anywhere."""

    rights: PersonRights


def programme_to_manage(programme_id: UUID, person: Person) -> OpenProgramme:
    """Return the programme, or raise NotFound or Forbidden if this person does not coordinate it."""
    opened = _programme(programme_id, person)
    if not permissions.may_manage_programme(opened.rights, programme_id):
        if permissions.may_view_programme_people(opened.rights, programme_id):
            raise Forbidden(ask=coordinator_names(programme_id))
        raise NotFound
    return opened


def plan_to_give(plan_id: UUID, person: Person) -> OpenPlan:
    """Return the plan, or raise NotFound or Forbidden if this person may not give it to experts."""
    plan = plan_to_view(plan_id, person)
    if not permissions.may_give_plan(rights_of_person(person.id), plan.programme_id):
        raise Forbidden(ask=coordinator_names(plan.programme_id))
    return plan


def _programme(programme_id: UUID, person: Person) -> OpenProgramme:
    found = programme_facts(programme_id)
    if found is None:
        raise NotFound
    return OpenProgramme(**vars(found), rights=rights_of_person(person.id))


@dataclass(frozen=True)
class OpenSide:
    """A side of a plan's pairing whose posts a person may fill."""

    plan: OpenPlan
    side: SideFacts


def side_to_manage(plan_id: UUID, side_id: UUID, person: Person) -> OpenSide:
    """Return the side, or raise NotFound or Forbidden if this person may not fill posts on it."""
    plan = plan_to_view(plan_id, person)
    side = next((side for side in plan.sides if side.id == side_id), None)
    if side is None:
        raise NotFound
    if not permissions.may_invite_to_side(plan.rights, side_id):
        raise Forbidden(ask=lead_names(plan.pairing_id, [side_id]) or coordinator_names(plan.programme_id))
    return OpenSide(plan, side)


@dataclass(frozen=True)
class OpenProgrammePeople(OpenProgramme):
    """A programme whose posts a person may fill: those of the roles."""

    roles: tuple[Role, ...]


def programme_people_to_manage(programme_id: UUID, person: Person) -> OpenProgrammePeople:
    """Return the programme, or raise NotFound if this person may fill none of its posts."""
    opened = _programme(programme_id, person)
    roles = [role for role in PROGRAMME_ROLES if permissions.may_invite_to_programme(opened.rights, role, programme_id)]
    if not roles:
        raise NotFound
    return OpenProgrammePeople(**vars(opened), roles=tuple(roles))


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who could be given a post without an invitation."""

    person_id: UUID
    name: str


@dataclass(frozen=True)
class OpenPost:
    """A post that a person may fill, with what it belongs to and the posts beside it, itself among them."""

    post: PostFacts
    place: str
    beside: list[PostFacts]


def post_to_manage(post_id: UUID, person: Person) -> OpenPost:
    """Return the post, or raise NotFound or Forbidden if this person may not fill it, or it was ended."""
    post = post_facts(post_id)
    if post is None:
        raise NotFound
    if post.pairing_id is not None and post.side_id is not None:
        _refuse_to_manage_on_side(post.pairing_id, post.side_id, person)
        beside = [one for one in posts_of_pairing(post.pairing_id) if one.side_id == post.side_id]
    elif post.programme_id is not None:
        _refuse_to_manage_in_programme(post.programme_id, post.role, person)
        beside = posts_of_programme(post.programme_id)
    else:
        if not permissions.may_invite_administrators(rights_of_person(person.id)):
            raise NotFound
        beside = posts_of_installation()
    if not post.is_open:
        raise NotFound
    return OpenPost(post, place_of_post(post), beside)


def _refuse_to_manage_on_side(pairing_id: UUID, side_id: UUID, person: Person) -> None:
    rights = rights_of(person.id, pairing_id)
    if not permissions.may_view_pairing(rights):
        raise NotFound
    if not permissions.may_invite_to_side(rights, side_id):
        raise Forbidden(ask=lead_names(pairing_id, [side_id]))


def _refuse_to_manage_in_programme(programme_id: UUID, role: Role, person: Person) -> None:
    rights = rights_of_person(person.id)
    if permissions.may_invite_to_programme(rights, role, programme_id):
        return
    if permissions.may_view_programme_people(rights, programme_id):
        raise Forbidden(ask=coordinator_names(programme_id))
    raise NotFound


def place_of_post(post: PostFacts) -> str:
    """Return what the post belongs to: the title of the pairing, the programme's name, or nothing."""
    if post.pairing_id is not None:
        found = pairing_details(post.pairing_id)
        return found.title if found else ""
    programme = programme_facts(post.programme_id) if post.programme_id else None
    return programme.name if programme else "UCAP tracker"
