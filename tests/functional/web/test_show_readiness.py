from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from flask import Flask

from tests.conftest import DATABASES, migrations, new_database, settings_for
from tests.pages import PageClient
from ucap.app import create_app
from ucap.core.database import db


def test_it_says_ready_when_the_tables_are_there(client: PageClient) -> None:
    answer = client.send("/readyz")

    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert answer.text == "ready\n"


def test_it_says_why_it_is_not_ready_while_the_database_is_away(app_without_database: Flask) -> None:
    answer = app_without_database.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.mimetype == "text/plain"
    assert answer.text == "not ready: the database cannot be reached\n"


def test_it_says_why_it_is_not_ready_while_tables_are_missing(app_without_tables: Flask) -> None:
    answer = app_without_tables.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.text.startswith("not ready: the database is at migration none, this release needs ")


def test_it_says_ready_after_the_migrations(app_without_tables: Flask) -> None:
    with app_without_tables.app_context():
        command.upgrade(migrations(), "head")

    answer = app_without_tables.test_client().get("/readyz")

    assert answer.status_code == 200


def test_health_needs_no_tables(app_without_tables: Flask) -> None:
    answer = app_without_tables.test_client().get("/healthz")

    assert answer.status_code == 200


@pytest.fixture(params=DATABASES)
def app_without_tables(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Give the application on an empty database."""
    url = new_database(request.param, tmp_path, request)
    app = create_app(settings_for(url, tmp_path))
    yield app
    with app.app_context():
        db.engine.dispose()
