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
