"""Erasing people."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import delete, update

from ucap.accounts.models import AttemptKind, Person
from ucap.accounts.operations.attempts import Visit, begin_attempt, note_success
from ucap.accounts.operations.passwords import hash_of, is_password
from ucap.accounts.queries import person_by_id
from ucap.core.database import session, transactional
from ucap.core.errors import RuleBroken
from ucap.core.outbox import OutboxMessage, mails_that_wait
from ucap.core.text import message
from ucap.entries.operations.attaching import forget_name_of_file
from ucap.entries.operations.wording import reword_plan
from ucap.entries.queries.files import names_of_files
from ucap.history.operations import erase_from_chain, erase_values, note_erasure, texts_known
from ucap.history.queries import chains_with_author
from ucap.pairings.models import PostHolder
from ucap.privacy import access, rules
from ucap.privacy.queries.personal import NAMING_OF_CONTACT, PERSONAL, Subject
from ucap.privacy.queries.reading import (
    drafts_to_change,
    fields_that_may_name,
    sole_posts_of,
    wait_for_sole_posts,
)
from ucap.stakeholders.access import contact_to_edit
from ucap.stakeholders.operations.answers import blank_answers_that_name
from ucap.stakeholders.operations.contacts import erase_contact_with_history
from ucap.stakeholders.operations.rewording import erase_from_registers
from ucap.stakeholders.queries.contacts import contacts_with_address

KEPT_OF_PERSON = frozenset({"id", "is_active", "erased_at"})
"""Columns of an account that stay, or say that it was erased; all others are written over."""


def close_account(person: Person, password: str, *, visit: Visit, at: datetime) -> None:
    """Erase the person at their own wish.

    Raises:
        RuleBroken: if the password is not theirs, or they have to hand something over first.
        TooManyAttempts: if it was tried too often.
    """
    attempt_id = begin_attempt(AttemptKind.PASSWORD, visit, at=at)
    present = person_by_id(person.id)
    if not is_password(password, present.password_hash if present else None):
        raise RuleBroken(message("This is not your password. Try again."), field="password")
    note_success(attempt_id)
    erase_person(Subject(person.id, person.email, visit.account), by=person, at=at)


def erase_person(subject: Subject, *, by: Person, at: datetime) -> None:
    """Erase name, address and all that is the person's alone; what they wrote stays, under a mark.

    Raises:
        NotFound: if there is nobody to erase, or it is not for `by` to do.
        RuleBroken: if they are the only lead of a side or the only administrator.
    """
    _erase(subject, password_hash=hash_of(secrets.token_urlsafe()), by=by, at=at)  # hashing is slow by design


@transactional
def _erase(subject: Subject, *, password_hash: str, by: Person, at: datetime) -> None:
    person_id = subject.id
    is_own_wish = person_id == by.id
    person = access.person_who_is_there(person_id) if is_own_wish else access.person_to_erase(person_id, by)
    wait_for_sole_posts()
    refusal = rules.refusal_to_erase([(post.role, post.places) for post in sole_posts_of(person_id)])
    if refusal:
        raise refusal
    for contact_id in contacts_with_address(person.email):
        erase_contact_with_history(contact_id, by_id=by.id, at=at)
    _forget_names_of_files(person.name, None, by_id=by.id, at=at)
    _erase_from_history(person.name, by_id=by.id, at=at)
    for chain_id in chains_with_author(person_id):  # whose pages show the name: from now on they are others
        note_erasure(chain_id, "person", person_id, by_id=by.id, at=at)
    for declared in PERSONAL:
        if declared.is_deleted:
            session().execute(delete(declared.model).where(declared.is_about(subject)))
    session().execute(
        update(PostHolder)
        .where(PostHolder.person_id == person_id, PostHolder.until.is_(None))
        .values(until=at, ended_by_id=by.id)
    )
    person.name = rules.FORMER_MEMBER
    person.email = rules.former_address(person_id)
    person.password_hash = password_hash
    person.time_zone = "UTC"
    person.language = None
    person.signed_in_on = None
    person.is_active = False
    person.erased_at = at


def _erase_from_history(name: str, *, by_id: UUID, at: datetime, only_in: UUID | None = None) -> None:
    """Erase the name from what fields that name people held before; what they hold now is the plan's, and stays."""
    for found in fields_that_may_name(name):
        if only_in not in {None, found.chain_id}:
            continue
        matching = partial(_mentions, name)
        erase_values(found.chain_id, found.record_id, found.field, matching=matching, by_id=by_id, at=at)


@transactional
def erase_contact(
    plan_id: UUID, contact_id: UUID, *, by: Person, at: datetime, meant: Collection[tuple[UUID, str]] = ()
) -> Callable[[str], bool]:
    """Erase a contact person: what is kept of them and its history, and mails to them.

    Return what tells whether a text still names them, for what lies beside the database.

    Name, address and number, as they are and as they were, go from whatever the plan and the registers of its places
    say or said, from drafts, mails that wait, entered lists and answers: a mark stands in their place.

    Files of the plan that are called after them are called by their kind from now on.

    A name of one word goes only from drafts, from what fields that may name people held before, and from where
    somebody has said that it means this person.

    Args:
        meant: the entries and their fields in which single words of the name mean the person.

    Raises:
        Forbidden, NotFound: if it is not for `by` to do, or there is no such contact.
    """
    opened = contact_to_edit(plan_id, contact_id, by)
    single = rules.words_of_names([*texts_known(contact_id, ("name",)), opened.contact.name])
    words = {text for text in texts_known(contact_id, NAMING_OF_CONTACT) if rules.is_telling(text)}
    erase_contact_with_history(contact_id, by_id=by.id, at=at)
    without = partial(rules.without_words, words=sorted(words, key=len, reverse=True))
    session().execute(delete(OutboxMessage).where(OutboxMessage.recipient.in_(words)))
    for mail in mails_that_wait():
        mail.subject, mail.text = without(mail.subject), without(mail.text)
    for draft in drafts_to_change(plan_id):
        draft.fields = [
            [name, rules.without_words(without(text), (opened.contact.name,))] for name, text in draft.fields
        ]
    blank_answers_that_name(plan_id, lambda text: without(text) != text)
    _forget_names_of_files(opened.contact.name, [plan_id], by_id=by.id, at=at)
    reword_plan(plan_id, without, by_id=by.id, at=at)
    erase_from_chain(plan_id, matching=lambda text: without(text) != text, by_id=by.id, at=at)
    places = [place.id for place in opened.plan.places]
    erase_from_registers(places, without, by_id=by.id, at=at)
    _erase_from_history(opened.contact.name, by_id=by.id, at=at, only_in=plan_id)
    _erase_where_meant(plan_id, meant, partial(rules.without_words, words=single), by_id=by.id, at=at)
    return lambda text: without(text) != text


def _erase_where_meant(
    plan_id: UUID, meant: Collection[tuple[UUID, str]], without: Callable[[str], str], *, by_id: UUID, at: datetime
) -> None:
    """Put a mark in place of the words in these fields of entries, and erase what they held before with them."""
    if not meant:
        return
    reword_plan(plan_id, without, by_id=by_id, at=at, only=meant)
    for entry_id, field in sorted(meant):
        erase_values(plan_id, entry_id, field, matching=lambda text: without(text) != text, by_id=by_id, at=at)
    blank_answers_that_name(plan_id, lambda text: without(text) != text, only={entry_id for entry_id, _field in meant})


def _forget_names_of_files(name: str, plan_ids: Collection[UUID] | None, *, by_id: UUID, at: datetime) -> None:
    """Call files that are called after somebody by their kind alone, in these plans or in all."""
    matching = partial(_is_called_after, name)
    for file in names_of_files(plan_ids):
        if matching(file.name):
            forget_name_of_file(file, matching=matching, by_id=by_id, at=at)


def _is_called_after(name: str, filename: str) -> bool:
    return rules.is_called_after(filename, name)


def _mentions(name: str, text: str) -> bool:
    return rules.mentions(text, name)
