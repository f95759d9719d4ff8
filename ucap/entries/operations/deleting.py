"""Deleting entries, which is a state one can come back from, and bringing them back."""

from datetime import datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound
from ucap.entries import access
from ucap.entries.models import Entry
from ucap.entries.operations import ordering
from ucap.entries.operations.kept_facts import refresh_shortcomings
from ucap.entries.operations.saving import open_to_change
from ucap.entries.queries.changing import entry_to_change
from ucap.entries.queries.linking import linking_to


@transactional
def delete_entry(plan_id: UUID, entry_id: UUID, *, by: Person, at: datetime) -> None:
    """Take the entry out of the plan; links to it wait until it is brought back.

    Deleting what is deleted changes nothing.

    Raises:
        Forbidden, NotFound: if the person may not change the entry, or it is not in the plan.
    """
    entry = _entry_to_change(plan_id, entry_id, by=by, at=at)
    if entry.deleted_at is not None:
        return
    entry.version += 1
    entry.deleted_at = at
    entry.deleted_by_id = by.id
    ordering.close_gap(entry)
    _refresh_around(entry)


@transactional
def bring_back_entry(plan_id: UUID, entry_id: UUID, *, by: Person, at: datetime) -> None:
    """Put a deleted entry back where it was in the order, as far as that still exists; its links come with it.

    Bringing back what stands in the plan changes nothing.

    Raises:
        Forbidden, NotFound: if the person may not change the entry, or it is not in the plan.
    """
    entry = _entry_to_change(plan_id, entry_id, by=by, at=at)
    if entry.deleted_at is None:
        return
    ordering.put_back(entry)
    entry.version += 1
    entry.deleted_at = entry.deleted_by_id = None
    session().flush()
    _refresh_around(entry)


def _entry_to_change(plan_id: UUID, entry_id: UUID, *, by: Person, at: datetime) -> Entry:
    plan = open_to_change(plan_id, by=by, at=at)
    entry = entry_to_change(plan_id, entry_id)
    if entry is None:
        raise NotFound
    access.refuse_to_change(plan, entry.place_id)
    return entry


def _refresh_around(entry: Entry) -> None:
    """Look anew at what this entry and those that link to it lack, now that links appear or disappear."""
    refresh_shortcomings(entry.plan_id, [entry.id, *linking_to(entry.plan_id, entry.id)])
