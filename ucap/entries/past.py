"""What entries were: values at an earlier moment, and what lies between two moments. Pure functions over changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ucap.entries.fields import Field, FieldValue, FieldValues, Links, Several, is_same, value_from_log
from ucap.entries.models import DELETED, Entry
from ucap.history.models import ERASED
from ucap.history.queries import Change, EventFacts

_NO_WORDS = '""'


@dataclass(frozen=True)
class Past:
    """An entry at an earlier moment.

    Attributes:
        values: of all its fields, those that were erased since left out.
        erased: the names of those.
        has_begun: whether the entry was there already.
    """

    values: FieldValues
    erased: frozenset[str]
    has_begun: bool


def past_of(entry_type: type[Entry], language: str, present: FieldValues, changes: Sequence[Change]) -> Past:
    """Return what an entry was before these changes, newest first, that made it what it is at present.

    Texts are those in the language in which the entry is written.
    """
    values, erased = dict(present), set[str]()
    has_begun = True
    for event in (event for change in changes for event in reversed(change.events)):
        field = entry_type.fields.get(event.field)
        if event.field == "" and event.old is None:
            has_begun = False
        if field is not None and event.language in {"", language}:
            _undo(field, event, values, erased)
    return Past({name: value for name, value in values.items() if name not in erased}, frozenset(erased), has_begun)


def _undo(field: Field, event: EventFacts, values: dict[str, FieldValue], erased: set[str]) -> None:
    """Take the event back; a link whose target was erased leaves the links before it unknown for good."""
    if isinstance(field.kind, Several):
        if event.is_old_erased or event.is_new_erased:
            erased.add(field.name)
        values[field.name] = _links_before(values.get(field.name), field, event)
        return
    values[field.name] = value_from_log(field, event.old)
    if event.is_old_erased:
        erased.add(field.name)
    else:
        erased.discard(field.name)


def _links_before(after: FieldValue, field: Field, event: EventFacts) -> tuple[UUID, ...]:
    linked = after if isinstance(after, tuple) else ()
    added, removed = (value_from_log(field, text) for text in (event.new, event.old))
    kept = tuple(one for one in linked if not isinstance(added, tuple) or one not in added)
    return (*kept, *(removed if isinstance(removed, tuple) else ()))


@dataclass(frozen=True)
class FieldChange:
    """How a field came from what it was to what it is; of links, one of them. Values are JSON, None for no value."""

    field: str
    language: str
    old: str | None
    new: str | None
    is_old_erased: bool = False
    is_new_erased: bool = False

    @property
    def is_erased(self) -> bool:
        """Tell whether nobody can know how it changed."""
        return self.is_old_erased or self.is_new_erased


@dataclass(frozen=True)
class RecordChange:
    """What happened to a record between two moments, told from its first state to its last.

    Attributes:
        fields: those that are not what they were, in the order in which they were changed first.
        last_number: of its newest event between the moments.
        count: in how many changes it came about.
    """

    record_id: UUID
    fields: Sequence[FieldChange]
    is_added: bool
    is_deleted: bool
    is_brought_back: bool
    last_number: int
    count: int


def between(changes: Sequence[Change], types: Mapping[UUID, type[Entry]]) -> list[RecordChange]:
    """Fold changes, newest first, into what became of each record; what is as it was is left out.

    The record changed last comes first. One that was added and deleted in between never was. `types` are those of the
    records, as far as they are known.
    """
    of_records: dict[UUID, list[Change]] = {}
    for change in changes:
        of_records.setdefault(change.record_id, []).append(change)
    folded = [_folded(record_id, found, types.get(record_id)) for record_id, found in of_records.items()]
    return [one for one in folded if _has_changed(one)]


def _has_changed(one: RecordChange) -> bool:
    if one.is_added:
        return not one.is_deleted
    return bool(one.fields) or one.is_deleted or one.is_brought_back


def _folded(record_id: UUID, changes: Sequence[Change], entry_type: type[Entry] | None) -> RecordChange:
    several = {name for name, field in (entry_type.fields if entry_type else {}).items() if _is_several(field)}
    spans: dict[tuple[str, str, str], tuple[EventFacts, EventFacts]] = {}
    for event in (event for change in reversed(changes) for event in change.events):
        target = (event.new or event.old or "") if event.field in several else ""
        key = (event.field, event.language, target)
        spans[key] = (spans[key][0] if key in spans else event, event)
    made = [_field_change(first, last) for first, last in spans.values()]
    real = [one for one in made if one.old != one.new or one.is_erased]
    deleted = next((one for one in real if one.field == DELETED), None)
    return RecordChange(
        record_id=record_id,
        fields=[one for one in real if one.field not in {"", DELETED, ERASED}],
        is_added=any(one.field == "" and one.old is None for one in made),
        is_deleted=deleted is not None and deleted.new is not None,
        is_brought_back=deleted is not None and deleted.new is None,
        last_number=changes[0].last_number,
        count=len(changes),
    )


def _is_several(field: Field) -> bool:
    return isinstance(field.kind, Several)


def _field_change(first: EventFacts, last: EventFacts) -> FieldChange:
    old, new = (None if value == _NO_WORDS else value for value in (first.old, last.new))
    return FieldChange(first.field, first.language, old, new, first.is_old_erased, last.is_new_erased)


@dataclass(frozen=True)
class Restored:
    """What an entry will hold when something of its past is restored.

    Attributes:
        fields: the names of those that will change.
        erased: the names of those that were erased and stay as they are.
        is_partial: whether links are left out since what they led to is no longer in the plan.
    """

    values: FieldValues
    fields: Sequence[str]
    erased: Sequence[str]
    is_partial: bool


def restored(
    entry_type: type[Entry], present: FieldValues, past: Past, *, field: str | None, standing: Collection[UUID]
) -> Restored:
    """Return what restoring a field, or all, makes of the present values; links lead to `standing` entries only."""
    changed: dict[str, FieldValue] = {}
    is_partial = False
    wanted = [name for name in entry_type.fields if field in {None, name}]
    for name in wanted:
        if name in past.erased:
            continue
        value = past.values.get(name)
        if isinstance(value, tuple) and isinstance(entry_type.fields[name].kind, Links):
            is_partial = is_partial or any(target not in standing for target in value)
            value = tuple(target for target in value if target in standing)
        if not is_same(value, present.get(name)):
            changed[name] = value
    return Restored(
        values={**present, **changed},
        fields=list(changed),
        erased=[name for name in wanted if name in past.erased],
        is_partial=is_partial,
    )
