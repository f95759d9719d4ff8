"""Keeping contact people, and erasing them with their history."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID, uuid4

from ucap.accounts.models import Person
from ucap.core.database import session, transactional, wait_for_turn
from ucap.core.errors import EditConflict, NotFound, RuleBroken
from ucap.core.languages import DEFAULT_LANGUAGE, day_text
from ucap.core.outbox import write_mail
from ucap.core.text import Message, counted, message
from ucap.history import log
from ucap.history.operations import erase_values
from ucap.pairings.queries.plans import plan_of_id
from ucap.stakeholders import access
from ucap.stakeholders.models.contacts import CONTACT_FIELDS, ContactPerson
from ucap.stakeholders.queries.contacts import (
    contact_to_change,
    contacts_to_remind_of,
    people_who_keep_contacts,
)
from ucap.stakeholders.rules.organisations import REMINDED_BEFORE, ContactValues, refusal_to_keep_contact


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
def renew_contact(
    plan_id: UUID, contact_id: UUID, review_on: date, *, seen_version: int, by: Person, at: datetime
) -> None:
    """Keep the contact until another day to look again.

    Raises:
        EditConflict: if somebody changed the contact since the version seen.
        RuleBroken: if the day is over, or too late for the ground on which the data is kept.
        Forbidden, NotFound: if the person does not work on the plan, or there is no such contact.
    """
    kept = access.contact_to_edit(plan_id, contact_id, by).contact
    if review_on <= at.date():
        raise RuleBroken(message("Choose a day that is still to come."), field="review_on")
    values = ContactValues(
        name=kept.name,
        purpose=kept.purpose,
        source=kept.source,
        basis=kept.basis,
        basis_on=kept.basis_on,
        review_on=review_on,
        post=kept.post,
        email=kept.email,
        phone=kept.phone,
    )
    edit_contact(plan_id, contact_id, values, seen_version=seen_version, by=by, at=at)


@transactional
def remind_of_reviews(*, at: datetime, address_of: Callable[[UUID], str]) -> int:
    """Write to those who work on a plan that contact people are to be looked at soon; return how many mails.

    Of each contact and day they are reminded once. The mails name no contact.

    Args:
        address_of: returns the whole address of a plan's page of contact people.
    """
    wait_for_turn("reminders of contact people")
    due: dict[UUID, list[ContactPerson]] = {}
    for contact in contacts_to_remind_of(at.date() + REMINDED_BEFORE):
        due.setdefault(contact.plan_id, []).append(contact)
    count = 0
    for plan_id, contacts in due.items():
        for person in people_who_keep_contacts(plan_id):
            _remind(person, plan_id, contacts, at=at, address=address_of(plan_id))
            count += 1
        for contact in contacts:
            contact.reminded_for = contact.review_on
    return count


def _remind(person: Person, plan_id: UUID, contacts: Sequence[ContactPerson], *, at: datetime, address: str) -> None:
    language = person.language or DEFAULT_LANGUAGE
    plan = plan_of_id(plan_id)
    first = min(contact.review_on for contact in contacts)
    lines: list[Message | str] = [
        counted(
            "In the plan %(plan)s the data of %(count)s contact person is to be looked at by %(day)s.",
            "In the plan %(plan)s the data of %(count)s contact people is to be looked at, the first by %(day)s.",
            len(contacts),
            plan=plan.title if plan else "",
            day=day_text(first, language),
        ),
        message("Keep for a reason what is still needed, and erase the rest:"),
        address,
    ]
    write_mail(person.email, message("Contact people to be looked at again"), lines, language=language, at=at)


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
