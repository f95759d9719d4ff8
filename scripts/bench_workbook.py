"""What a workbook over all plans costs at a hundred thousand entries: time, processor time and memory of the command.

The plans are copies of one of the demonstration, with everything that it has.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from openpyxl import load_workbook
from sqlalchemy import Table, insert, select

from config import Settings
from tests.factories import make_plan
from ucap.app import create_app
from ucap.core.database import Model, db, session
from ucap.entries.models import Entry
from ucap.pairings.queries.plans import PlanFacts, plans

MANY = 100_000
COPIED = "Guangzhou"
IDLE = ("users", "list")


@dataclass(frozen=True)
class Run:
    """What a command took: seconds, seconds of processor time of its own and of the system, megabytes at most."""

    elapsed: float
    user: float
    system: float
    megabytes: float


def main() -> None:
    """Fill a database, export it, and say what that took beyond a command that does nothing."""
    parser = argparse.ArgumentParser(description="Measure a workbook over all plans.")
    parser.add_argument("--entries", type=int, default=MANY, metavar="NUMBER")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ucap-bench-") as name:
        folder = Path(name)
        environment = {one: value for one, value in os.environ.items() if not one.startswith("UCAP_")}
        environment |= {"UCAP_DATA_DIR": name, "UCAP_DEMO": "1"}
        for command in (("db", "upgrade"), ("demo", "load")):
            _run(environment, *command)
        with create_app(Settings.from_environment(environment)).app_context():
            _fill(given.entries)
            db.engine.dispose()
        idle = _run(environment, *IDLE)
        made = _run(environment, "export", "--all", "--format", "xlsx", "--output", str(folder / "all.xlsx"))
        rows = _rows_of(folder / "all.xlsx")
    print(f"{rows:,} rows: {made.elapsed:.1f} s, {made.user:.1f} s of own processor time, {made.system:.1f} s of the")
    print(
        f"system; {made.megabytes:.0f} MB at most, {made.megabytes - idle.megabytes:.0f} MB more than a command does."
    )


def _run(environment: Mapping[str, str], *command: str) -> Run:
    """Run a command of ours, and return what it took."""
    program = str(Path(sys.executable).with_name("ucap"))
    before = time.perf_counter()
    with subprocess.Popen(
        [program, *command], env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        _id, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"ucap {' '.join(command)} ended with {child.returncode}")
    return Run(time.perf_counter() - before, used.ru_utime, used.ru_stime, used.ru_maxrss / 1_024)


def _fill(number: int) -> None:
    """Make copies of a plan until there are so many entries."""
    whole = next(plan for plan in plans() if plan.title.startswith(COPIED))
    rows = list(_rows_of_plan(whole.id))
    entries = sum(len(found) for table, found in rows if table.name == Entry.__tablename__)
    for _copy in range(number // entries):
        copy = make_plan()
        renamed = _renamed(whole, copy)
        for table, found in rows:
            for row in found:
                renamed.setdefault(row.get("id"), uuid4())
            copied = [{key: _other(value, renamed) for key, value in row.items()} for row in found]
            session().execute(insert(table), copied)
        session().commit()


def _rows_of_plan(plan_id: UUID) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Yield the tables that hold entries, those first that others need, with what is in them of the plan."""
    entries = Model.metadata.tables[Entry.__tablename__]
    ids = select(entries.c.id).where(entries.c.plan_id == plan_id)
    for table in Model.metadata.sorted_tables:
        key = next((one for one in table.c if one.references(entries.c.id) and one.name in {"id", "entry_id"}), None)
        if table is not entries and key is None:
            continue
        asked = select(table).where((entries.c.id if key is None else key).in_(ids))
        found = [dict(row._mapping) for row in session().execute(asked)]  # noqa: SLF001 - the public name of SQLAlchemy
        if found:
            yield table, found


def _renamed(whole: PlanFacts, copy: PlanFacts) -> dict[object, UUID]:
    """Return what the ids of the plan, its sides and places are in the copy."""
    renamed: dict[object, UUID] = {whole.id: copy.id}
    for old, new in zip(whole.sides, copy.sides, strict=True):
        renamed[old.id] = new.id
        renamed |= {place.id: new.places[0].id for place in old.places}
    return renamed


def _other(value: object, renamed: Mapping[object, UUID]) -> object:
    return renamed.get(value, value) if isinstance(value, UUID) else value


def _rows_of(file: Path) -> int:
    book = load_workbook(file, read_only=True)
    return sum(sheet.max_row - 1 for sheet in book.worksheets)


if __name__ == "__main__":
    main()
