import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from tests.factories import NOON, entry_of, make_entry, make_member, make_plan
from ucap.accounts.models import Person
from ucap.core.database import db, session
from ucap.core.errors import EditConflict
from ucap.entries.operations.saving import save_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.history.models import Chain
from ucap.history.queries import changes
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.objectives import Area

THREADS, SAVES = 8, 20

WRITER = """
import sys
from pathlib import Path
from uuid import UUID
from sqlalchemy import select
from tests.conftest import settings_for
from tests.integration.entries.test_concurrency import save_often
from ucap.accounts.models import Person
from ucap.app import create_app
from ucap.core.database import session
url, folder, plan_id, entry_id, person_id, name = sys.argv[1:]
with create_app(settings_for(url, Path(folder))).app_context():
    person = session().scalars(select(Person).where(Person.id == UUID(person_id))).one()
    session().expunge(person)
    session().rollback()
    print("ready", flush=True)
    sys.stdin.readline()
    save_often(UUID(plan_id), UUID(entry_id), person, name)
"""


def save_often(plan_id: UUID, entry_id: UUID, person: Person, name: str) -> None:
    """Save the entry many times, each time over the version that is read again after a conflict."""
    for number in range(SAVES):
        saved = False
        while not saved:
            session().rollback()
            (seen,) = entries_of_plan(plan_id, [Area])
            with suppress(EditConflict):
                save_entry(
                    plan_id,
                    entry_id,
                    values={"focus": f"{name}-{number}"},
                    seen_version=seen.version,
                    by=person,
                    at=NOON,
                )
                saved = True


def test_eight_writers_lose_nothing_and_come_one_after_another(app: Flask) -> None:
    plan = make_plan()
    people = [make_member(plan), make_member(plan, side=1)]
    area = make_entry(plan, Area, by=people[0])
    for person in people:
        session().expunge(person)
    session().rollback()

    def write(number: int) -> None:
        with app.app_context():
            save_often(plan.id, area, people[number % 2], str(number))
            session().rollback()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))

    look_at_history(plan, area, [str(number) for number in range(THREADS)])


def test_two_processes_lose_nothing(app: Flask, tmp_path: Path) -> None:
    plan = make_plan()
    people = [make_member(plan), make_member(plan, side=1)]
    area = make_entry(plan, Area, by=people[0])
    url = db.engine.url.render_as_string(hide_password=False)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}

    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, str(tmp_path), str(plan.id), str(area), str(person.id), f"p{number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for number, person in enumerate(people)
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.communicate("go\n", timeout=120)

    assert [writer.returncode for writer in writers] == [0, 0]
    session().rollback()
    look_at_history(plan, area, ["p0", "p1"])


def look_at_history(plan: PlanFacts, area: UUID, names: list[str]) -> None:
    """Every acknowledged save is in the history once and in order, and each was made over the one before."""
    session().rollback()
    found, _older = changes(plan.id, record_id=area, most=10_000)
    focus = [event for change in reversed(found) for event in change.events if event.field == "focus"]
    saved = [str(json.loads(event.new or '""')) for event in focus][1:]
    assert sorted(saved) == sorted(f"{name}-{number}" for name in names for number in range(SAVES))
    for name in names:
        own = [int(text.rpartition("-")[2]) for text in saved if text.rpartition("-")[0] == name]
        assert own == list(range(SAVES))
    assert [event.old for event in focus[1:]] == [event.new for event in focus[:-1]]
    assert [change.version for change in reversed(found)] == list(range(1, len(names) * SAVES + 2))
    assert entry_of(plan, area).version == len(names) * SAVES + 1
    assert session().scalars(select(Chain.length).where(Chain.id == plan.id)).one() == len(focus) + 1
