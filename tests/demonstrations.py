"""The demonstration for tests that look at it or serve it: loaded once in a run, and copied; loading takes seconds."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, insert, select

from tests.conftest import new_database, shared_folder
from tests.servers import ucap
from ucap.core.database import Model

_NAME = "ucap.db"


def demonstration_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Make a database of the kind with the demonstration in it, its files in the folder of data; return its URL."""
    loaded = _loaded_demonstration(shared_folder(request.getfixturevalue("tmp_path_factory")))
    url = new_database(kind, folder, request)
    shutil.copytree(loaded.parent / "files", folder / "files", dirs_exist_ok=True)
    if kind == "sqlite":
        shutil.copy(loaded, url.removeprefix("sqlite:///"))
    else:
        _prepare(folder, url)
        _copy_rows(f"sqlite:///{loaded}", url)
    return url


def _loaded_demonstration(shared: Path) -> Path:
    """Return the SQLite file with the demonstration that the first who asked has loaded, by the commands."""
    folder = shared / "demonstration"
    folder.mkdir(exist_ok=True)
    file = folder / _NAME
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            being_filled = folder / "being_filled.db"
            _prepare(folder, f"sqlite:///{being_filled}")
            assert _run(folder, f"sqlite:///{being_filled}", "demo", "load") == "Demonstration loaded.\n"
            with closing(sqlite3.connect(being_filled)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            being_filled.rename(file)
    return file


def _prepare(folder: Path, url: str) -> None:
    _run(folder, url, "db", "upgrade")


def _run(folder: Path, url: str, *arguments: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UCAP_", "COVERAGE_"))}
    own = {"UCAP_DATA_DIR": str(folder), "UCAP_DATABASE_URL": url, "UCAP_DEMO": "1"}
    return subprocess.run([ucap(), *arguments], env=kept | own, check=True, stdout=subprocess.PIPE, text=True).stdout


def _copy_rows(source: str, target: str) -> None:
    engines = create_engine(source), create_engine(target)
    tables = Model.metadata.sorted_tables
    with engines[0].connect() as loaded, engines[1].begin() as filled:
        for table in reversed(tables):  # migrations bring some rows of their own
            filled.execute(delete(table))
        for table in tables:
            rows = [row._asdict() for row in loaded.execute(select(table))]
            if rows:
                filled.execute(insert(table), rows)
    for engine in engines:
        engine.dispose()
