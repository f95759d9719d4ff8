"""Keeping contact people, and erasing them with their history."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import EditConflict, NotFound, RuleBroken
from ucap.history import log
from ucap.history.operations import erase_values
from ucap.stakeholders import access
from ucap.stakeholders.models.contacts import CONTACT_FIELDS, ContactPerson
from ucap.stakeholders.queries.contacts import contact_to_change
from ucap.stakeholders.rules.organisations import ContactValues, refusal_to_keep_contact


@transactional
def add_contact(plan_id: UUID, stakeholder_id: UUID, values: ContactValues, *, by: Person, at: datetime) -> UUID:
    """Keep a contact person at a stakeholder of the plan; return the contact's id.

    Raises:
        RuleBroken: if the values make no sense.
        Forbidden, NotFound: if the person does not work on the plan, or it has no such stakeholder.
    """
    access.stakeholder_to_contact(plan_id, stakeholder_id, by)
    _refuse_nonsense(values, at=at)
    contact = ContactPerson(id=uuid4(), plan_id=plan_id, stakeholder_id=stakeholder_id, version=1, **asdict(values))
    log.start_chain(contact.id)
    log.open_change(contact.id, by_id=by.id, at=at)
    session().add(contact)
    session().flush()
    return contact.id


@transactional
def edit_contact(
    plan_id: UUID, contact_id: UUID, values: ContactValues, *, seen_version: int, by: Person, at: datetime
) -> None:
    """Give the contact these values.

    Raises:
        EditConflict: if somebody changed the contact since the version seen.
        RuleBroken: if the values make no sense.
        Forbidden, NotFound: if the person does not work on the plan, or there is no such contact.
    """
    access.contact_to_edit(plan_id, contact_id, by)
    log.open_change(contact_id, by_id=by.id, at=at)
    contact = contact_to_change(contact_id)
    if contact is None:
        raise NotFound
    if contact.version != seen_version:
        raise EditConflict
    _refuse_nonsense(values, at=at)
    contact.version += 1
    for name, value in asdict(values).items():
        setattr(contact, name, value)


@transactional
def erase_contact_with_history(contact_id: UUID, *, by_id: UUID, at: datetime) -> None:
    """Delete the contact, and blank all that its history ever knew; the history still verifies.

    Whoever calls this has checked that it is for them to do.
    """
    contact = contact_to_change(contact_id)
    if contact is None:
        return
    log.open_change(contact_id, by_id=by_id, at=at)
    contact.version += 1
    session().delete(contact)
    session().flush()
    for name in CONTACT_FIELDS:
        erase_values(contact_id, contact_id, name, matching=lambda _text: True, by_id=by_id, at=at)


def _refuse_nonsense(values: ContactValues, *, at: datetime) -> None:
    refusal = refusal_to_keep_contact(values, today=at.date())
    if refusal:
        raise RuleBroken(refusal.message, field=refusal.field)
