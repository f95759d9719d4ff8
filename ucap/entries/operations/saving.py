"""Adding and saving entries of any type, from typed values."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import EditConflict, NotFound, RuleBroken
from ucap.entries import access, rules
from ucap.entries.fields import Field, FieldValues, Links, Several
from ucap.entries.models import Entry, EntryLink, EntryTerm, EntryText, is_column
from ucap.entries.operations import ordering
from ucap.entries.operations.kept_facts import refresh_shortcomings
from ucap.entries.operations.merging import Merged, merged_with_newer
from ucap.entries.operations.references import Named, named_in, refuse_references
from ucap.entries.queries.changing import (
    attached_to_change,
    entry_to_change,
    last_position,
    texts_to_change,
)
from ucap.entries.queries.linking import linking_to
from ucap.entries.queries.reading import entry_of_plan
from ucap.history import log
from ucap.pairings.access import OpenPlan, plan_to_edit

_OPENED = "ucap_opened_plan"
"""Under this the session keeps, until the transaction ends, the plan that was opened to be changed."""


@dataclass(frozen=True)
class NewEntry:
    """An entry to be added.

    Attributes:
        language: of its texts; None for the language in which the person's side works.
    """

    id: UUID
    type: type[Entry]
    values: FieldValues
    language: str | None = None


@transactional
def add_entry(
    plan_id: UUID,
    entry_type: type[Entry],
    *,
    values: FieldValues,
    by: Person,
    at: datetime,
    entry_id: UUID | None = None,
) -> UUID:
    """Add an entry at the end of its type; return its id, which is a new one unless it is given.

    Raises:
        RuleBroken: if the values make no sense.
        Forbidden, NotFound: if the person may not write in the plan.
    """
    new = NewEntry(entry_id or uuid4(), entry_type, values)
    add_entries(plan_id, [new], by=by, at=at)
    return new.id


@transactional
def add_entries(plan_id: UUID, new: Sequence[NewEntry], *, by: Person, at: datetime) -> None:
    """Add entries at once, none of which links to another of them, each at the end of its type.

    Raises:
        RuleBroken: if the values of one make no sense.
        Forbidden, NotFound: if the person may not write in the plan.
    """
    plan = open_to_change(plan_id, by=by, at=at)
    added = Counter[type[Entry]]()
    last = {entry_type: last_position(plan_id, entry_type) for entry_type in {one.type for one in new}}
    named = named_in(plan, [(one.type, one.values) for one in new])
    for one in new:
        _refuse_nonsense(plan, one.type, one.values, named)
        added[one.type] += 1
        entry = one.type(
            id=one.id,
            plan_id=plan_id,
            position=last[one.type] + added[one.type],
            version=1,
            language=one.language or plan.writing_side.language,
            created_at=at,
            created_by_id=by.id,
            changed_at=at,
            changed_by_id=by.id,
            written_by=[plan.writing_side.position],
        )
        with session().no_autoflush:  # all are written at once
            session().add(entry)
            write_values(entry, one.values)
    session().flush()


@transactional
def save_entry(
    plan_id: UUID, entry_id: UUID, *, values: FieldValues, seen_version: int, by: Person, at: datetime
) -> Merged:
    """Give the entry these values, and keep what others changed in other fields since; return what was merged.

    Saving what stands there already changes nothing, not even the version. A field left out stays as it is.

    Saving over a deletion that one has seen brings the entry back.

    Raises:
        EditConflict: if somebody changed the same field since the version seen, or deleted the entry, or if their
            change and this one together make no sense.
        RuleBroken: if the values make no sense.
        Forbidden, NotFound: if the person may not change the entry, or it is not in the plan.
    """
    plan = open_to_change(plan_id, by=by, at=at)
    entry = entry_to_change(plan_id, entry_id)
    if entry is None:
        raise NotFound
    return save_loaded(plan, entry, values=values, seen_version=seen_version, by=by, at=at)


def save_loaded(
    plan: OpenPlan, entry: Entry, *, values: FieldValues, seen_version: int, by: Person, at: datetime
) -> Merged:
    """Save an entry that was read in this transaction, as `save_entry` does."""
    merged = merged_with_newer(entry, values, seen_version=seen_version)
    access.refuse_to_change(plan, entry.place_id)
    _refuse_nonsense_merged(plan, type(entry), merged)
    version = entry.version
    entry.version += 1
    was_deleted = entry.deleted_at is not None
    if was_deleted:
        ordering.put_back(entry)
        entry.deleted_at = entry.deleted_by_id = None
    if write_values(entry, merged.values) or was_deleted:
        entry.changed_at = at
        entry.changed_by_id = by.id
        entry.written_by = sorted({*entry.written_by, plan.writing_side.position})
    else:
        entry.version = version
    session().flush()
    if was_deleted:
        refresh_shortcomings(plan.id, linking_to(plan.id, entry.id))
    return merged


@transactional
def save_by_link(
    plan_id: UUID, entry_id: UUID, *, change: Callable[[FieldValues], FieldValues], from_id: UUID, at: datetime
) -> None:
    """Write what somebody without an account gave, to whom this member gave a personal link.

    Args:
        change: returns what becomes of the values that stand; it is called when nobody else can change them.

    The log says that it came by link; who wrote the entry among the members stays as it was.

    Raises:
        RuleBroken: if the values make no sense.
        NotFound: if the entry is not in the plan, or deleted.
    """
    log.open_change(plan_id, by_id=from_id, at=at, is_by_link=True)
    entry = entry_to_change(plan_id, entry_id)
    if entry is None or entry.deleted_at is not None:
        raise NotFound
    standing = entry_of_plan(plan_id, type(entry), entry_id).values()
    changed = {**standing, **change(standing)}
    refusal = rules.refusal_to_save(type(entry), changed)
    if refusal:
        raise RuleBroken(refusal.message, field=refusal.field)
    entry.version += 1
    write_values(entry, changed)
    session().flush()


def open_to_change(plan_id: UUID, *, by: Person, at: datetime) -> OpenPlan:
    """Lock the plan, then load it and check the right again; what an operation has opened those inside it share."""
    asked = (plan_id, by.id, at)
    kept: tuple[object, OpenPlan] | None = session().info.get(_OPENED)
    if kept is not None and kept[0] == asked:
        return kept[1]
    log.open_change(plan_id, by_id=by.id, at=at)
    plan = plan_to_edit(plan_id, by)
    session().info[_OPENED] = (asked, plan)
    return plan


def _refuse_nonsense_merged(plan: OpenPlan, entry_type: type[Entry], merged: Merged) -> None:
    """Refuse values that make no sense; merged ones as a conflict, for each by itself may be sound."""
    try:
        _refuse_nonsense(plan, entry_type, merged.values, named_in(plan, [(entry_type, merged.values)]))
    except RuleBroken as broken:
        if merged.is_over_newer:
            raise EditConflict(broken) from broken
        raise


def _refuse_nonsense(plan: OpenPlan, entry_type: type[Entry], values: FieldValues, named: Named) -> None:
    """Raise RuleBroken if the values make no sense; `named` is what is known of the records that they name."""
    refusal = rules.refusal_to_save(entry_type, values)
    if refusal:
        raise RuleBroken(refusal.message, field=refusal.field)
    refuse_references(plan, entry_type, values, named)


def write_values(entry: Entry, values: FieldValues) -> bool:
    """Put the values where the declaration says they lie; tell whether anything changed."""
    with session().no_autoflush:  # the entry is written once, when all of it is changed
        texts = texts_to_change(entry.id, entry.language) if entry.version > 1 else {}
        attached = _attached(entry) if entry.version > 1 else []
    has_changed = False
    entry.shortcomings = rules.shortcomings(type(entry), values)
    for name, field in type(entry).fields.items():
        value = values.get(name)
        if is_column(field):
            if getattr(entry, name) != value:
                setattr(entry, name, value)
                has_changed = True
        elif isinstance(field.kind, Several):
            targets = value if isinstance(value, tuple) else ()
            has_changed |= _attach(entry, field, targets, [one for one in attached if one.field == name])
        else:
            has_changed |= _write_text(entry, name, str(value or ""), texts.get(name))
    return has_changed


def _write_text(entry: Entry, name: str, value: str, kept: EntryText | None) -> bool:
    if (kept.text if kept else "") == value:
        return False
    if kept is None:
        session().add(
            EntryText(entry_id=entry.id, field=name, language=entry.language, text=value, version=entry.version)
        )
    else:
        kept.text = value
        kept.version = entry.version
    return True


def _attached(entry: Entry) -> list[EntryLink | EntryTerm]:
    return [*attached_to_change(entry.id, EntryLink), *attached_to_change(entry.id, EntryTerm)]


def _attach(entry: Entry, field: Field, targets: Sequence[UUID], kept: Sequence[EntryLink | EntryTerm]) -> bool:
    table = EntryLink if isinstance(field.kind, Links) else EntryTerm
    gone = [one for one in kept if one.target_id not in targets]
    new = [target for target in targets if target not in {one.target_id for one in kept}]
    for one in gone:
        one.version = entry.version
        session().delete(one)
    for target in dict.fromkeys(new):
        session().add(table(entry_id=entry.id, field=field.name, target_id=target, version=entry.version))
    return bool(gone or new)
