"""What to show when two people changed the same entry at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ucap.core.text import Message
from ucap.entries.fields import FieldValue, FieldValues, Several, value_from_log
from ucap.entries.pages.values import Names, value_text
from ucap.entries.queries import EntryFacts
from ucap.history.compare import Part, word_parts
from ucap.history.queries import Change, EventFacts


@dataclass(frozen=True)
class ConflictField:
    """A field that somebody changed to something else than the person typed."""

    label: Message
    theirs: str
    parts: Sequence[Part]


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
