"""What pages show of entries, as plain values made from the declarations."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ucap.accounts.queries import names_of
from ucap.core.languages import day_text, number_text
from ucap.core.text import Message, message
from ucap.entries.access import OpenEntry
from ucap.entries.fields import Choices, Field, FieldValue, FieldValues, Links, Prose, value_from_log
from ucap.entries.queries import EntryFacts
from ucap.history.compare import Part, word_parts
from ucap.history.queries import Change, EventFacts
from ucap.pairings.queries import PlanFacts, SideFacts
from ucap.web.filters import page_language, said


@dataclass(frozen=True)
class Names:
    """What ids are called: sides of the plan and entries in it."""

    sides: Mapping[UUID, SideFacts]
    entries: Mapping[UUID, EntryFacts]


def names_in(plan: PlanFacts, entries: Sequence[EntryFacts]) -> Names:
    """Return the names of a plan's sides and entries."""
    return Names({side.id: side for side in plan.sides}, {entry.id: entry for entry in entries})


@dataclass(frozen=True)
class ShownField:
    """A field as a page shows it.

    Attributes:
        text: the value in words; empty if there is none.
        is_prose: whether the text is Markdown.
        links: the entries linked to.
        side: the side chosen, for a field that chooses one.
        is_missing: whether agreement will need a value and there is none.
    """

    name: str
    label: Message
    text: str
    language: str
    is_prose: bool
    links: Sequence[EntryFacts]
    side: SideFacts | None
    is_missing: bool


@dataclass(frozen=True)
class ConflictField:
    """A field that somebody changed to something else than the person typed."""

    label: Message
    theirs: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class ChangedField:
    """A field in a history: what it is called and how its value changed; of links, each by itself."""

    label: Message
    comparisons: Sequence[Sequence[Part]]


@dataclass(frozen=True)
class ShownChange:
    """A change in a history; the entry is None if it is no longer in the plan."""

    entry: EntryFacts | None
    is_beginning: bool
    by: str
    at: datetime
    fields: Sequence[ChangedField]


def value_text(value: FieldValue, names: Names) -> str:
    """Return a value in words, in the reader's language: labels and names, never codes and ids."""
    language = page_language()
    match value:
        case None:
            return ""
        case Choices():
            return said(value.label)
        case UUID():
            return names.sides[value].name
        case tuple():
            return "\n".join(title_of(target, names) for target in value)
        case Decimal():
            return number_text(value, language)
        case date():
            return day_text(value, language)
        case _:
            return value


def title_of(entry_id: UUID, names: Names) -> str:
    """Return the title of an entry, or words for one that is no longer in the plan."""
    entry = names.entries.get(entry_id)
    return entry.title(page_language()) if entry else said(message("an entry that is no longer in the plan"))


def shown_fields(entry: EntryFacts, names: Names) -> list[ShownField]:
    """Return the fields of an entry for reading, the one that names it left out."""
    values = entry.values(page_language())
    return [
        _shown_field(entry, field, values[name], names, is_missing=name in entry.missing)
        for name, field in entry.type.fields.items()
        if field is not entry.type.title_field()
    ]


def _shown_field(entry: EntryFacts, field: Field, value: FieldValue, names: Names, *, is_missing: bool) -> ShownField:
    linked = [names.entries[target] for target in value] if isinstance(value, tuple) else []
    return ShownField(
        name=field.name,
        label=field.label,
        text="" if linked else value_text(value, names),
        language=entry.language if field.is_translated else "",
        is_prose=isinstance(field.kind, Prose),
        links=linked,
        side=names.sides[value] if isinstance(value, UUID) else None,
        is_missing=is_missing,
    )


def values_before(current: EntryFacts, changes: Sequence[Change]) -> dict[str, FieldValue]:
    """Return the values of an entry before these changes, newest first, were made."""
    values = current.values()
    for change in changes:
        for event in reversed(change.events):
            field = current.type.fields.get(event.field)
            if field is None:
                continue
            old = value_from_log(field, event.old)
            if isinstance(field.kind, Links):
                values[field.name] = _links_before(values[field.name], event, old)
            else:
                values[field.name] = old
    return values


def _links_before(after: FieldValue, event: EventFacts, old: FieldValue) -> FieldValue:
    linked = after if isinstance(after, tuple) else ()
    if isinstance(old, tuple):
        return (*linked, *old)
    added = json.loads(event.new or '""')
    return tuple(target for target in linked if str(target) != added)


@dataclass(frozen=True)
class Conflict:
    """What to show when somebody saved a newer version meanwhile.

    Attributes:
        fields: by name, the fields that both changed, each to something else.
        taken: the values of the fields that only the other person changed.
    """

    fields: Mapping[str, ConflictField]
    taken: Mapping[str, FieldValue]


def conflict(current: EntryFacts, typed: FieldValues, base: FieldValues, names: Names) -> Conflict:
    """Compare what stands in the plan now with what the person typed, both made from the base."""
    fields, taken = {}, {}
    for name, field in current.type.fields.items():
        before, theirs, mine = (values.get(name) or None for values in (base, current.values(), typed))
        if _is_same(theirs, before) or _is_same(theirs, mine):
            continue
        if _is_same(mine, before):
            taken[name] = current.value(name)
        else:
            theirs_text = value_text(theirs, names)
            fields[name] = ConflictField(field.label, theirs_text, word_parts(value_text(before, names), theirs_text))
    return Conflict(fields, taken)


def _is_same(one: FieldValue, other: FieldValue) -> bool:
    """Tell whether two values of a field say the same; links do in whatever order they were read."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return set(one) == set(other)
    return one == other


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
        is_beginning=any(event.field == "" and event.old is None for event in change.events),
        by=by,
        at=change.at,
        fields=[ChangedField(declared[name].label, parts[name]) for name in declared if name in parts],
    )


@dataclass(frozen=True)
class EntryPage:
    """A page about one entry: read it, edit it or see its history."""

    plan: PlanFacts
    entry: EntryFacts
    title: str
    fields: Sequence[ShownField]
    linked_from: Sequence[EntryFacts]
    can_edit: bool


def entry_page(opened: OpenEntry) -> EntryPage:
    """Return what the page of an entry shows."""
    entry = opened.entry
    return EntryPage(
        plan=opened.plan,
        entry=entry,
        title=entry.title(page_language()),
        fields=shown_fields(entry, names_in(opened.plan, opened.entries)),
        linked_from=[other for other in opened.entries if any(entry.id in targets for targets in other.links.values())],
        can_edit=opened.plan.can_edit,
    )
