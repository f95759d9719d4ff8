"""Going down loses nothing: tables are set aside under another name, and brought back when going up again."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

_PREFIX = "set_aside_"


def set_aside(tables: Sequence[str]) -> None:
    """Rename the tables, so that an older release does not see them."""
    for table in reversed(tables):
        op.rename_table(table, f"{_PREFIX}{table}")


def bring_back(tables: Sequence[str]) -> bool:
    """Give tables that were set aside their names back; tell whether there were any."""
    found = set(sa.inspect(op.get_bind()).get_table_names())
    if f"{_PREFIX}{tables[0]}" not in found:
        return False
    for table in tables:
        op.rename_table(f"{_PREFIX}{table}", table)
    return True


def set_aside_column(table: str, column: str) -> None:
    """Keep the column's values beside the table, before it is dropped."""
    op.execute(f"CREATE TABLE {_PREFIX}{table}_{column} AS SELECT id, {column} FROM {table}")  # noqa: S608 - names from migrations


def bring_back_column(table: str, column: str) -> None:
    """Give the rows that are still there the values back that were kept beside the table."""
    kept = f"{_PREFIX}{table}_{column}"
    if kept not in sa.inspect(op.get_bind()).get_table_names():
        return
    op.execute(
        f"UPDATE {table} SET {column} = (SELECT kept.{column} FROM {kept} AS kept WHERE kept.id = {table}.id) "  # noqa: S608 - names from migrations
        f"WHERE id IN (SELECT id FROM {kept})"
    )
    op.drop_table(kept)
