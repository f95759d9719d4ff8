"""Places and what belongs to them as objects, for those who are about to change them."""

from collections.abc import Set as AbstractSet
from uuid import UUID

from sqlalchemy import String, cast, select

from ucap.core.database import session
from ucap.directory.models import Network, NetworkPlace, Organisation, Place
from ucap.entries.kept_forms import Draft
from ucap.entries.models import Entry
from ucap.pairings.models import Pairing, Plan, Side, SidePlace
from ucap.pairings.queries.plans import plans


def place_to_change(place_id: UUID) -> Place | None:
    """Lock the place until the transaction ends, and return it as it stands now; None if there is none."""
    statement = select(Place).where(Place.id == place_id).with_for_update()
    return session().scalar(statement, execution_options={"populate_existing": True})


def place_called(name: str, country: str) -> UUID | None:
    """Return the place of this very name in the country, whether it stands or was merged; None if there is none."""
    return session().scalar(select(Place.id).where(Place.name == name, Place.country == country))


def places_merged_into(place_id: UUID) -> list[Place]:
    """Return the places that were merged into this one."""
    return list(session().scalars(select(Place).where(Place.merged_into_id == place_id).order_by(Place.id)))


def networks_among(network_ids: AbstractSet[UUID]) -> set[UUID]:
    """Return those of the ids that are networks."""
    return set(session().scalars(select(Network.id).where(Network.id.in_(network_ids)).order_by(Network.id)))


def networks_to_change(place_id: UUID) -> list[NetworkPlace]:
    """Return what says that the place belongs to networks."""
    statement = select(NetworkPlace).where(NetworkPlace.place_id == place_id).order_by(NetworkPlace.network_id)
    return list(session().scalars(statement))


def pairings_with(place_id: UUID) -> list[UUID]:
    """Return the pairings in which the place stands, in the order in which they are to be locked."""
    statement = (
        select(Side.pairing_id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .where(SidePlace.place_id == place_id)
        .distinct()
        .order_by(Side.pairing_id)
    )
    return list(session().scalars(statement))


def titles_of_pairings_of_both(one: UUID, other: UUID) -> list[str]:
    """Return what the pairings are called in which both places stand."""
    both = set(pairings_with(one)) & set(pairings_with(other))
    plan_ids = session().scalars(select(Plan.id).where(Plan.pairing_id.in_(both)).order_by(Plan.id)).all()
    return [plan.title for plan in plans(plan_ids)] if plan_ids else [str(pairing_id) for pairing_id in sorted(both)]


def pairing_to_change(pairing_id: UUID) -> Pairing:
    """Return a pairing that is known to be there, as it stands now."""
    statement = select(Pairing).where(Pairing.id == pairing_id)
    return session().scalars(statement, execution_options={"populate_existing": True}).one()


def sides_with(place_id: UUID, pairing_id: UUID) -> list[SidePlace]:
    """Return where in the pairing the place stands."""
    statement = (
        select(SidePlace)
        .join(Side, Side.id == SidePlace.side_id)
        .where(SidePlace.place_id == place_id, Side.pairing_id == pairing_id)
        .order_by(Side.position)
    )
    return list(session().scalars(statement))


def plans_with_entries_of(place_id: UUID) -> list[UUID]:
    """Return the plans in which entries belong to the place, in the order in which they are to be locked."""
    statement = select(Entry.plan_id).where(Entry.place_id == place_id).distinct().order_by(Entry.plan_id)
    return list(session().scalars(statement))


def entries_of_place(plan_id: UUID, place_id: UUID) -> list[Entry]:
    """Return the plan's entries that belong to the place, deleted ones included."""
    statement = select(Entry).where(Entry.plan_id == plan_id, Entry.place_id == place_id).order_by(Entry.id)
    return list(session().scalars(statement, execution_options={"populate_existing": True}))


def organisations_of_place(place_id: UUID) -> list[UUID]:
    """Return the organisations in the register of the place, in the order in which they are to be locked."""
    statement = select(Organisation.id).where(Organisation.place_id == place_id).order_by(Organisation.id)
    return list(session().scalars(statement))


def organisation_to_move(organisation_id: UUID) -> Organisation:
    """Return an organisation that is known to be there, as it stands now."""
    statement = select(Organisation).where(Organisation.id == organisation_id)
    return session().scalars(statement, execution_options={"populate_existing": True}).one()


def drafts_about(place_id: UUID) -> list[Draft]:
    """Return the drafts of forms in which the place is chosen."""
    statement = select(Draft).where(cast(Draft.fields, String).contains(str(place_id))).order_by(Draft.id)
    return list(session().scalars(statement))
