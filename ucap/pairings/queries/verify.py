"""Checking that pairings are what their log says, and that what is kept with them follows from it."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.history.chain import json_of
from ucap.history.queries import kept_events
from ucap.history.verify import Fault, KeptChain, Standing, Verified, verified_against_rows
from ucap.pairings.models import LOGGED_FIELDS, MILESTONE_FIELDS, PLACE_FIELD, Milestone, Pairing, Side, SidePlace
from ucap.pairings.queries.kept import kept_for_lists


def verify_pairing(chain: KeptChain) -> Iterator[int | Verified]:
    """Walk a chain and compare what it ends in with the pairing; yield each event's number, then what came of it."""
    for step in verified_against_rows(chain, kept_events(chain.id), lambda: _standing_values(chain.id)):
        yield replace(step, fault=step.fault or _fault_of_lists(chain.id)) if isinstance(step, Verified) else step


def _fault_of_lists(pairing_id: UUID) -> Fault | None:
    kept = select(Pairing.name_key, Pairing.phase_order, Pairing.theme_order, Pairing.search_text)
    row = session().execute(kept.where(Pairing.id == pairing_id)).one()
    if row._asdict() == asdict(kept_for_lists([pairing_id])[pairing_id]):
        return None
    return Fault(None, "lists sort it or search it by something else than follows from its fields")


def _standing_values(pairing_id: UUID) -> Standing:
    """Return what the rows say of the pairing, its sides and milestones, as the log would write it."""
    columns = [getattr(Pairing, name) for name in LOGGED_FIELDS]
    row = session().execute(select(*columns).where(Pairing.id == pairing_id)).one()
    found: dict[tuple[UUID, str], str | None] = {
        (pairing_id, name): json_of(getattr(row, name)) for name in LOGGED_FIELDS
    }
    of_side = ("position", "language", "coordinating_body")
    sides = select(Side.id, *(getattr(Side, name) for name in of_side)).where(Side.pairing_id == pairing_id)
    for side in session().execute(sides.order_by(Side.id)):
        found |= {(side.id, name): json_of(getattr(side, name)) for name in of_side}
    places = select(SidePlace.side_id, SidePlace.place_id, SidePlace.position)
    places = places.join(Side, Side.id == SidePlace.side_id).where(Side.pairing_id == pairing_id)
    for place in session().execute(places.order_by(SidePlace.place_id)):
        found[place.side_id, f"{PLACE_FIELD}{place.place_id}"] = json_of(place.position)
    milestones = select(Milestone.phase, Milestone.planned_on, Milestone.reached_on)
    for one in session().execute(milestones.where(Milestone.pairing_id == pairing_id).order_by(Milestone.phase)):
        found |= {(pairing_id, f"{name}.{one.phase}"): json_of(getattr(one, name)) for name in MILESTONE_FIELDS}
    return found
