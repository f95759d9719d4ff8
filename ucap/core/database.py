"""The database: base class of the models, column types, and the one place where a transaction begins and ends."""

import fcntl
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Numeric,
    PoolProxiedConnection,
    Row,
    Select,
    String,
    Uuid,
    column,
    event,
    func,
    inspect,
    select,
    table,
)
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column, registry
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlalchemy.util import ScopedRegistry

from ucap.core.money import Money

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_WRITES = "ucap_writes"
_IN_OPERATION = "ucap_in_operation"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite keeps it without the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone and hand over UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Key(Uuid[UUID]):
    """An opaque key; where a database keeps it as text, keys that are read again and again are made once."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what makes a key of what the database gave, or None if that is one."""
        make: Callable[[Any], Any] | None = super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]
        return lru_cache(maxsize=10_000)(make) if make else None


class ExactNumber(TypeDecorator[Decimal]):
    """A decimal number kept exactly: NUMERIC(24, 6), on SQLite as text."""

    impl = Numeric(24, 6)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text on SQLite, which has no exact decimals."""
        return dialect.type_descriptor(String(40) if dialect.name == "sqlite" else Numeric(24, 6))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        """Hand over the number, as plain digits on SQLite."""
        return f"{value:f}" if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Decimal | str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Return the number without the zeros that the column adds."""
        return None if value is None else plain_number(Decimal(value))


class MoneyText(TypeDecorator[Money]):
    """Money kept as text: the exact amount, a blank, and the currency."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Write the money."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Money | None:  # noqa: ARG002 - fixed by SQLAlchemy
        """Read the money."""
        return None if value is None else Money.of(value)


def plain_number(value: Decimal) -> Decimal:
    """Return the same number without trailing zeros or an exponent."""
    return Decimal(f"{value.normalize():f}")


class Model(DeclarativeBase):
    """Base of every table."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime(), Decimal: ExactNumber(), UUID: Key()},
    )


def key() -> MappedColumn[UUID]:
    """Return a primary key column: an opaque random UUID made in Python."""
    return mapped_column(primary_key=True, default=uuid4)


def choice_type(choices: type[StrEnum]) -> EnumColumn:
    """Return the column type of a closed set, stored by value; the table adds the CHECK."""
    return EnumColumn(
        choices,
        native_enum=False,
        length=40,
        values_callable=lambda members: [str(member) for member in members],
    )


class MomentSession(Session):
    """A session that shows one moment, whether one asks for columns or for objects.

    Most pages ask for columns only, past the unit of work, whose own transaction costs as much as an answer. They are
    read by a plain connection; objects that are asked for later come by the same. What an operation writes does not.
    """

    def get_bind(self, *args: Any, **options: Any) -> Engine | Connection:
        """Return the plain connection while one reads by it."""
        return _readers() if _readers.has() else super().get_bind(*args, **options)

    def commit(self) -> None:
        """Commit, and let the next question be of a later moment."""
        super().commit()
        end_moment()

    def rollback(self) -> None:
        """Roll back, and let the next question be of a later moment."""
        super().rollback()
        end_moment()

    def close(self) -> None:
        """Give up what was read, and the connection."""
        super().close()
        end_moment()


def _reading() -> Connection:
    """Return the connection by which one reads now; what waits to be written is written first."""
    if db.session.registry.has() and session().in_transaction():
        session().flush()
        return session().connection()
    return _readers()


def end_moment(_error: BaseException | None = None) -> None:
    """Give back the connection by which one reads, so that the next question is of a later moment."""
    connection = _readers.registry.pop(_readers.scopefunc(), None)
    if connection is not None:
        connection.close()


db = SQLAlchemy(
    session_options={
        "class_": MomentSession,
        "expire_on_commit": False,
        "join_transaction_mode": "control_fully",  # a connection that one reads by is the session's own
    },
    disable_autonaming=True,
)


def _begin_reading() -> Connection:
    return db.engine.connect()


_readers = ScopedRegistry(_begin_reading, scopefunc=db.session.registry.scopefunc)
"""The connections by which one reads, one for each application context."""


def session() -> MomentSession:
    """Return the session of the present application context."""
    return cast("MomentSession", db.session())


def rows(
    statement: Select[*tuple[Any, ...]], values: Mapping[str, object] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the rows that answer a question for columns; it is asked past the unit of work."""
    return _reading().execute(statement, values).all()


def release(record: Model) -> None:
    """Let the session forget the record, so that it keeps what was read beyond the transaction."""
    session().expunge(record)


class WriterQueue:
    """Lets those who write to one SQLite file go one after another, in the order they came.

    SQLite itself lets the luckiest go first, and the unlucky wait for seconds.
    """

    def __init__(self, path: str) -> None:
        """Queue for the database file at `path`, threads in this process and other processes alike."""
        self._path = f"{path}.queue"
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._writer: int | None = None

    @property
    def is_my_turn(self) -> bool:
        """Tell whether it is this thread's turn."""
        return self._writer == threading.get_ident()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and hold it."""
        ticket = threading.Lock()
        ticket.acquire()
        with self._guard:
            self._waiting.append(ticket)
            if len(self._waiting) == 1:
                ticket.release()
        ticket.acquire()
        try:
            descriptor = self._open()
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                self._writer = threading.get_ident()
                yield
            finally:
                self._writer = None
                os.close(descriptor)
        finally:
            with self._guard:
                self._waiting.popleft()
                if self._waiting:
                    self._waiting[0].release()

    def _open(self) -> int:
        """Open the file that stands for the queue; without it the database itself is away."""
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise OperationalError("open the queue of writers", None, error) from error


_queues: WeakKeyDictionary[Engine, WriterQueue] = WeakKeyDictionary()


def prepare_engine(engine: Engine) -> None:
    """Set up what the database needs for safe reading and writing: settings, transactions, SQLite's writers' queue."""
    if engine.dialect.name == "postgresql" and not event.contains(engine, "begin", _begin_on_postgresql):
        event.listen(engine, "begin", _begin_on_postgresql)
    if engine.dialect.name != "sqlite" or engine in _queues:
        return
    queue = WriterQueue(str(engine.url.database))
    _queues[engine] = queue
    event.listen(engine, "connect", _set_up_sqlite)

    def begin(connection: PoolProxiedConnection) -> None:
        """Begin: to write, where it is this thread's turn; to read takes no lock, so that it never fails."""
        connection.cursor().execute("BEGIN IMMEDIATE" if queue.is_my_turn else "BEGIN")

    engine.dialect.do_begin = begin  # type: ignore[assignment] # no event: those of an engine slow each statement


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_on_postgresql(connection: Connection) -> None:
    """Show who reads one moment, as SQLite does: else a form shows an older text beside a newer version.

    Who writes must see what was committed while they waited for the lock of the plan.
    """
    writes = connection.get_execution_options().get(_WRITES, False)
    driver = connection.connection.dbapi_connection
    if driver is not None:
        connection.dialect.set_isolation_level(driver, "READ COMMITTED" if writes else "REPEATABLE READ")


def transactional(operation: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Make the operation one transaction, committed when it returns; an operation called inside another joins it."""

    @wraps(operation)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        current = session()
        if _IN_OPERATION in current.info:
            return operation(*args, **kwargs)
        current.rollback()  # what was read before is read again inside
        engine = db.engine
        queue = _queues.get(engine)
        with queue.turn() if queue else nullcontext():
            kept = dict(current.info)
            current.info[_IN_OPERATION] = True
            try:
                current.connection(execution_options={_WRITES: True})
                result = operation(*args, **kwargs)
                current.commit()
            except BaseException:
                current.rollback()
                raise
            finally:
                current.info.clear()
                current.info.update(kept)
            return result

    return run


def wait_for_turn(name: str) -> None:
    """Wait until no other transaction is at work under the name; it is free again when the present one ends.

    On SQLite those who write go one after another anyway.
    """
    if db.engine.dialect.name == "postgresql":
        session().execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def migration_gap(folder: Path) -> str | None:
    """Tell how the database's tables differ from what the migrations in `folder` lead to; None if they are right.

    Alembic is not asked: it would take 11 MB of each process that answers requests.

    Raises:
        sqlalchemy.exc.DBAPIError: if the database cannot be reached.
    """
    wanted = max(path.name for path in (folder / "versions").glob("*.py")).partition("_")[0]
    with db.engine.connect() as connection:
        kept: Select[str] = select(column("version_num", String)).select_from(table("alembic_version"))
        found = connection.scalar(kept) if inspect(connection).has_table("alembic_version") else None
    return None if found == wanted else f"the database is at migration {found or 'none'}, this release needs {wanted}"
