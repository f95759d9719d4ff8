import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from tests.factories import change_entry, entry_of, make_entry, make_member, make_person, make_plan
from ucap.accounts.models import Person
from ucap.core.database import WriterQueue, db, migration_gap, plain_number, session, transactional
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.objectives import Objective

ANY_NUMBER = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6)


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    plan = make_plan()

    with pytest.raises(Exception, match="time zone"):
        make_entry(plan, Objective, by=make_member(plan), at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_a_moment_comes_back_in_utc(app: Flask) -> None:
    plan = make_plan()
    at = datetime(2026, 7, 1, 1, 2, 3, 4, tzinfo=timezone(timedelta(hours=5, minutes=30)))

    back = entry_of(plan, make_entry(plan, Objective, by=make_member(plan), at=at)).created_at

    assert back == at
    assert back.tzinfo is UTC


def test_what_one_reads_is_of_one_moment(app: Flask) -> None:
    plan = make_plan()
    asha = make_member(plan)
    entry = make_entry(plan, Objective, by=asha, statement="Dry streets")
    session().rollback()
    seen = entry_of(plan, entry)

    with ThreadPoolExecutor(1) as other:
        other.submit(_change_meanwhile, app, plan, entry, asha).result()

    assert (entry_of(plan, entry).version, entry_of(plan, entry).title()) == (seen.version, "Dry streets")
    session().rollback()
    assert entry_of(plan, entry).title() == "Cool squares"


def _change_meanwhile(app: Flask, plan: PlanFacts, entry: UUID, person: Person) -> None:
    with app.app_context():
        change_entry(plan, entry, by=person, statement="Cool squares")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY_NUMBER)
def test_a_number_comes_back_exactly(app: Flask, number: Decimal) -> None:
    plan = make_plan()

    back = entry_of(plan, make_entry(plan, Objective, by=make_member(plan), target=number)).value("target")

    assert back == number
    assert "E" not in str(back)


@pytest.mark.parametrize(("number", "plain"), [("1E+3", "1000"), ("1.500000", "1.5"), ("0E-6", "0"), ("-0.10", "-0.1")])
def test_a_plain_number_has_no_exponent_and_no_zeros_at_its_end(number: str, plain: str) -> None:
    assert str(plain_number(Decimal(number))) == plain


def test_what_was_acknowledged_is_on_the_disk(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        settings = {name: session().scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")}
        assert settings == {"journal_mode": "wal", "synchronous": 2}
        assert session().scalar(text("PRAGMA foreign_keys")) == 1
    else:
        assert session().scalar(text("SHOW synchronous_commit")) == "on"


def test_an_operation_inside_another_joins_it(app: Flask) -> None:
    @transactional
    def inner() -> None:
        session().add(Person(email="a@example.org", name="x", password_hash="x"))

    @transactional
    def outer() -> None:
        inner()
        session().flush()
        raise KeyError

    with pytest.raises(KeyError):
        outer()

    assert session().scalar(select(func.count()).select_from(Person)) == 0


def test_an_operation_forgets_what_was_read_before(app: Flask) -> None:
    asha = make_person("Asha")
    session().get(Person, asha.id)
    with db.engine.begin() as elsewhere:
        elsewhere.execute(text("UPDATE people SET name = 'Changed elsewhere'"))

    @transactional
    def read() -> str:
        return session().scalars(select(Person.name)).one()

    assert read() == "Changed elsewhere"


def test_the_tables_are_what_this_release_needs(app: Flask, tmp_path: Path) -> None:
    assert migration_gap(app.config["UCAP_MIGRATIONS"]) is None

    session().rollback()
    with db.engine.begin() as connection:
        newest = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    gap = migration_gap(app.config["UCAP_MIGRATIONS"])
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest})

    assert gap == f"the database is at migration 0000, this release needs {newest}"


def test_writers_go_in_the_order_they_came(tmp_path: Path) -> None:
    queue = WriterQueue(str(tmp_path / "ucap.db"))
    went: list[int] = []

    def write(number: int) -> None:
        with queue.turn():
            went.append(number)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    with queue.turn():
        for number, writer in enumerate(writers, start=1):
            writer.start()
            wait_until(lambda expected=number: len(queue._waiting) == expected + 1)  # noqa: SLF001 - no other way to see who waits
    for writer in writers:
        writer.join()

    assert went == list(range(20))


def test_only_one_writer_has_its_turn_and_a_failing_one_passes_it_on(tmp_path: Path) -> None:
    queues = [WriterQueue(str(tmp_path / "ucap.db")) for _process in range(2)]
    inside, most = 0, 0

    def write(queue: WriterQueue) -> None:
        nonlocal inside, most
        for _ in range(20):
            try:
                with queue.turn():
                    inside += 1
                    most = max(most, inside)
                    time.sleep(0.0005)
                    inside -= 1
                    raise RuntimeError  # noqa: TRY301 - a writer that fails
            except RuntimeError:
                pass

    writers = [threading.Thread(target=write, args=(queue,)) for queue in queues * 3]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert most == 1


def wait_until(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)
