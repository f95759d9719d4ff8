"""Finding who is to be erased, with the check."""

from uuid import UUID

from ucap.accounts.models import Person
from ucap.accounts.queries import person_by_id
from ucap.core.errors import NotFound
from ucap.pairings.permissions import may_manage_accounts
from ucap.pairings.queries.rights import rights_of_person


def person_to_erase(person_id: UUID, person: Person) -> Person:
    """Return whom an administrator may erase, or raise NotFound: for others, themselves, and who is erased already.

    One erases oneself by closing one's account, which asks for the password.
    """
    if person_id == person.id or not may_manage_accounts(rights_of_person(person.id)):
        raise NotFound
    return person_who_is_there(person_id)


def person_who_is_there(person_id: UUID) -> Person:
    """Return somebody who has not been erased, or raise NotFound."""
    found = person_by_id(person_id)
    if found is None or found.erased_at is not None:
        raise NotFound
    return found
