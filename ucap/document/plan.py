"""The full plan: every section with all its entries, and what belongs to it beside them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from ucap.core.text import message
from ucap.document.cover import document
from ucap.document.models import Block, Document, Heading, Note, Table, Words
from ucap.document.pilots import pilot_blocks
from ucap.document.records import PlanRecords
from ucap.document.stakeholders import stakeholder_blocks
from ucap.document.wording import Wording
from ucap.entries.fields import PARTS, Beside, Field, Part, Prose
from ucap.entries.models import Entry, types_of_section
from ucap.entries.queries.reading import EntryFacts

_MOST_COLUMNS = 7
"""A type with no more short fields than this is a table; others need room."""


def plan_document(records: PlanRecords, *, language: str, on: date, parts: Collection[Part] = PARTS) -> Document:
    """Return the whole plan, or these parts of it."""
    wording = Wording(records, language)
    blocks = [block for part in PARTS if part in parts for block in _chapter(wording, part, on)]
    left_out = [wording.said(part.label) for part in PARTS if part not in parts]
    if left_out:
        said = message("Left out of this file: %(parts)s.", parts=", ".join(left_out))
        blocks.append(Note(wording.said(said)))
    return document(message("Urban Cooperation Action Plan"), wording, blocks, on=on, has_contents=True)


def _chapter(wording: Wording, part: Part, on: date) -> Iterator[Block]:
    yield Heading(1, Words(wording.said(part.label)))
    entries = wording.records.of_part(part)
    if not entries:
        yield Note(wording.said(message("Nothing has been written here yet.")))
    elif part is Beside.PILOTS:
        yield from pilot_blocks(wording, on, level=2)
    elif part is Beside.STAKEHOLDERS:
        yield from stakeholder_blocks(wording, level=2)
    else:
        types = [one for one in types_of_section(part) if any(entry.type is one for entry in entries)]
        for entry_type in types:
            own = [entry for entry in entries if entry.type is entry_type]
            is_named_above = len(types) == 1 and entry_type.plural == part.label
            if not is_named_above:
                yield Heading(2, Words(wording.said(entry_type.plural)))
            yield from type_blocks(wording, entry_type, own, on, level=2 if is_named_above else 3)


def type_blocks(
    wording: Wording, entry_type: type[Entry], entries: Sequence[EntryFacts], on: date, *, level: int = 3
) -> Iterator[Block]:
    """Return the entries of a type: a table if its fields are few and short, else each under a heading of its own.

    What is judged of an entry on the day stands beside its title.
    """
    columns, verdicts = _filled(entry_type, entries), wording.verdicts(entry_type, on)
    if not verdicts and len(columns) <= _MOST_COLUMNS and not any(isinstance(one.kind, Prose) for one in columns):
        yield Table(
            caption=wording.said(entry_type.plural),
            heads=[wording.said(column.label) for column in columns],
            rows=[[wording.text(entry, column.name) for column in columns] for entry in entries],
            weights=[3 if column is entry_type.title_field() else 2 for column in columns],
        )
        return
    for entry in entries:
        yield wording.heading(level, entry, [verdicts[entry.id]] if entry.id in verdicts else ())
        yield wording.facts(entry)


def _filled(entry_type: type[Entry], entries: Sequence[EntryFacts]) -> list[Field]:
    """Return the fields of the type that any of the entries fills, the one that names it first."""
    title = entry_type.title_field()
    others = [one for one in entry_type.fields.values() if one is not title]
    return [title, *(one for one in others if any(entry.value(one.name) not in (None, "", ()) for entry in entries))]
