"""Who may do what, as product.md's table says; read by pages, operations and exports."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from ucap.pairings.models import PROGRAMME_ROLES, Role

_WRITES = frozenset({Role.EDITOR, Role.LEAD})


@dataclass(frozen=True)
class Rights:
    """What a person holds in one pairing.

    Attributes:
        posts: the role and the side of each post held on a side of the pairing.
        is_coordinator: whether they coordinate the pairing's programme.
        given_plans: those of the pairing's plans that were given to them as an expert.
        is_administrator: whether they administer the installation, which opens no plan.
    """

    posts: AbstractSet[tuple[Role, UUID]] = frozenset()
    is_coordinator: bool = False
    given_plans: AbstractSet[UUID] = frozenset()
    is_administrator: bool = False

    @property
    def side_ids(self) -> set[UUID]:
        """Return the sides on which the person holds a post."""
        return {side_id for _role, side_id in self.posts}


@dataclass(frozen=True)
class PersonRights:
    """What a person holds anywhere, for pages outside of a pairing.

    Attributes:
        posts: the role and the side of each post held on a side of a pairing.
        coordinates: the programmes they coordinate.
        advises: the programmes in which they are an expert.
    """

    posts: AbstractSet[tuple[Role, UUID]] = frozenset()
    coordinates: AbstractSet[UUID] = frozenset()
    advises: AbstractSet[UUID] = frozenset()
    is_administrator: bool = False


def may_view_pairing(rights: Rights) -> bool:
    """Tell whether the person may know of the pairing: its sides, its coordinators, and experts given a plan of it."""
    return bool(rights.posts) or rights.is_coordinator or bool(rights.given_plans)


def may_view(rights: Rights, plan_id: UUID) -> bool:
    """Tell whether the person reads the plan: the sides do, coordinators, and the experts it was given to."""
    return bool(rights.posts) or rights.is_coordinator or plan_id in rights.given_plans


def may_edit(rights: Rights) -> bool:
    """Tell whether the person writes joint entries: editors and leads of a side do, and nobody else."""
    return bool(sides_written_for(rights))


def sides_written_for(rights: Rights) -> set[UUID]:
    """Return the sides whose places' entries the person writes: those it is an editor or lead of."""
    return {side for role, side in rights.posts if role in _WRITES}


def may_agree(rights: Rights, side_id: UUID) -> bool:
    """Tell whether the person agrees and signs for the side, and withdraws that: its leads do."""
    return (Role.LEAD, side_id) in rights.posts


def may_comment(rights: Rights, plan_id: UUID) -> bool:
    """Tell whether the person comments: all who read the plan, but observers."""
    return may_edit(rights) or rights.is_coordinator or plan_id in rights.given_plans


def may_read_side_comments(rights: Rights, side_id: UUID) -> bool:
    """Tell whether the person reads what was said among the side alone: who holds a post on it does."""
    return side_id in rights.side_ids


def may_manage_pairing(rights: Rights) -> bool:
    """Tell whether the person changes what the pairing is - places, languages, phase - but no text of its plans."""
    return rights.is_coordinator


def may_move_phase(rights: Rights) -> bool:
    """Tell whether the person moves the pairing to another phase, pauses and restarts it: coordinators do."""
    return rights.is_coordinator


def may_invite_to_side(rights: Rights, side_id: UUID) -> bool:
    """Tell whether the person makes, gives, hands over and ends posts on the side: its leads and coordinators do."""
    return may_agree(rights, side_id) or rights.is_coordinator


def may_give_plan(rights: PersonRights, programme_id: UUID) -> bool:
    """Tell whether the person gives plans of the programme to experts, and takes them back."""
    return may_manage_programme(rights, programme_id)


def may_manage_programme(rights: PersonRights, programme_id: UUID) -> bool:
    """Tell whether the person makes pairings in the programme and changes its settings: its coordinators do."""
    return programme_id in rights.coordinates


def may_invite_to_programme(rights: PersonRights, role: Role, programme_id: UUID) -> bool:
    """Tell whether the person fills posts of the role in the programme.

    Coordinators bring in everybody of their programme; administrators bring in coordinators, for a programme has to
    begin with one.
    """
    if role not in PROGRAMME_ROLES:
        return False
    is_first = role is Role.COORDINATOR and rights.is_administrator
    return may_manage_programme(rights, programme_id) or is_first


def may_view_programme_people(rights: PersonRights, programme_id: UUID) -> bool:
    """Tell whether the person sees who holds the programme's posts: who may fill one of them does."""
    return any(may_invite_to_programme(rights, role, programme_id) for role in PROGRAMME_ROLES)


def may_invite_administrators(rights: PersonRights) -> bool:
    """Tell whether the person fills posts of administrators: administrators do."""
    return rights.is_administrator


def may_manage_accounts(rights: PersonRights) -> bool:
    """Tell whether the person lists, deactivates and reactivates accounts: administrators do."""
    return rights.is_administrator


def may_edit_imprint(rights: PersonRights) -> bool:
    """Tell whether the person writes the pages of the imprint: administrators do."""
    return rights.is_administrator
