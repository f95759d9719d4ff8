"""The order of a plan's entries of a type: those that stand are numbered from 1, without a gap.

Entries that only make room are changed behind the log's back, on purpose: the log tells what somebody did.
"""

from sqlalchemy import update

from ucap.core.database import session
from ucap.entries.models import Entry
from ucap.entries.queries.changing import last_position


def close_gap(entry: Entry) -> None:
    """Let the entries behind one that leaves the order come up."""
    _shift(entry, first=entry.position + 1, last=None, by=-1)


def put_back(entry: Entry) -> None:
    """Give a deleted entry that comes back its old place, or the last one if there are fewer now."""
    last = last_position(entry.plan_id, type(entry))
    position = min(entry.position, last + 1)
    make_room(entry, position)
    entry.position = position


def make_room(entry: Entry, position: int) -> None:
    """Free a place for an entry that is not in the order yet; those from there on go back by one."""
    _shift(entry, first=position, last=None, by=1)


def move(entry: Entry, to_position: int) -> None:
    """Put the entry at another place; those it passes make room."""
    if to_position < entry.position:
        _shift(entry, first=to_position, last=entry.position - 1, by=1)
    else:
        _shift(entry, first=entry.position + 1, last=to_position, by=-1)
    entry.position = to_position


def _shift(entry: Entry, *, first: int, last: int | None, by: int) -> None:
    """Renumber the standing entries of the same plan and type between two places."""
    table = Entry.metadata.tables[Entry.__tablename__]  # not the class: see above
    column = table.c
    statement = update(table).where(
        column.plan_id == entry.plan_id,
        column.type == entry.type,
        column.deleted_at.is_(None),
        column.position >= first,
    )
    if last is not None:
        statement = statement.where(column.position <= last)
    session().flush()
    session().execute(statement.values(position=column.position + by))
