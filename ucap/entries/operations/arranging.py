"""Putting entries in order, and copying them."""

from datetime import datetime
from uuid import UUID, uuid4

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.languages import words_in
from ucap.core.text import message
from ucap.entries import access
from ucap.entries.fields import FieldValue, Line
from ucap.entries.files import holds_file
from ucap.entries.models import Entry
from ucap.entries.operations import ordering
from ucap.entries.operations.saving import open_to_change, write_values
from ucap.entries.queries.changing import entry_to_change, last_position
from ucap.entries.queries.reading import EntryFacts, entry_of_plan
from ucap.pairings.access import OpenPlan

DELETED_MEANWHILE = message("Somebody deleted this entry meanwhile. Bring it back first, then repeat the step.")
NO_COPIES = message("A file is not copied. Add it where you need it.")
NO_SUCH_PLACE = message("The list has no such place any more. Load the page again, then repeat the step.")


@transactional
def move_entry(plan_id: UUID, entry_id: UUID, *, to_position: int, by: Person, at: datetime) -> None:
    """Give the entry another place among the plan's entries of its type; the others make room.

    Its version stays, so that a move is in nobody's way who writes in it. Moving it to where it stands changes nothing.

    Raises:
        RuleBroken: if there is no such place, or the entry is deleted.
        Forbidden, NotFound: if the person may not change the entry, or it is not in the plan.
    """
    plan = open_to_change(plan_id, by=by, at=at)
    entry = _standing_entry(plan, entry_id)
    if not 1 <= to_position <= last_position(plan_id, type(entry)):
        raise RuleBroken(NO_SUCH_PLACE)
    if to_position != entry.position:
        ordering.move(entry, to_position)
        session().flush()


@transactional
def duplicate_entry(plan_id: UUID, entry_id: UUID, *, by: Person, at: datetime) -> UUID:
    """Add a copy of the entry right behind it; return its id. What only tells how it goes is not copied.

    Raises:
        RuleBroken: if the entry is deleted, or is a file.
        Forbidden, NotFound: if the person may not change the entry, or it is not in the plan.
    """
    plan = open_to_change(plan_id, by=by, at=at)
    original = _standing_entry(plan, entry_id)
    if holds_file(type(original)):
        raise RuleBroken(NO_COPIES)
    facts = entry_of_plan(plan_id, type(original), entry_id)
    ordering.make_room(original, original.position + 1)
    copy = type(original)(
        id=uuid4(),
        plan_id=plan_id,
        position=original.position + 1,
        version=1,
        language=original.language,
        created_at=at,
        created_by_id=by.id,
        changed_at=at,
        changed_by_id=by.id,
        written_by=[plan.writing_side.position],
    )
    session().add(copy)
    write_values(copy, _copied_values(facts))
    session().flush()
    return copy.id


def _standing_entry(plan: OpenPlan, entry_id: UUID) -> Entry:
    entry = entry_to_change(plan.id, entry_id)
    if entry is None:
        raise NotFound
    access.refuse_to_change(plan, entry.place_id)
    if entry.deleted_at is not None:
        raise RuleBroken(DELETED_MEANWHILE)
    return entry


def _copied_values(entry: EntryFacts) -> dict[str, FieldValue]:
    fields = entry.type.fields
    values = {name: value for name, value in entry.values().items() if not fields[name].is_running}
    title = entry.type.title_field()
    return {**values, title.name: _title_of_copy(entry)} if title.is_translated else values


def _title_of_copy(entry: EntryFacts) -> str:
    """Return the title with a mark, in the text's language, cut where both together were too long."""
    title, kind = entry.title(), entry.type.title_field().kind
    copied = words_in(message("%(title)s (copy)", title=title), entry.language)
    too_much = len(copied) - kind.longest if isinstance(kind, Line) else 0
    if too_much > 0:
        copied = words_in(message("%(title)s (copy)", title=title[:-too_much].rstrip()), entry.language)
    return copied
