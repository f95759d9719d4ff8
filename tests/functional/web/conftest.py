"""Applications that lack something."""

from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import settings_for
from ucap.app import create_app

CLOSED_PORT = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=2"


@pytest.fixture(params=["sqlite", "postgresql"])
def app_without_database(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """Give the application while its database is away: its folder is gone, or nobody listens."""
    url = f"sqlite:///{tmp_path / 'gone' / 'ucap.db'}" if request.param == "sqlite" else CLOSED_PORT
    return create_app(settings_for(url, tmp_path))
