"""Checking that places are what their log says."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.directory.models import LOGGED_FIELDS, NETWORK_FIELD, NetworkPlace, Place
from ucap.history.chain import json_of
from ucap.history.models import Chain
from ucap.history.queries import kept_events
from ucap.history.verify import KeptChain, Standing, Verified, verified_against_rows


def names_of_changed_places() -> Mapping[UUID, str]:
    """Return the names of the places that have a history."""
    statement = select(Place.id, Place.name).join(Chain, Chain.id == Place.id).order_by(Place.name_key, Place.id)
    return {row.id: row.name for row in session().execute(statement)}


def verify_place(chain: KeptChain) -> Iterator[int | Verified]:
    """Walk a chain and compare what it ends in with the place; yield each event's number, then what came of it."""
    return verified_against_rows(chain, kept_events(chain.id), lambda: _standing_values(chain.id))


def _standing_values(place_id: UUID) -> Standing:
    """Return what the rows say of the place and its networks, as the log would write it."""
    row = session().execute(select(*(getattr(Place, name) for name in LOGGED_FIELDS)).where(Place.id == place_id)).one()
    found = {(place_id, name): json_of(getattr(row, name)) for name in LOGGED_FIELDS}
    networks = select(NetworkPlace.network_id).where(NetworkPlace.place_id == place_id)
    for network_id in session().scalars(networks.order_by(NetworkPlace.network_id)):
        found[place_id, f"{NETWORK_FIELD}{network_id}"] = json_of(network_id)
    return found
