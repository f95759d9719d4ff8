"""Merging what a person saves with what others saved since it was read."""

from dataclasses import dataclass
from uuid import UUID

from ucap.core.errors import EditConflict
from ucap.entries import rules
from ucap.entries.fields import FieldValue, FieldValues
from ucap.entries.models import Entry
from ucap.entries.past import past_of
from ucap.entries.queries.reading import EntryFacts, entry_of_plan
from ucap.history.queries import changes_since


@dataclass(frozen=True)
class Merged:
    """The values to save, and what others changed in them meanwhile.

    Attributes:
        fields: names of the fields in which another one's change stands.
        by_ids: of those who made these changes, the latest first.
        is_over_newer: whether somebody saved since the values were read.
    """

    values: FieldValues
    fields: tuple[str, ...] = ()
    by_ids: tuple[UUID, ...] = ()
    is_over_newer: bool = False


def merged_with_newer(entry: Entry, values: FieldValues, *, seen_version: int) -> Merged:
    """Return the values with what others changed since the version seen; a field left out stays as it is.

    Raises:
        EditConflict: if both changed the same field, the entry was deleted, or nobody can have seen that version.
    """
    is_newest = seen_version == entry.version
    if is_newest and (entry.deleted_at is not None or values.keys() >= type(entry).fields.keys()):
        return Merged(values)
    if entry.deleted_at is not None or not 0 < seen_version <= entry.version:
        raise EditConflict
    now = entry_of_plan(entry.plan_id, type(entry), entry.id)
    return Merged({**now.values(), **values}) if is_newest else _merged(now, values, seen_version, entry.plan_id)


def _merged(now: EntryFacts, mine: FieldValues, seen_version: int, plan_id: UUID) -> Merged:
    changes = changes_since(plan_id, now.id, seen_version)
    theirs: dict[str, FieldValue] = now.values()
    base = past_of(now.type, now.language, theirs, changes).values
    merge = rules.merge(now.type, base, theirs, mine)
    if merge.contested:
        raise EditConflict
    changing = [change for change in changes if {event.field for event in change.events} & {*merge.theirs}]
    by_ids = tuple(dict.fromkeys(change.by_id for change in changing))
    return Merged(merge.values, tuple(merge.theirs), by_ids, is_over_newer=True)
