"""What a part belongs to, as its form and its page tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.core.text import Message
from ucap.entries.fields import FieldValue
from ucap.entries.models import Entry
from ucap.entries.pages.values import Names, field_text
from ucap.entries.queries.linking import whole_of
from ucap.entries.queries.naming import EntryName, names_of_entries
from ucap.entries.queries.reading import entry_of_plan
from ucap.web.filters import page_language

_NO_NAMES = Names(marks={}, entries={}, terms={})


@dataclass(frozen=True)
class Whole:
    """What a part belongs to.

    Attributes:
        steps: the entries it is a part of, the outermost first: their titles, and where they are.
        title: of the nearest.
        facts: what one must know of the nearest to fill in a part of it: labels and texts.
    """

    steps: Sequence[Mapping[str, str]]
    title: str
    language: str
    facts: Sequence[tuple[Message, str]]


def whole_of_part(plan_id: UUID, part: type[Entry], linked: FieldValue, names: Iterable[EntryName]) -> Whole | None:
    """Return what a part with this link belongs to; None if it is no part, or the link leads nowhere yet.

    Args:
        linked: the value of the field by which it is a part.
        names: of the entries to which it may link.
    """
    known = {name.id: name for name in names}
    nearest = known.get(linked[0]) if part.part_of and isinstance(linked, tuple) and linked else None
    if nearest is None:
        return None
    outer = names_of_entries(plan_id, [whole_of(nearest.id)], DEFAULT_LANGUAGE) if nearest.type.part_of else []
    steps = [_step(plan_id, one) for one in (*outer, nearest)]
    return Whole(steps, nearest.title, nearest.language, _facts(plan_id, nearest))


def _step(plan_id: UUID, one: EntryName) -> dict[str, str]:
    url = url_for("entries.show_entry", plan_id=plan_id, section=one.type.section, entry_id=one.id)
    return {"text": one.title, "href": url}


def _facts(plan_id: UUID, whole: EntryName) -> list[tuple[Message, str]]:
    if not whole.type.tells_parts:
        return []
    entry = entry_of_plan(plan_id, whole.type, whole.id)
    fields = [whole.type.fields[name] for name in whole.type.tells_parts]
    told = [(field.label, field_text(field, entry.value(field.name, page_language()), _NO_NAMES)) for field in fields]
    return [(label, text) for label, text in told if text]
