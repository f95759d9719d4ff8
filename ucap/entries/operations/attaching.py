"""Files that come with entries: put into the store before the plan is locked, told of in it, else cleared away."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import structlog

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.file_store import SMALL, store
from ucap.core.files import BroughtFile, digest_of, safe_name
from ucap.core.languages import words_in
from ucap.core.text import message
from ucap.entries.access import file_to_erase
from ucap.entries.fields import FieldValue
from ucap.entries.files import MOST_FILES, FileKind
from ucap.entries.models import Entry, entry_type_named
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.operations.saving import add_entry
from ucap.entries.queries.changing import entry_to_change, texts_to_change
from ucap.entries.queries.files import FileName, files_among, files_of_entry, kilobytes_of_plan
from ucap.entries.rules import refusal_to_take_in
from ucap.history.log import open_change
from ucap.history.operations import erase_values

_LEFT_FOR = timedelta(days=1)
"""How long a file that no entry tells of may still be on its way into the plan."""

_ERASED = message("A file that was erased")
_AT_ONCE = 500
_KILOBYTE = 1_000
_logger = structlog.get_logger()


@dataclass(frozen=True)
class NewFile:
    """A file that came with a form.

    Attributes:
        says: what it shows, or what it is.
        field: where it was chosen.
    """

    brought: BroughtFile
    says: str
    field: str


@dataclass
class KeptFile:
    """A file that lies in the store, under the id of the entry that is to tell of it.

    Attributes:
        is_told: whether one does.
    """

    id: UUID
    new: NewFile
    is_told: bool = False


@contextmanager
def in_store(files: Sequence[NewFile]) -> Iterator[list[KeptFile]]:
    """Put the files into the store; those of which no entry tells in the end are taken out again.

    Raises:
        RuleBroken: if there is no room for them.
    """
    kept: list[KeptFile] = []
    is_done = False
    try:
        for new in files:
            kept.append(KeptFile(uuid4(), new))
            _put(kept[-1])
        yield kept
        is_done = True
    finally:
        for one in kept:
            if not (is_done and one.is_told):
                with suppress(OSError):
                    store().remove(one.id)


def _put(kept: KeptFile) -> None:
    brought = kept.new.brought
    try:
        store().keep(kept.id, brought.content)
        if brought.small:
            store().keep(kept.id, brought.small, part=SMALL)
    except OSError as error:
        _logger.exception("file_not_kept", errno=error.errno)
        said = message(
            "The server has no room for files now, so nothing was saved. Save without the file, and tell the helpdesk."
        )
        raise RuleBroken(said, field=kept.new.field) from error


def attach_files(plan_id: UUID, entry_id: UUID, files: Sequence[KeptFile], *, by: Person, at: datetime) -> None:
    """Add, as part of an operation that has opened the plan, an entry for each file that this one does not have yet.

    Raises:
        RuleBroken: if they are too many, or too much for the plan.
    """
    if not files:
        return
    whole = entry_to_change(plan_id, entry_id)
    if whole is None or not type(whole).files_in:
        raise NotFound
    entry_type = entry_type_named(type(whole).files_in)
    standing = [one for one in files_of_entry(entry_id, type(whole).files_in) if not one.is_deleted]
    digests = {one.digest for one in standing}
    taken = kilobytes_of_plan(plan_id)
    for kept in files:
        if kept.new.brought.digest in digests:
            continue
        digests.add(kept.new.brought.digest)
        if len(digests) > MOST_FILES:
            said = message("No more than %(most)s files fit. Delete one that is there first.", most=MOST_FILES)
            raise RuleBroken(said, field=kept.new.field)
        taken += _kilobytes(kept.new.brought)
        refusal = refusal_to_take_in(taken, most_megabytes=store().most_of_plan)
        if refusal:
            raise RuleBroken(refusal, field=kept.new.field)
        values = {**_values(entry_type, kept.new), entry_type.part_of: (entry_id,), "place_id": whole.place_id}
        add_entry(plan_id, entry_type, values=values, by=by, at=at, entry_id=kept.id)
        kept.is_told = True


def _kilobytes(brought: BroughtFile) -> int:
    """Return how large the file is, rounded up."""
    return -(-len(brought.content) // _KILOBYTE)


def _values(entry_type: type[Entry], new: NewFile) -> dict[str, FieldValue]:
    brought = new.brought
    return {
        entry_type.title_field().name: new.says,
        "name": brought.name,
        "kind": FileKind.of(brought.kind),
        "size": Decimal(_kilobytes(brought)),
        "width": Decimal(brought.width) if brought.small else None,
        "height": Decimal(brought.height) if brought.small else None,
        "digest": brought.digest,
        "small_digest": digest_of(brought.small) if brought.small else None,
    }


def erase_file(plan_id: UUID, entry_id: UUID, *, by: Person, at: datetime) -> None:
    """Delete a file, and erase it for good with all that the history knew of it; the history still verifies.

    Raises:
        Forbidden, NotFound: if the person may not change it, or there is no such file.
    """
    _erase(plan_id, entry_id, by=by, at=at)
    try:
        store().remove(entry_id)
    except OSError as error:  # it is cleared away with those of which no entry tells
        _logger.warning("file_not_cleared_away", errno=error.errno)


@transactional
def _erase(plan_id: UUID, entry_id: UUID, *, by: Person, at: datetime) -> None:
    file_to_erase(plan_id, entry_id, by)
    delete_entry(plan_id, entry_id, by=by, at=at)
    entry: Any = entry_to_change(plan_id, entry_id)
    entry.version += 1
    entry.name = safe_name("", str(entry.kind))
    entry.digest = entry.small_digest = None
    for text in texts_to_change(entry_id, entry.language).values():
        text.text, text.version = words_in(_ERASED, entry.language), entry.version
    session().flush()
    for field in (type(entry).title_field().name, "name", "digest", "small_digest"):
        erase_values(plan_id, entry_id, field, matching=lambda _text: True, by_id=by.id, at=at)


@transactional
def forget_name_of_file(file: FileName, *, matching: Callable[[str], bool], by_id: UUID, at: datetime) -> None:
    """Call a file by its kind alone, and erase from the history what it was called; who may has been checked."""
    open_change(file.plan_id, by_id=by_id, at=at)
    entry = entry_to_change(file.plan_id, file.entry_id)
    if entry is None:
        raise NotFound
    entry.version += 1
    entry.name = safe_name("", str(entry.kind))  # type: ignore[attr-defined] # of a type that holds files
    session().flush()
    erase_values(file.plan_id, file.entry_id, "name", matching=matching, by_id=by_id, at=at)


@transactional
def clear_away(*, at: datetime) -> int:
    """Take out of the store what has lain there for a day and no entry tells of; return how many files.

    Such a file is left where a save was cut off, and nobody can see it. What a deleted entry holds stays.
    """
    found = list(store().kept_before(at - _LEFT_FOR))
    count = 0
    for first in range(0, len(found), _AT_ONCE):
        some = found[first : first + _AT_ONCE]
        for file_id in sorted(set(some) - files_among(some)):
            try:
                store().remove(file_id)
            except OSError as error:
                _logger.warning("file_not_cleared_away", errno=error.errno)
            else:
                count += 1
    return count
