"""What the plans, pairings, places and organisations are called in which somebody changed something."""

from collections.abc import Collection
from itertools import groupby
from uuid import UUID

from sqlalchemy import select, union_all

from ucap.core.database import session
from ucap.directory.models import Organisation, Place
from ucap.pairings.models import Plan, Side, SidePlace


def names_of_chains(chain_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what the records of these chains are called, but for contact people, who are others; two questions."""
    if not chain_ids:
        return {}
    named = union_all(
        select(Place.id, Place.name).where(Place.id.in_(chain_ids)),
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(chain_ids)),
    )
    return {row.id: row.name for row in session().execute(named)} | _names_of_pairings(chain_ids)


def _names_of_pairings(chain_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of the pairings and plans among these: those of their places, a dash between the sides."""
    of_side = select(Side.position, SidePlace.position.label("number"), Place.name)
    of_side = of_side.join(SidePlace, SidePlace.side_id == Side.id).join(Place, Place.id == SidePlace.place_id)
    both = union_all(
        of_side.add_columns(Side.pairing_id.label("id")).where(Side.pairing_id.in_(chain_ids)),
        of_side.add_columns(Plan.id).join(Plan, Plan.pairing_id == Side.pairing_id).where(Plan.id.in_(chain_ids)),
    ).subquery("named")
    rows = session().execute(select(both).order_by(both.c.id, both.c.position, both.c.number))
    found: dict[UUID, str] = {}
    for (chain_id, _position), of_place in groupby(rows, key=lambda row: (row.id, row.position)):
        side = ", ".join(row.name for row in of_place)
        found[chain_id] = f"{found[chain_id]} – {side}" if chain_id in found else side
    return found
