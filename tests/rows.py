"""What lies in the database, to tell whether anything has changed.

Reading all tables takes longer than most requests. So what was read is remembered until a statement of this process
could have changed it; nobody else writes into the databases of tests.
"""

import hashlib
from collections.abc import Callable, Collection
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, event, select
from sqlalchemy.exc import IntegrityError

from ucap.core.database import Model, db, session

Result = TypeVar("Result")

COUNTED = frozenset({"taken_exports"})
"""What is written down when a file is made, which is limited: it is no change of what the file tells."""

_ONLY_READS = ("SELECT", "BEGIN", "PRAGMA", "SHOW")
_state = 0
_remembered: dict[object, tuple[int, object]] = {}


@event.listens_for(Engine, "before_cursor_execute")
def _note_statement(*called: Any) -> None:
    """Note that rows may be others now, unless the statement only reads."""
    if not called[2].lstrip().upper().startswith(_ONLY_READS):
        _note_change()


@event.listens_for(Engine, "commit")
def _note_change(*_called: Any) -> None:
    global _state  # noqa: PLW0603 - one for all engines, as the events are
    _state += 1


def _unless_remembered(what: object, read: Callable[[], Result]) -> Result:
    """Return what was read the last time, or read it if rows may have changed since."""
    session().rollback()
    key = (db.engine.url, what)
    kept = _remembered.get(key)
    if kept is not None and kept[0] == _state:
        return kept[1]  # type: ignore[return-value] # kept under the same name
    found = read()
    _remembered[key] = (_state, found)
    return found


def digest_of_rows(*, without: Collection[str] = ()) -> str:
    """Return a digest of all rows of all tables but these."""
    return _unless_remembered(("digest", *sorted(without)), lambda: _digest(without))


def _digest(without: Collection[str]) -> str:
    digest = hashlib.sha256()
    for table in Model.metadata.sorted_tables:
        if table.name not in without:
            rows = session().execute(select(table).order_by(*table.primary_key.columns)).all()
            digest.update(repr((table.name, rows)).encode())
    session().rollback()
    return digest.hexdigest()


Rows = dict[str, dict[tuple[Any, ...], Row[Any]]]


def all_rows() -> Rows:
    """Return all rows of all tables, by their keys; not to be changed."""
    return _unless_remembered("rows", _rows)


def _rows() -> Rows:
    with db.engine.connect() as connection:
        return {
            table.name: {
                tuple(row[place] for place in _places_of_key(table)): row for row in connection.execute(select(table))
            }
            for table in Model.metadata.sorted_tables
        }


@cache
def _places_of_key(table: Table) -> list[int]:
    return [list(table.columns).index(column) for column in table.primary_key.columns]


def put_back(kept: Rows) -> list[Row[Any]]:
    """Make the tables hold these rows again; return those that had been added, changed or removed, but for counts."""
    found = all_rows()
    if found == kept:
        return []
    touched = [row for table in kept for row in _touched(found[table], kept[table]) if table not in COUNTED]
    try:
        with db.engine.begin() as connection:
            _take_away(connection, found, kept)
            _restore(connection, found, kept)
    except IntegrityError:  # what was added is named by what was changed
        with db.engine.begin() as connection:
            _restore(connection, found, kept)
            _take_away(connection, found, kept)
    _remembered[(db.engine.url, "rows")] = (_state, kept)
    return touched


RowsOfTable = dict[tuple[Any, ...], Row[Any]]


def _touched(found: RowsOfTable, kept: RowsOfTable) -> list[Row[Any]]:
    """Return the rows that are others now, as they are, and those that are no more, as they were."""
    changed = [row for key, row in found.items() if kept.get(key) != row]
    return changed + [row for key, row in kept.items() if key not in found]


def _take_away(connection: Connection, found: Rows, kept: Rows) -> None:
    for table in reversed(Model.metadata.sorted_tables):
        for key in found[table.name].keys() - kept[table.name].keys():
            connection.execute(table.delete().where(*_has_key(table, key)))


def _restore(connection: Connection, found: Rows, kept: Rows) -> None:
    for table in Model.metadata.sorted_tables:
        for key, row in kept[table.name].items():
            if key not in found[table.name]:
                connection.execute(table.insert().values(row._asdict()))
            elif found[table.name][key] != row:
                connection.execute(table.update().where(*_has_key(table, key)).values(row._asdict()))


def _has_key(table: Table, key: tuple[Any, ...]) -> list[ColumnElement[bool]]:
    return [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
