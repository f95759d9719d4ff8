"""What lies in the database, to tell whether anything has changed.

Reading all tables takes longer than most requests. So what was read of a table is remembered until a statement of this
process could have changed it; nobody else writes into the databases of tests, and no row is changed by another's leave.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cache, partial
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, event, select
from sqlalchemy.exc import IntegrityError

from ucap.core.database import Model, db, session

Result = TypeVar("Result")

COUNTED = frozenset({"taken_exports"})
"""What is written down when a file is made, which is limited: it is no change of what the file tells."""

_ONLY_READS = ("SELECT", "BEGIN", "PRAGMA", "SHOW")
_CHANGED_TABLE = re.compile(r'(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)[^;]*\Z', re.IGNORECASE)
_ALL = ""
_changes: Counter[str] = Counter()
"""How often rows of a table may have become others."""
_not_committed: set[str] = set()
_remembered: dict[object, tuple[object, object]] = {}


@event.listens_for(Engine, "before_cursor_execute")
def _note_statement(*called: Any) -> None:
    """Note that rows may be others now, unless the statement only reads."""
    statement = called[2].lstrip()
    if not statement.upper().startswith(_ONLY_READS):
        named = _CHANGED_TABLE.match(statement)
        _not_committed.add(named[1] if named else _ALL)
        _changes.update(_not_committed)


@event.listens_for(Engine, "commit")
def _note_commit(*_called: Any) -> None:
    """Note it again: until now, others read what stood there before."""
    _changes.update(_not_committed)
    _not_committed.clear()


def _unless_remembered(what: str, table: Table, read: Callable[[], Result]) -> Result:
    """Return what was read of the table the last time, or read it if rows may have changed since."""
    kept = _remembered.get((db.engine.url, what, table.name))
    if kept is not None and kept[0] == _state_of(table):
        return kept[1]  # type: ignore[return-value] # kept under the same name
    return _remember(what, table, read())


def _remember(what: str, table: Table, found: Result) -> Result:
    _remembered[(db.engine.url, what, table.name)] = (_state_of(table), found)
    return found


def _state_of(table: Table) -> tuple[int, int]:
    return _changes[_ALL], _changes[table.name]


@cache
def _tables() -> list[Table]:
    """Return all tables, those that others name before them; sorting them takes as long as reading one."""
    return Model.metadata.sorted_tables


def digest_of_rows(*, without: Collection[str] = ()) -> str:
    """Return a digest of all rows of all tables but these."""
    session().rollback()
    digest = hashlib.sha256()
    for table in _tables():
        if table.name not in without:
            digest.update(_unless_remembered("digest", table, partial(_digest, table)))
    session().rollback()
    return digest.hexdigest()


def _digest(table: Table) -> bytes:
    rows = session().execute(select(table).order_by(*table.primary_key.columns)).all()
    return hashlib.sha256(repr((table.name, rows)).encode()).digest()


Rows = dict[str, dict[tuple[Any, ...], Row[Any]]]


def all_rows() -> Rows:
    """Return all rows of all tables, by their keys; not to be changed."""
    session().rollback()
    return {table.name: _unless_remembered("rows", table, partial(_rows, table)) for table in _tables()}


def _rows(table: Table) -> dict[tuple[Any, ...], Row[Any]]:
    places = _places_of_key(table)
    with db.engine.connect() as connection:
        return {tuple(row[place] for place in places): row for row in connection.execute(select(table))}


@cache
def _places_of_key(table: Table) -> list[int]:
    return [list(table.columns).index(column) for column in table.primary_key.columns]


def put_back(kept: Rows) -> list[Row[Any]]:
    """Make the tables hold these rows again; return those that had been added, changed or removed, but for counts."""
    found = all_rows()
    others = [table for table in _tables() if found[table.name] != kept[table.name]]
    if not others:
        return []
    touched = [row for one in others for row in _touched(found[one.name], kept[one.name]) if one.name not in COUNTED]
    try:
        with db.engine.begin() as connection:
            _take_away(connection, others, found, kept)
            _restore(connection, others, found, kept)
    except IntegrityError:  # what was added is named by what was changed
        with db.engine.begin() as connection:
            _restore(connection, others, found, kept)
            _take_away(connection, others, found, kept)
    for table in others:
        _remember("rows", table, kept[table.name])
    return touched


RowsOfTable = dict[tuple[Any, ...], Row[Any]]


def _touched(found: RowsOfTable, kept: RowsOfTable) -> list[Row[Any]]:
    """Return the rows that are others now, as they are, and those that are no more, as they were."""
    changed = [row for key, row in found.items() if kept.get(key) != row]
    return changed + [row for key, row in kept.items() if key not in found]


def _take_away(connection: Connection, tables: Sequence[Table], found: Rows, kept: Rows) -> None:
    for table in reversed(tables):
        for key in found[table.name].keys() - kept[table.name].keys():
            connection.execute(table.delete().where(*_has_key(table, key)))


def _restore(connection: Connection, tables: Sequence[Table], found: Rows, kept: Rows) -> None:
    for table in tables:
        for key, row in kept[table.name].items():
            if key not in found[table.name]:
                connection.execute(table.insert().values(row._asdict()))
            elif found[table.name][key] != row:
                connection.execute(table.update().where(*_has_key(table, key)).values(row._asdict()))


def _has_key(table: Table, key: tuple[Any, ...]) -> list[ColumnElement[bool]]:
    return [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
