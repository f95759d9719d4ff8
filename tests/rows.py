"""What lies in the database, to tell whether anything has changed."""

import hashlib
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, select

from ucap.core.database import Model, db, session


def digest_of_rows(*, without: Collection[str] = ()) -> str:
    """Return a digest of all rows of all tables but these."""
    session().rollback()
    digest = hashlib.sha256()
    for table in Model.metadata.sorted_tables:
        if table.name not in without:
            rows = session().execute(select(table).order_by(*table.primary_key.columns)).all()
            digest.update(repr((table.name, rows)).encode())
    session().rollback()
    return digest.hexdigest()


Rows = dict[str, dict[tuple[Any, ...], Row[Any]]]


def all_rows() -> Rows:
    """Return all rows of all tables, by their keys."""
    session().rollback()
    with db.engine.connect() as connection:
        return {
            table.name: {
                tuple(row._mapping[column] for column in table.primary_key.columns): row  # noqa: SLF001 - it is public
                for row in connection.execute(select(table))
            }
            for table in Model.metadata.sorted_tables
        }


def put_back(kept: Rows) -> list[Row[Any]]:
    """Make the tables hold these rows again; return the rows that had been added, changed or removed."""
    found = all_rows()
    if found == kept:
        return []
    touched = []
    with db.engine.begin() as connection:
        for table in reversed(Model.metadata.sorted_tables):
            for key in found[table.name].keys() - kept[table.name].keys():
                touched.append(found[table.name][key])
                connection.execute(table.delete().where(*_has_key(table, key)))
        for table in Model.metadata.sorted_tables:
            for key, row in kept[table.name].items():
                if key not in found[table.name]:
                    touched.append(row)
                    connection.execute(table.insert().values(row._asdict()))
                elif found[table.name][key] != row:
                    touched.append(found[table.name][key])
                    connection.execute(table.update().where(*_has_key(table, key)).values(row._asdict()))
    return touched


def _has_key(table: Table, key: tuple[Any, ...]) -> list[ColumnElement[bool]]:
    return [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
