"""Loading accounts for who looks after them, with the check."""

from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import NotFound
from ucap.pairings.permissions import PersonRights, may_manage_accounts
from ucap.pairings.queries.rights import rights_of_person
from ucap.privacy.access import person_who_is_there


def manager_of_accounts(person: Person) -> PersonRights:
    """Return what the person holds, or raise NotFound if they do not look after accounts."""
    rights = rights_of_person(person.id)
    if not may_manage_accounts(rights):
        raise NotFound
    return rights


def account_to_manage(person_id: UUID, person: Person) -> Person:
    """Return whose account it is, or raise NotFound: for others than administrators, and for who was erased."""
    manager_of_accounts(person)
    return person_who_is_there(person_id)
