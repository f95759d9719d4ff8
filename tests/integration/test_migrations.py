from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import MetaData, inspect, select

from tests.conftest import DATABASES, migrations, new_database, settings_for
from tests.demonstrations import demonstration_database
from ucap.app import create_app
from ucap.core.database import Model, db, session

Rows = dict[str, list[str]]


@pytest.fixture(params=DATABASES)
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Give the application, its context open, on a database without a table."""
    yield from opened(new_database(request.param, tmp_path, request), tmp_path)


@pytest.fixture(params=DATABASES)
def filled_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Give the application, its context open, with the demonstration."""
    yield from opened(demonstration_database(request.param, tmp_path, request), tmp_path)


def opened(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for(url, folder))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_tables_are_made_from_nothing(empty_app: Flask) -> None:
    command.upgrade(migrations(), "head")

    assert set(Model.metadata.tables) <= tables()


def test_models_and_migrations_agree(empty_app: Flask) -> None:
    command.upgrade(migrations(), "head")

    command.check(migrations())


def test_there_is_one_line_of_migrations_named_by_number() -> None:
    scripts = ScriptDirectory.from_config(migrations())

    revisions = [script.revision for script in scripts.walk_revisions()]

    assert len(scripts.get_heads()) == 1
    assert sorted(revisions) == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")


def test_filled_tables_go_down_and_up_again_without_losing_anything(filled_app: Flask) -> None:
    scripts = ScriptDirectory.from_config(migrations())
    steps = [script.revision for script in scripts.walk_revisions()]
    before = rows()
    session().close()

    for _step in steps:
        command.downgrade(migrations(), "-1")
    assert not set(Model.metadata.tables) & tables()
    for _step in steps:
        command.upgrade(migrations(), "+1")

    after = rows()
    assert before.keys() == after.keys()
    assert all(before[name] == after[name] for name in before)
    assert len(before["plans"]) == 66
    command.check(migrations())


def test_going_down_and_up_twice_works_on_empty_tables(empty_app: Flask) -> None:
    for _time in range(2):
        command.upgrade(migrations(), "head")
        command.downgrade(migrations(), "base")
    command.upgrade(migrations(), "head")

    assert not any(rows().values())


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def rows() -> Rows:
    """Return all rows of all tables as they lie in the database."""
    found = MetaData()
    found.reflect(db.engine)
    with db.engine.connect() as connection:
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in found.tables.items()
            if name != "alembic_version"
        }
