"""Restoring what an entry was, as a new change."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.database import transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.core.text import message
from ucap.entries.models import entry_type_named
from ucap.entries.operations import saving
from ucap.entries.past import restored
from ucap.entries.queries.changing import entry_to_change
from ucap.entries.queries.naming import names_of_plan
from ucap.entries.queries.reading import entries_of_plan, past_of_entry

ERASED = message("This was erased for privacy, so it cannot be restored.")


@dataclass(frozen=True)
class Wish:
    """What to restore.

    Attributes:
        number: of the event after which the entry held it.
        field: the name of the field; None for the whole entry.
    """

    number: int
    field: str | None = None


@transactional
def restore_entry(plan_id: UUID, entry_id: UUID, *, wish: Wish, seen_version: int, by: Person, at: datetime) -> None:
    """Save what the entry held after an event as a new change; what was erased since stays as it is.

    Raises:
        EditConflict: if somebody saved a version newer than the one seen.
        RuleBroken: if the field was erased, or what it held makes no sense any more.
        Forbidden, NotFound: if the person may not change the entry, or there was no such moment in it.
    """
    saving.open_to_change(plan_id, by=by, at=at)
    record = entry_to_change(plan_id, entry_id)
    if record is None or record.deleted_at is not None:
        raise NotFound
    entry_type = entry_type_named(record.type)
    entry = next(one for one in entries_of_plan(plan_id, [entry_type]) if one.id == entry_id)
    past = past_of_entry(plan_id, entry, wish.number)
    if not past.has_begun or (wish.field is not None and wish.field not in entry_type.fields):
        raise NotFound
    if wish.field in past.erased:
        raise RuleBroken(ERASED)
    standing = {name.id for name in names_of_plan(plan_id, DEFAULT_LANGUAGE)}
    made = restored(entry_type, entry.values(), past, field=wish.field, standing=standing)
    saving.save_entry(plan_id, entry_id, values=made.values, seen_version=seen_version, by=by, at=at)
