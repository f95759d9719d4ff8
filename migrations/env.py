"""How Alembic reaches the database and what the tables should look like."""

from typing import Literal

from alembic import context

from ucap.core.database import ExactNumber, Model, UtcDateTime, db


def render_item(kind: str, item: object, _autogenerate_context: object) -> str | Literal[False]:
    """Write our own column types as what they are in the database, so that migrations import nothing of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, ExactNumber):
        return 'sa.Numeric(24, 6).with_variant(sa.String(40), "sqlite")'
    return False


with db.engine.connect() as connection:
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
