"""Questions about contact people."""

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.stakeholders.models.contacts import ContactBasis, ContactPerson


@dataclass(frozen=True)
class ContactFacts:
    """A contact person as plain values; what each means stands at `ContactPerson`."""

    id: UUID
    plan_id: UUID
    stakeholder_id: UUID
    name: str
    post: str
    email: str
    phone: str
    purpose: str
    source: str
    basis: ContactBasis
    basis_on: date
    review_on: date
    version: int


def _columns() -> list[object]:
    return [getattr(ContactPerson, field.name) for field in fields(ContactFacts)]


def contacts_of_plan(plan_id: UUID) -> list[ContactFacts]:
    """Return the contact people of the plan, those first whose data is to be looked at first."""
    statement = select(*_columns()).where(ContactPerson.plan_id == plan_id)  # type: ignore[call-overload] # the columns of the facts
    return [
        ContactFacts(*row)
        for row in session().execute(statement.order_by(ContactPerson.review_on, ContactPerson.name, ContactPerson.id))
    ]


def contact_of_plan(plan_id: UUID, contact_id: UUID) -> ContactFacts | None:
    """Return the contact person of the plan; None if there is none."""
    return next((contact for contact in contacts_of_plan(plan_id) if contact.id == contact_id), None)


def contact_to_change(contact_id: UUID) -> ContactPerson | None:
    """Lock the contact until the transaction ends, and return it as it stands now; None if there is none."""
    statement = select(ContactPerson).where(ContactPerson.id == contact_id).with_for_update()
    return session().scalar(statement, execution_options={"populate_existing": True})


def contacts_with_address(email: str) -> list[UUID]:
    """Return the ids of the contacts with this address."""
    statement = select(ContactPerson.id).where(ContactPerson.email == email).order_by(ContactPerson.id)
    return list(session().scalars(statement)) if email else []
