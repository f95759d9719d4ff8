"""Checking that the entries of a plan are what its log says, and that what is kept with them is what the rules say."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.core.file_store import SMALL, store
from ucap.core.files import digest_of
from ucap.entries import rules
from ucap.entries.fields import Field, Several, value_from_log
from ucap.entries.models import DELETED, Entry, EntryLink, EntryTerm, EntryText, entry_types, is_column
from ucap.entries.queries.files import files_of_plan
from ucap.entries.queries.reading import entries_of_plan
from ucap.history.chain import json_of
from ucap.history.models import ERASED, POSITION
from ucap.history.queries import kept_events
from ucap.history.verify import Fault, KeptChain, KeptEvent, Verified, fitting_events
from ucap.pairings.models import Plan, Post, PostHolder, Side

_Key = tuple[str, str]
"""A field, and the language of its text or, of several links, the target of one."""


@dataclass(frozen=True)
class _Newest:
    """The newest event of a field: its number, and the value it left; None for none or one that was erased."""

    number: int
    value: str | None
    is_erased: bool


@dataclass
class _Logged:
    """What the log says of a record: its type, the newest event of each field, and its newest event of all."""

    entry_type: type[Entry] | None = None
    fields: dict[_Key, _Newest] = field(default_factory=dict)
    last_number: int = 0

    def note(self, event: KeptEvent) -> None:
        """Take in the next event."""
        self.last_number = event.number
        value = event.new.value if event.new else None
        if event.field == "" and value is not None:
            self.entry_type = _types().get(str(json.loads(value)))
        declared = self.entry_type.fields.get(event.field) if self.entry_type else None
        part = event.language
        if declared and isinstance(declared.kind, Several):
            targets = [kept.value for kept in (event.new, event.old) if kept and kept.value is not None]
            part = targets[0] if targets else ""
        self.fields[event.field, part] = _Newest(event.number, value, event.new is not None and value is None)


def verify_chain(chain: KeptChain) -> Iterator[int | Verified]:
    """Walk a chain and compare what it ends in with the plan; yield the number of each event, then what came of it."""
    logged: dict[UUID, _Logged] = defaultdict(_Logged)
    count, fault = 0, None
    try:
        for found in fitting_events(chain, kept_events(chain.id)):
            if isinstance(found, Fault):
                fault = found
                break
            if found.field != ERASED:
                logged[found.record_id].note(found)
            count = found.number
            yield count
        if fault is None:
            for lost in _lost_files(chain.id):
                yield Verified(0, Fault(None, lost))
            faults = [*_faults_of_rows(chain.id, logged), *_faults_of_kept_facts(chain.id, logged)]
            fault = min(faults, key=lambda one: one.number or 0, default=None)
    except (ValueError, ArithmeticError, LookupError):
        fault = Fault(count + 1, "or what it speaks of cannot be read")
    yield Verified(count, fault)


def _lost_files(plan_id: UUID) -> Iterator[str]:
    """Tell of each file that the plan speaks of and that the store does not have as it was."""
    for file in files_of_plan(plan_id):
        for digest, part in ((file.digest, ""), (file.small_digest, SMALL)):
            if not digest:
                continue
            try:
                is_whole = digest_of(store().read(file.id, part=part)) == digest
            except OSError:
                yield f"speaks of file {file.id.hex}{part}, which is missing from the store"
            else:
                if not is_whole:
                    yield f"speaks of file {file.id.hex}{part}, which was altered in the store"


def _types() -> dict[str, type[Entry]]:
    return {entry_type.type_name(): entry_type for entry_type in entry_types()}


def _faults_of_rows(plan_id: UUID, logged: Mapping[UUID, _Logged]) -> Iterator[Fault]:
    """Yield the newest event of each field that the plan's rows do not agree with.

    The place in the order is left out: moving one entry moves those it passes, which the log does not repeat.
    """
    standing = _standing_values(plan_id)
    for record_id in standing.keys() - logged.keys():
        yield Fault(None, f"no event tells of entry {record_id}")
    for record_id, said in logged.items():
        if record_id not in standing or said.entry_type is None:
            yield Fault(said.last_number, f"speaks of entry {record_id}, which is not in the plan")
            continue
        rows = standing[record_id]
        for key in sorted(rows.keys() | said.fields.keys()):
            if key[0] != POSITION:
                yield from _fault_of_field(record_id, key, rows.get(key), said)


def _fault_of_field(record_id: UUID, key: _Key, row: str | None, said: _Logged) -> Iterator[Fault]:
    newest = said.fields.get(key, _Newest(said.last_number, None, is_erased=False))
    declared = said.entry_type.fields.get(key[0]) if said.entry_type else None
    if not newest.is_erased and not _is_same(declared, newest.value, row):
        what = f"{key[0] or 'type'} of entry {record_id}"
        yield Fault(newest.number, f"left another value than the plan holds in {what}")


def _is_same(declared: Field | None, one: str | None, other: str | None) -> bool:
    """Tell whether two values are the same; a number is, with however many zeros behind its point."""
    if one == other or declared is None or one is None or other is None:
        return one == other
    return value_from_log(declared, one) == value_from_log(declared, other)


def _standing_values(plan_id: UUID) -> dict[UUID, dict[_Key, str | None]]:
    """Return what the rows say of the plan's entries, deleted ones included, as the log would write it."""
    entry = Entry.__table__.c
    found: dict[UUID, dict[_Key, str | None]] = {}
    for entry_type in entry_types():
        columns = [name for name, declared in entry_type.fields.items() if is_column(declared)]
        mapped = entry_type.__mapper__.columns
        statement = (
            select(entry.id, entry.type, entry.deleted_at, *(mapped[name].label(name) for name in columns))
            .select_from(Entry.__table__.join(entry_type.__table__, entry_type.__table__.c.id == entry.id))
            .where(entry.plan_id == plan_id, entry.type == entry_type.type_name())
            .order_by(entry.id)
        )
        for row in session().execute(statement).mappings():
            own = {(name, ""): json_of(row[name]) for name in columns}
            found[row["id"]] = {("", ""): json_of(row["type"]), (DELETED, ""): json_of(row["deleted_at"]), **own}
    for row in _beside(plan_id, EntryText, EntryText.language, EntryText.text):
        found[row.entry_id][row.field, row.language] = json_of(row.text)
    for table in (EntryLink, EntryTerm):
        for row in _beside(plan_id, table, table.target_id):
            target = json_of(row.target_id)
            found[row.entry_id][row.field, target or ""] = target
    return found


def _beside(plan_id: UUID, table: type[EntryText | EntryLink | EntryTerm], *columns: Any) -> list[Any]:
    entry = Entry.__table__
    statement = (
        select(table.entry_id, table.field, *columns)
        .join(entry, entry.c.id == table.entry_id)
        .where(entry.c.plan_id == plan_id)
        .order_by(table.entry_id, table.field, table.id)
    )
    return list(session().execute(statement))


def _faults_of_kept_facts(plan_id: UUID, logged: Mapping[UUID, _Logged]) -> Iterator[Fault]:
    """Yield the newest event of each entry with which other facts are kept than the rules say."""
    kept = _kept_facts(plan_id)
    sides = _single_sides(plan_id)
    for facts in entries_of_plan(plan_id):
        row = kept[facts.id]
        number = logged[facts.id].last_number if facts.id in logged else None
        if row.shortcomings != rules.shortcomings(facts.type, facts.values()):
            yield Fault(number, f"left entry {facts.id} with another list of what it lacks than the rules say")
        writers = [(row.created_by_id, row.created_at), (row.changed_by_id, row.changed_at)]
        known = {sides[person][0] for person, at in writers if person in sides and sides[person][1] <= at}
        if not known <= set(row.written_by):
            yield Fault(number, f"left entry {facts.id} with other sides that wrote in it than did")


def _kept_facts(plan_id: UUID) -> dict[UUID, Any]:
    entry = Entry.__table__.c
    statement = select(
        entry.id,
        entry.shortcomings,
        entry.written_by,
        entry.created_by_id,
        entry.created_at,
        entry.changed_by_id,
        entry.changed_at,
    ).where(entry.plan_id == plan_id)
    return {row.id: row for row in session().execute(statement.order_by(entry.id))}


def _single_sides(plan_id: UUID) -> dict[UUID, tuple[int, datetime]]:
    """Return, for everybody who writes for one side only, its position and since when they do; others changed sides."""
    statement = (
        select(PostHolder.person_id, Side.position, PostHolder.since)
        .join(Post, Post.id == PostHolder.post_id)
        .join(Side, Side.id == Post.side_id)
        .join(Plan, Plan.pairing_id == Side.pairing_id)
        .where(Plan.id == plan_id)
        .order_by(PostHolder.person_id, PostHolder.since, Side.position)
    )
    found: dict[UUID, set[int]] = defaultdict(set)
    since: dict[UUID, datetime] = {}
    for row in session().execute(statement):
        found[row.person_id].add(row.position)
        since.setdefault(row.person_id, row.since)
    return {person: (min(positions), since[person]) for person, positions in found.items() if len(positions) == 1}
