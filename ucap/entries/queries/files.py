"""Files that come with entries: which there are, and whether they stand."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, union_all

from ucap.core.database import rows, session
from ucap.entries.files import holds_file
from ucap.entries.models import Entry, EntryLink, entry_type_named, entry_types


@dataclass(frozen=True)
class FileFacts:
    """A file that comes with an entry: its digests as it is kept and as pages show it; the second may be empty."""

    id: UUID
    digest: str
    small_digest: str
    is_deleted: bool


def files_of_plan(plan_id: UUID) -> list[FileFacts]:
    """Return the files of all entries of the plan, deleted ones included."""
    return list(_files(Entry.plan_id == plan_id))


def files_of_entry(entry_id: UUID, files_in: str) -> list[FileFacts]:
    """Return the files of one entry, deleted ones included; `files_in` is the type that holds them."""
    part_of = entry_type_named(files_in).part_of
    own = select(EntryLink.entry_id).where(EntryLink.target_id == entry_id, EntryLink.field == part_of)
    return list(_files(Entry.id.in_(own)))


@dataclass(frozen=True)
class FileName:
    """What a file is called, and where it is."""

    plan_id: UUID
    entry_id: UUID
    name: str


def names_of_files(plan_ids: Collection[UUID] | None = None) -> list[FileName]:
    """Return what the files of these plans are called, or of all plans; deleted ones included."""
    entry = Entry.__table__
    of_types = [
        select(entry.c.plan_id, entry.c.id, own.name).join_from(entry, entry_type.__table__, own.id == entry.c.id)
        for entry_type in entry_types()
        if holds_file(entry_type)
        for own in [entry_type.__table__.c]
    ]
    found = union_all(*of_types).subquery("found").c
    statement = select(found.plan_id, found.id, found.name).order_by(found.plan_id, found.id)
    if plan_ids is not None:
        statement = statement.where(found.plan_id.in_(plan_ids))
    return [FileName(row.plan_id, row.id, row.name or "") for row in rows(statement)]


def kilobytes_of_plan(plan_id: UUID) -> int:
    """Return how much the files of the plan take in the store; deleted ones lie there, erased ones do not."""
    entry = Entry.__table__
    of_types = [
        select(own.size)
        .join_from(entry, entry_type.__table__, own.id == entry.c.id)
        .where(entry.c.plan_id == plan_id, own.digest.is_not(None))
        for entry_type in entry_types()
        if holds_file(entry_type)
        for own in [entry_type.__table__.c]
    ]
    return int(session().scalar(select(func.sum(union_all(*of_types).subquery("found").c.size))) or 0)


def files_among(ids: Sequence[UUID]) -> set[UUID]:
    """Return those of the ids that entries hold files by; an entry whose file was erased holds none."""
    return {one.id for one in _files(Entry.id.in_(ids)) if one.digest}


def _files(condition: object) -> Iterator[FileFacts]:
    entry = Entry.__table__
    of_types = [
        select(entry.c.id, own.digest, own.small_digest, entry.c.deleted_at)
        .join_from(entry, entry_type.__table__, own.id == entry.c.id)
        .where(condition)  # type: ignore[arg-type] # a condition of SQLAlchemy
        for entry_type in entry_types()
        if holds_file(entry_type)
        for own in [entry_type.__table__.c]
    ]
    found = union_all(*of_types).subquery("found").c
    statement = select(found.id, found.digest, found.small_digest, found.deleted_at).order_by(found.id)
    for row in rows(statement):
        yield FileFacts(row.id, row.digest or "", row.small_digest or "", is_deleted=row.deleted_at is not None)


def stands_with_whole(entry_id: UUID) -> bool:
    """Tell whether all that the entry is a part of, and what that is a part of, stands in the plan."""
    names = {entry_type.part_of for entry_type in entry_types() if entry_type.part_of}
    ids = [entry_id]
    while ids:
        statement = (
            select(EntryLink.target_id, Entry.deleted_at)
            .join(Entry, Entry.id == EntryLink.target_id)
            .where(EntryLink.entry_id.in_(ids), EntryLink.field.in_(names))
            .order_by(EntryLink.target_id)
        )
        found = session().execute(statement).all()
        if any(row.deleted_at for row in found):
            return False
        ids = [row.target_id for row in found]
    return True
