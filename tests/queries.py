"""Counting the statements that the database is sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from ucap.core.database import db


@contextmanager
def count_queries(engine: Engine | None = None) -> Iterator[list[str]]:
    """Collect every statement sent while inside; BEGIN and COMMIT are none."""
    statements: list[str] = []

    def collect(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    watched = engine or db.engine
    event.listen(watched, "before_cursor_execute", collect)
    try:
        yield statements
    finally:
        event.remove(watched, "before_cursor_execute", collect)
