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
        is_mark: whether it is shown beside the title.
        note: why an own judgement that is written does not count; None if it does, or there is none.
    """

    label: Message
    otherwise: Message
    judgement: Judgement[Choices]
    colour: str
    language: str
    is_mark: bool
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
    return ShownJudgement(
        label=declared.label,
        otherwise=declared.otherwise,
        judgement=judged,
        colour=declared.colours[judged.verdict],
        language=entry.language,
        is_mark=judged.verdict not in declared.quiet,
        note=declared.note_on(values, on),
    )
