"""Applications that lack something."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from tests.conftest import settings_for
from ucap.app import create_app
from ucap.core.database import db

SITE = "https://plans.example.org"

CLOSED_PORT = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=2"


@pytest.fixture(params=["sqlite", "postgresql"])
def app_without_database(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """Give the application while its database is away: its folder is gone, or nobody listens."""
    url = f"sqlite:///{tmp_path / 'gone' / 'ucap.db'}" if request.param == "sqlite" else CLOSED_PORT
    return create_app(settings_for(url, tmp_path))


@pytest.fixture
def app_behind(tmp_path: Path) -> dict[str, Flask]:
    """Give the application, on no database, as each number of servers in front that are trusted makes it."""
    settings = settings_for(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    return {str(count): create_app(replace(settings, trusted_proxies=count)) for count in range(3)}


@pytest.fixture
def production(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """Give the application as people reach it over https, on the same database, behind one server that is trusted."""
    made = create_app(
        Settings.from_environment(
            {
                "UCAP_BASE_URL": SITE,
                "UCAP_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
                "UCAP_DATA_DIR": str(tmp_path),
                "UCAP_SECRET_KEY": "a key for tests",
                "UCAP_TRUSTED_PROXIES": "1",
            }
        )
    )
    made.config["PROPAGATE_EXCEPTIONS"] = False
    yield made
    with made.app_context():
        db.engine.dispose()
