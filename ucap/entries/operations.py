"""Adding and saving entries of any type, from typed values."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import EditConflict, NotFound, RuleBroken
from ucap.core.text import message
from ucap.entries import queries, rules
from ucap.entries.fields import FieldValues, Links, SideOfPlan
from ucap.entries.models import Entry, EntryLink, EntryText, entry_type_named, is_column
from ucap.history import log
from ucap.pairings.access import OpenPlan, plan_to_edit


@transactional
def add_entry(plan_id: UUID, entry_type: type[Entry], *, values: FieldValues, by: Person, at: datetime) -> UUID:
    """Add an entry at the end of its type; return its id.

    Raises:
        RuleBroken: if the values make no sense.
        Forbidden, NotFound: if the person may not write in the plan.
    """
    plan = _open_to_change(plan_id, by=by, at=at)
    _refuse_nonsense(plan, entry_type, values)
    entry = entry_type(
        id=uuid4(),
        plan_id=plan_id,
        position=queries.last_position(plan_id, entry_type) + 1,
        version=1,
        language=plan.own_side.language,
        created_at=at,
        created_by_id=by.id,
        changed_at=at,
        changed_by_id=by.id,
    )
    session().add(entry)
    _write(entry, values)
    session().flush()
    return entry.id


@transactional
def save_entry(
    plan_id: UUID, entry_id: UUID, *, values: FieldValues, seen_version: int, by: Person, at: datetime
) -> None:
    """Give the entry these values.

    Saving what stands there already changes nothing, not even the version.

    Raises:
        EditConflict: if somebody saved a version newer than the one seen.
        RuleBroken: if the values make no sense.
        Forbidden, NotFound: if the person may not change the entry, or it is not in the plan.
    """
    plan = _open_to_change(plan_id, by=by, at=at)
    entry = queries.entry_to_change(plan_id, entry_id)
    if entry is None:
        raise NotFound
    if entry.version != seen_version:
        raise EditConflict
    _refuse_nonsense(plan, entry_type_named(entry.type), values)
    entry.version += 1
    if _write(entry, values):
        entry.changed_at = at
        entry.changed_by_id = by.id
    else:
        entry.version = seen_version
    session().flush()


def _open_to_change(plan_id: UUID, *, by: Person, at: datetime) -> OpenPlan:
    """Lock the plan, then load it and check the right again."""
    log.open_change(plan_id, by_id=by.id, at=at)
    return plan_to_edit(plan_id, by)


def _refuse_nonsense(plan: OpenPlan, entry_type: type[Entry], values: FieldValues) -> None:
    refusal = rules.refusal_to_save(entry_type, values)
    if refusal:
        raise RuleBroken(refusal.message, field=refusal.field)
    sides = {side.id for side in plan.sides}
    for name, field in entry_type.fields.items():
        value = values.get(name)
        if isinstance(field.kind, SideOfPlan) and value is not None and value not in sides:
            raise RuleBroken(message("Choose one of the sides of this plan."), field=name)
        if isinstance(field.kind, Links) and isinstance(value, tuple):
            types = queries.types_of(plan.id, value)
            if field.kind.is_single and len(value) > 1:
                raise RuleBroken(message("Choose one entry only."), field=name)
            if any(types.get(target) != field.kind.to for target in value):
                raise RuleBroken(message("Choose from the entries of this plan."), field=name)


def _write(entry: Entry, values: FieldValues) -> bool:
    """Put the values where the declaration says they lie; tell whether anything changed."""
    texts = queries.texts_to_change(entry.id, entry.language) if entry.version > 1 else {}
    links = queries.links_to_change(entry.id) if entry.version > 1 else []
    has_changed = False
    for name, field in type(entry).fields.items():
        value = values.get(name)
        if is_column(field):
            if getattr(entry, name) != value:
                setattr(entry, name, value)
                has_changed = True
        elif isinstance(value, tuple):
            has_changed |= _write_links(entry, name, value, [link for link in links if link.field == name])
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


def _write_links(entry: Entry, name: str, targets: Sequence[UUID], kept: Sequence[EntryLink]) -> bool:
    gone = [link for link in kept if link.target_id not in targets]
    new = [target for target in targets if target not in {link.target_id for link in kept}]
    for link in gone:
        link.version = entry.version
        session().delete(link)
    for target in dict.fromkeys(new):
        session().add(EntryLink(entry_id=entry.id, field=name, target_id=target, version=entry.version))
    return bool(gone or new)
