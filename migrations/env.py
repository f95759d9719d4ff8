"""How Alembic reaches the database and what the tables should look like."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from ucap.core.database import ExactNumber, Model, MoneyText, UtcDateTime, db


def render_item(kind: str, item: object, _autogenerate_context: object) -> str | Literal[False]:
    """Write our own column types as what they are in the database, so that migrations import nothing of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, ExactNumber):
        return 'sa.Numeric(24, 6).with_variant(sa.String(40), "sqlite")'
    if kind == "type" and isinstance(item, MoneyText):
        return "sa.String(40)"
    return False


def switch_foreign_keys(connection: Connection, state: str) -> None:
    """Let SQLite make tables anew while others refer to them; outside of a transaction, or it has no effect."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={state}")


with db.engine.connect() as connection:
    switch_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_item=render_item,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    switch_foreign_keys(connection, "ON")
