"""Accounts of people."""

from ucap.accounts import queries
from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import RuleBroken
from ucap.core.text import message


@transactional
def add_person(email: str, *, name: str, password_hash: str, time_zone: str = "UTC") -> Person:
    """Add somebody who can sign in.

    Raises:
        RuleBroken: if the address is taken.
    """
    if queries.person_by_email(email):
        raise RuleBroken(message("Somebody with this email address has an account already."), field="email")
    person = Person(email=email.strip().lower(), name=name, password_hash=password_hash, time_zone=time_zone)
    session().add(person)
    session().flush()
    return person
