"""Where a plan says or said words by which somebody may be meant."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.entries.models import Entry, EntryText
from ucap.entries.queries.naming import names_of_plan
from ucap.history.queries import texts_of_chain


@dataclass(frozen=True)
class Mention:
    """A field of an entry that holds such words, or held them.

    Attributes:
        title: of the entry, which may be deleted.
        text: the newest that has the words.
        is_past: whether the field says something else now.
    """

    entry_id: UUID
    type: type[Entry]
    field: str
    title: str
    text: str
    is_past: bool


def mentions_in_plan(plan_id: UUID, language: str, *, matching: Callable[[str], bool]) -> list[Mention]:
    """Return the fields of the plan's entries, of deleted ones, too, whose texts match or did, those now first."""
    newest = {(record, field): text for record, field, text in texts_of_chain(plan_id) if matching(text)}
    if not newest:
        return []
    entry, own = Entry.__table__.c, EntryText
    statement = select(own.entry_id, own.field, own.text).join(Entry.__table__, entry.id == own.entry_id)
    now = {
        (row.entry_id, row.field)
        for row in session().execute(statement.where(entry.plan_id == plan_id).order_by(own.id))
        if matching(row.text)
    }
    named = {name.id: name for name in names_of_plan(plan_id, language, with_deleted=True)}
    found = [
        Mention(entry_id, named[entry_id].type, field, named[entry_id].title, text, (entry_id, field) not in now)
        for (entry_id, field), text in newest.items()
        if entry_id in named and field in named[entry_id].type.fields
    ]
    return sorted(found, key=lambda one: (one.is_past, one.type.type_name(), one.title, one.field, one.entry_id))
