"""Saying of two organisations that look alike that they are not the same, and taking that back."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.directory.models import Organisation
from ucap.history import log
from ucap.stakeholders import access


@transactional
def tell_apart(organisation_id: UUID, other_id: UUID, *, by: Person, at: datetime) -> None:
    """Say that the two are not the same, so that they are not proposed again; each history tells of it.

    Raises:
        Forbidden, NotFound: if they are not of one register that the person keeps.
    """
    for one, other in _both(organisation_id, other_id, by=by, at=at):
        kept = {*(one.not_same or ()), str(other)}
        _say(one, kept)


@transactional
def propose_again(organisation_id: UUID, other_id: UUID, *, by: Person, at: datetime) -> None:
    """Take back that the two are not the same.

    Raises:
        Forbidden, NotFound: if they are not of one register that the person keeps.
    """
    for one, other in _both(organisation_id, other_id, by=by, at=at):
        kept = {*(one.not_same or ())} - {str(other)}
        _say(one, kept)


def _both(organisation_id: UUID, other_id: UUID, *, by: Person, at: datetime) -> Iterator[tuple[Organisation, UUID]]:
    """Yield each of the two, locked, with the id of the other; always in the same order, so that nobody waits twice."""
    access.organisations_to_merge(organisation_id, other_id, by)
    for one, other in sorted([(organisation_id, other_id), (other_id, organisation_id)]):
        log.open_change(one, by_id=by.id, at=at)
        yield session().get_one(Organisation, one, populate_existing=True), other


def _say(organisation: Organisation, not_same: set[str]) -> None:
    said = sorted(not_same) or None
    if organisation.not_same != said:
        organisation.not_same = said
        organisation.version += 1
    session().flush()
