"""Who keeps registers of organisations, and who sees contact people."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from ucap.pairings.models import Role
from ucap.pairings.permissions import PersonRights, Rights, may_edit

_WRITES = frozenset({Role.EDITOR, Role.LEAD})


@dataclass(frozen=True)
class Standing:
    """Where a place stands: on which sides of pairings, and in which programmes."""

    side_ids: Collection[UUID]
    programme_ids: Collection[UUID]


def may_keep_register(rights: PersonRights, standing: Standing) -> bool:
    """Tell whether the person keeps the register of a place.

    Its own editors and leads do, and coordinators of the programmes in which it is paired; everybody who is signed in
    reads it, for it says who there is and not who was asked.
    """
    writes = {side_id for role, side_id in rights.posts if role in _WRITES}
    return bool(writes & set(standing.side_ids)) or bool(set(rights.coordinates) & set(standing.programme_ids))


def may_see_contacts(rights: Rights) -> bool:
    """Tell whether the person sees and keeps the contact people of a plan: who works on it, the editors and leads."""
    return may_edit(rights)
