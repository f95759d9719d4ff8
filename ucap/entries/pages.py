"""What pages show of entries, as plain values made from the declarations."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from ucap.accounts.queries import names_of
from ucap.core.languages import day_text, money_text, number_text
from ucap.core.money import Money
from ucap.core.text import Message, message
from ucap.directory.queries import TermFacts, terms_of
from ucap.entries.access import OpenEntry
from ucap.entries.fields import (
    Choices,
    Field,
    FieldValue,
    FieldValues,
    Links,
    Number,
    Prose,
    Several,
    Terms,
    value_from_log,
)
from ucap.entries.forms.entry import Choosable
from ucap.entries.models import entry_types
from ucap.entries.queries import EntryFacts, EntryName, linking_to
from ucap.history.compare import Part, word_parts
from ucap.history.queries import Change, EventFacts
from ucap.history.queries import changes as changes_of
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries import PlanFacts
from ucap.web.filters import page_language, said


class Marked(NamedTuple):
    """The name of a side or place, and the position that says which mark it carries."""

    name: str
    position: int


@dataclass(frozen=True)
class Names:
    """What ids are called: sides and places of the plan, entries in it, terms."""

    marks: Mapping[UUID, Marked]
    entries: Mapping[UUID, EntryName]
    terms: Mapping[UUID, TermFacts]

    def of(self, one: UUID) -> str:
        """Return what the id is called, or words for an entry that is no longer in the plan."""
        if one in self.marks:
            return self.marks[one].name
        if one in self.terms:
            return self.terms[one].label
        if one in self.entries:
            return self.entries[one].title
        return said(message("an entry that is no longer in the plan"))


def names_in(plan: PlanFacts, entries: Sequence[EntryName]) -> Names:
    """Return the names of a plan's sides, places and entries, and of the terms its entry types use."""
    schemes = {
        scheme
        for entry_type in entry_types()
        for field in entry_type.fields.values()
        if isinstance(field.kind, Terms)
        for scheme in field.kind.schemes
    }
    return Names(
        marks={
            **{side.id: Marked(side.name, side.position) for side in plan.sides},
            **{place.id: Marked(place.name, side.position) for side in plan.sides for place in side.places},
        },
        entries={entry.id: entry for entry in entries},
        terms={term.id: term for term in terms_of(sorted(schemes))},
    )


def choosable(plan: OpenPlan, entries: Sequence[EntryName], *, but: UUID | None = None) -> Choosable:
    """Return what can be chosen in a form of the plan; `but` is the entry itself, which cannot link to itself."""
    return Choosable(
        sides=plan.sides,
        places=plan.own_places,
        entries=[entry for entry in entries if entry.id != but],
        terms=list(names_in(plan, entries).terms.values()),
    )


@dataclass(frozen=True)
class ShownField:
    """A field as a page shows it.

    Attributes:
        text: the value in words; empty if there is none.
        is_prose: whether the text is Markdown.
        links: the entries linked to.
        side: the side chosen, or that of the place chosen, by name and position.
        is_badge: whether it is a mark beside the title.
        is_missing: whether agreement will need a value and there is none.
    """

    name: str
    label: Message
    text: str
    language: str
    is_prose: bool
    links: Sequence[EntryName]
    side: Marked | None
    is_badge: bool
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

    entry: EntryName | None
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
            return names.of(value)
        case tuple():
            return "\n".join(names.of(target) for target in value)
        case Money():
            return money_text(value, language)
        case Decimal():
            return number_text(value, language)
        case date():
            return day_text(value, language)
        case _:
            return value


def shown_fields(entry: EntryFacts, names: Names) -> list[ShownField]:
    """Return the fields of an entry for reading, the one that names it left out."""
    values = entry.values(page_language())
    return [
        _shown_field(entry, field, values[name], names, is_missing=name in entry.missing)
        for name, field in entry.type.fields.items()
        if field is not entry.type.title_field()
    ]


def _with_unit(field: Field, text: str) -> str:
    unit = field.kind.unit if isinstance(field.kind, Number) else ""
    return f"{text} {unit}" if text and unit else text


def _shown_field(entry: EntryFacts, field: Field, value: FieldValue, names: Names, *, is_missing: bool) -> ShownField:
    targets = value if isinstance(field.kind, Links) and isinstance(value, tuple) else ()
    linked = [names.entries[target] for target in targets if target in names.entries]
    return ShownField(
        name=field.name,
        label=field.label,
        text="" if linked else _with_unit(field, value_text(value, names)),
        language=entry.language if field.is_translated else "",
        is_prose=isinstance(field.kind, Prose),
        links=linked,
        side=names.marks.get(value) if isinstance(value, UUID) else None,
        is_badge=field.is_badge,
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
            if isinstance(field.kind, Several):
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
    linked_from: Sequence[EntryName]
    can_edit: bool


def entry_page(opened: OpenEntry) -> EntryPage:
    """Return what the page of an entry shows."""
    entry = opened.entry
    names = names_in(opened.plan, opened.names)
    linking = linking_to(opened.plan.id, entry.id)
    return EntryPage(
        plan=opened.plan,
        entry=entry,
        title=entry.title(page_language()),
        fields=shown_fields(entry, names),
        linked_from=[names.entries[other] for other in linking if other in names.entries],
        can_edit=opened.can_edit,
    )


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
