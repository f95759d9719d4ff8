"""What changed in entries, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ucap.accounts.queries import names_of
from ucap.core.text import Message, message
from ucap.entries.access import OpenEntry
from ucap.entries.fields import value_from_log
from ucap.entries.models import DELETED
from ucap.entries.pages.values import Names, names_in, value_text
from ucap.entries.queries import EntryFacts, EntryName
from ucap.history.compare import Part, word_parts
from ucap.history.models import POSITION
from ucap.history.queries import Change
from ucap.history.queries import changes as changes_of
from ucap.pairings.queries import PlanFacts
from ucap.web.filters import page_language


@dataclass(frozen=True)
class ChangedField:
    """A field in a history: what it is called and how its value changed; of links, each by itself."""

    label: Message
    comparisons: Sequence[Sequence[Part]]


@dataclass(frozen=True)
class ShownChange:
    """A change in a history; the entry is None if it is no longer in the plan.

    Attributes:
        what: what was done to the entry, in a word or two.
    """

    entry: EntryName | None
    is_beginning: bool
    what: Message
    by: str
    at: datetime
    fields: Sequence[ChangedField]


def shown_changes(changes: Sequence[Change], names: Names) -> list[ShownChange]:
    """Return changes in labels and terms, texts compared word by word."""
    people = names_of({change.by_id for change in changes})
    return [_shown_change(change, people[change.by_id], names) for change in changes]


def _shown_change(change: Change, by: str, names: Names) -> ShownChange:
    entry = names.entries.get(change.record_id)
    declared = entry.type.fields if entry else {}
    parts: dict[str, list[Sequence[Part]]] = {}
    for event in change.events:
        if event.field in declared:
            field = declared[event.field]
            old, new = (value_text(value_from_log(field, text), names) for text in (event.old, event.new))
            parts.setdefault(event.field, []).append(word_parts(old, new))
    return ShownChange(
        entry=entry,
        is_beginning=_is_beginning(change),
        what=_what_was_done(change, has_new_text=bool(parts)),
        by=by,
        at=change.at,
        fields=[ChangedField(declared[name].label, parts[name]) for name in declared if name in parts],
    )


def _is_beginning(change: Change) -> bool:
    return any(event.field == "" and event.old is None for event in change.events)


def _what_was_done(change: Change, *, has_new_text: bool) -> Message:
    """Return what was done to the entry, in a word or two."""
    events = {event.field: event for event in change.events}
    if _is_beginning(change):
        return message("Added")
    if DELETED in events:
        if events[DELETED].new is not None:
            return message("Deleted")
        return message("Brought back and changed") if has_new_text else message("Brought back")
    if POSITION in events:
        return message("Moved from place %(old)s to %(new)s", old=events[POSITION].old, new=events[POSITION].new)
    return message("Changed")


@dataclass(frozen=True)
class EntryHistoryPage:
    """The history of an entry; `older` is where the next page begins, None if there is none."""

    plan: PlanFacts
    entry: EntryFacts
    title: str
    changes: Sequence[ShownChange]
    older: int | None


def entry_history_page(opened: OpenEntry, *, before: int | None) -> EntryHistoryPage:
    """Return what the history of an entry shows."""
    found, older = changes_of(opened.plan.id, record_id=opened.entry.id, before=before)
    shown = shown_changes(found, names_in(opened.plan, opened.names))
    return EntryHistoryPage(opened.plan, opened.entry, opened.entry.title(page_language()), shown, older)
