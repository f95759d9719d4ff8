"""What is judged of entries, as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ucap.core.text import Message
from ucap.entries.fields import Choices
from ucap.entries.judging import Judgement, Related
from ucap.entries.pages.values import ShownField
from ucap.entries.queries.reading import EntryFacts
from ucap.web.filters import page_language


@dataclass(frozen=True)
class ShownJudgement:
    """What is judged of an entry on a day.

    Attributes:
        label: what is judged.
        otherwise: what is said where no rule has found anything.
        is_mark: whether it calls for attention.
        is_badge: whether it is shown beside the title, where the entry does not say the same of itself.
        note: why an own judgement that is written does not count; None if it does, or there is none.
    """

    label: Message
    otherwise: Message
    judgement: Judgement[Choices]
    colour: str
    language: str
    is_mark: bool
    is_badge: bool
    note: Message | None


def without_own_judgement(
    entry: EntryFacts, fields: Sequence[ShownField], *, even_given: bool = False
) -> list[ShownField]:
    """Return the fields without those of an own judgement, if none was given; where it is shown otherwise, anyway."""
    declared = entry.type.judged
    if declared is None or (not even_given and entry.value(declared.field) is not None):
        return list(fields)
    own = {declared.field, f"{declared.field}_because", f"{declared.field}_until"}
    return [field for field in fields if field.name not in own]


def shown_judgement(entry: EntryFacts, related: Mapping[UUID, Sequence[Related]], on: date) -> ShownJudgement | None:
    """Return what is judged of the entry on the day; None for what is not judged."""
    declared = entry.type.judged
    if declared is None:
        return None
    values = entry.values(page_language())
    judged = declared.judgement_of(values, related.get(entry.id, ()), on)
    if judged.verdict is None:
        return None
    is_mark = judged.verdict not in declared.quiet
    own = [values.get(name) for name, field in entry.type.fields.items() if field.is_badge]
    return ShownJudgement(
        label=declared.label,
        otherwise=declared.otherwise,
        judgement=judged,
        colour=declared.colours[judged.verdict],
        language=entry.language,
        is_mark=is_mark,
        is_badge=is_mark and judged.verdict.label not in [one.label for one in own if isinstance(one, Choices)],
        note=declared.note_on(values, on),
    )
