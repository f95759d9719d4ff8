"""Questions about lists that were put into registers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.directory.models import EnteredList

_MOST_LISTED = 5


@dataclass(frozen=True)
class EnteredFacts:
    """A list that was put into a register: who did, when, and of how many organisations."""

    id: UUID
    place_id: UUID
    made_at: datetime
    by: str
    count: int


def entered_lists_of(place_id: UUID) -> Sequence[EnteredFacts]:
    """Return the newest lists put into the register that stand, the newest first."""
    statement = (
        select(EnteredList.id, EnteredList.place_id, EnteredList.made_at, Person.name, EnteredList.made)
        .join(Person, Person.id == EnteredList.made_by_id)
        .where(EnteredList.place_id == place_id, EnteredList.undone_at.is_(None))
        .order_by(EnteredList.made_at.desc(), EnteredList.id)
        .limit(_MOST_LISTED)
    )
    return [
        EnteredFacts(row.id, row.place_id, row.made_at, row.name, len(row.made)) for row in session().execute(statement)
    ]


def place_of_entered_list(list_id: UUID) -> UUID | None:
    """Return the place into whose register the list was put; None if there is no such list, or it was undone."""
    statement = select(EnteredList.place_id).where(EnteredList.id == list_id, EnteredList.undone_at.is_(None))
    return session().scalar(statement)


def entered_lists_to_change(place_ids: Collection[UUID]) -> list[EnteredList]:
    """Return the lists put into the registers of the places, undone ones, too, as objects to be changed."""
    statement = select(EnteredList).where(EnteredList.place_id.in_(place_ids)).order_by(EnteredList.id)
    return list(session().scalars(statement.with_for_update(), execution_options={"populate_existing": True}))


def entered_list_to_change(list_id: UUID) -> EnteredList | None:
    """Lock the list until the transaction ends, and return it as it stands now; None if there is none."""
    statement = select(EnteredList).where(EnteredList.id == list_id).with_for_update()
    return session().scalar(statement, execution_options={"populate_existing": True})
