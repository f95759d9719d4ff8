"""The store of files: a folder beside the database, whose names say nothing and whose files never change."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from ucap.core.database import db

SMALL = "-small"
"""What the name of a photo as pages show it ends in."""

_NAME = re.compile(r"[0-9a-f]{32}(-small)?")
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


class FileStore:
    """Keeps files under the ids of the records that tell of them.

    Attributes:
        most_of_plan: how many MB the files of one plan are to take at most; who adds to them keeps to it.
    """

    def __init__(self, folder: Path, *, most_of_plan: int) -> None:
        """Keep them in the folder, which is made when it is needed."""
        self._folder = folder
        self.most_of_plan = most_of_plan

    def keep(self, file_id: UUID, content: bytes, *, part: str = "") -> None:
        """Write a file so that it is there whole, and on the disk, or not at all.

        Raises:
            OSError: if the disk is full or cannot be written.
        """
        path = self._path(f"{file_id.hex}{part}")
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        made = path.with_name(f".{uuid4().hex}")
        try:
            descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(descriptor)
            made.rename(path)
        except OSError:
            with suppress(OSError):
                made.unlink(missing_ok=True)
            raise
        _write_down(path.parent)
        _write_down(path.parent.parent)

    def read(self, file_id: UUID, *, part: str = "") -> bytes:
        """Return a file.

        Raises:
            OSError: if it is not there or cannot be read.
        """
        descriptor = os.open(self._path(f"{file_id.hex}{part}"), os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            return file.read()

    def remove(self, file_id: UUID) -> None:
        """Take a file out of the store, with all that was made of it; what is not there need not be taken out."""
        for part in ("", SMALL):
            self._path(f"{file_id.hex}{part}").unlink(missing_ok=True)

    def kept_before(self, at: datetime) -> Iterator[UUID]:
        """Return what was kept before a moment; what was left half written before it is taken out."""
        for path in sorted(self._folder.glob("??/*")) if self._folder.is_dir() else ():
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) >= at:
                continue
            if path.name.startswith("."):
                path.unlink(missing_ok=True)
            elif _NAME.fullmatch(path.name) and not path.name.endswith(SMALL):
                yield UUID(path.name)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a file in the store")
        return self._folder / name[:2] / name


def _write_down(folder: Path) -> None:
    """Have the disk know of the files in a folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_stores: WeakKeyDictionary[Engine, FileStore] = WeakKeyDictionary()


def prepare_store(engine: Engine, folder: Path, *, most_of_plan: int) -> None:
    """Let the files of a database lie in the folder, those of one plan up to so many MB."""
    _stores[engine] = FileStore(folder, most_of_plan=most_of_plan)


def store() -> FileStore:
    """Return the store beside the database of the present application."""
    return _stores[db.engine]
