"""Who may do what in a plan, as product.md's table says; read by pages, operations and exports."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from ucap.pairings.models import Role


@dataclass(frozen=True)
class Rights:
    """What a person holds in one pairing.

    Attributes:
        posts: the role and the side of each post held.
    """

    posts: AbstractSet[tuple[Role, UUID]]


def may_view(rights: Rights) -> bool:
    """Tell whether the person reads the pairing's plans: everybody with a post on one of its sides does."""
    return bool(rights.posts)


def may_edit(rights: Rights) -> bool:
    """Tell whether the person writes joint entries: editors and leads of a side do, observers do not."""
    return bool(sides_written_for(rights))


def sides_written_for(rights: Rights) -> set[UUID]:
    """Return the sides whose places' entries the person writes: those it is an editor or lead of."""
    return {side for role, side in rights.posts if role in {Role.EDITOR, Role.LEAD}}
