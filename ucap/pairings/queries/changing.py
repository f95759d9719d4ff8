"""Records of a pairing as objects, for those who are about to change them."""

from uuid import UUID

from sqlalchemy import func, select

from ucap.core.database import session
from ucap.directory.models import Place, Term
from ucap.history.models import Chain
from ucap.pairings.models import Milestone, Pairing, Phase, Plan, Post, Side, SidePlace


def pairing_to_change(pairing_id: UUID) -> Pairing | None:
    """Return the pairing as it stands now."""
    return session().scalars(select(Pairing).where(Pairing.id == pairing_id)).one_or_none()


def sides_to_change(pairing_id: UUID) -> list[Side]:
    """Return the sides of the pairing, in their order."""
    return list(session().scalars(select(Side).where(Side.pairing_id == pairing_id).order_by(Side.position)))


def places_to_change(pairing_id: UUID) -> dict[UUID, list[SidePlace]]:
    """Return the places of each side of the pairing, in their order, by the id of the side."""
    statement = select(SidePlace).join(Side, Side.id == SidePlace.side_id).where(Side.pairing_id == pairing_id)
    found: dict[UUID, list[SidePlace]] = {}
    for place in session().scalars(statement.order_by(SidePlace.position, SidePlace.place_id)):
        found.setdefault(place.side_id, []).append(place)
    return found


def milestones_to_change(pairing_id: UUID) -> dict[Phase, Milestone]:
    """Return the milestones of the pairing by their phases."""
    found = session().scalars(select(Milestone).where(Milestone.pairing_id == pairing_id).order_by(Milestone.phase))
    return {milestone.phase: milestone for milestone in found}


def has_text(pairing_id: UUID) -> bool:
    """Tell whether anything was ever written in a plan of the pairing."""
    statement = select(Plan.id).join(Chain, Chain.id == Plan.id).where(Plan.pairing_id == pairing_id, Chain.length > 0)
    return session().scalar(statement.limit(1)) is not None


def has_posts(side_id: UUID) -> bool:
    """Tell whether there is a post on the side."""
    return session().scalar(select(Post.id).where(Post.side_id == side_id).limit(1)) is not None


def count_of_places(place_ids: set[UUID]) -> int:
    """Return how many of these places there are."""
    return session().scalar(select(func.count()).select_from(Place).where(Place.id.in_(place_ids))) or 0


def is_theme(term_id: UUID, scheme: str) -> bool:
    """Tell whether the term belongs to the vocabulary of themes."""
    return session().scalar(select(Term.id).where(Term.id == term_id, Term.scheme == scheme)) is not None
