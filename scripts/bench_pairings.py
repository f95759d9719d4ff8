"""What the list of pairings costs when there are thousands: processor time and statements of a request, in process.

The demonstration's programme is filled up to so many pairings of its own places; each page is then asked for by its
coordinator, and the figures are medians over rounds.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from alembic import command
from sqlalchemy import event, insert, select

from config import Settings
from tests.conftest import migrations
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.app import create_app
from ucap.core.clock import utc_now
from ucap.core.database import Model, db, session
from ucap.demo.load import load_demonstration
from ucap.directory.models import Place
from ucap.pairings.models import Pairing, Phase
from ucap.pairings.operations.listing import keep_for_lists

MANY = 10_000
ROUNDS, REQUESTS = 7, 12
ADDRESSES = (
    "/pairings/",
    "/pairings/?sort=phase",
    "/pairings/?sort=theme",
    "/pairings/?sort=changed",
    "/pairings/?q=granada",
    "/pairings/?phase=drafting",
)


def main() -> None:
    """Measure with the demonstration's pairings and with many, and print both beside each other."""
    parser = argparse.ArgumentParser(description="Measure the list of pairings.")
    parser.add_argument("--database", help="the URL of an empty database; SQLite in a folder of its own if left out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ucap-bench-") as folder:
        own = {"UCAP_DATA_DIR": folder, "UCAP_DEMO": "1"} | (
            {"UCAP_DATABASE_URL": given.database} if given.database else {}
        )
        rest = {name: value for name, value in os.environ.items() if not name.startswith("UCAP_")}
        app = create_app(Settings.from_environment(rest | own))
        with app.app_context():
            command.upgrade(migrations(), "head")
            load_demonstration()
            coordinator = session().scalars(select(Person).where(Person.email == "coordinator@demo.example")).one()
            client = PageClient(app).sign_in(coordinator)
            few = dict(_measured(client))
            _fill_up()
            many = dict(_measured(client))
            db.engine.dispose()
    print(f"{'':44}{'66':>9}{f'{MANY:,}':>9}{'times':>8}{'SQL':>5}")
    for address in ADDRESSES:
        (cost, _few), (more, statements) = few[address], many[address]
        print(f"{address:44}{cost:>6.2f} ms{more:>6.2f} ms{more / cost:>8.2f}{statements:>5}")


def _measured(client: PageClient) -> Iterator[tuple[str, tuple[float, int]]]:
    """Yield each address with the milliseconds of processor time and the statements of a request."""
    for address in ADDRESSES:
        statements = _statements(client, address)
        rounds = []
        for _round in range(ROUNDS):
            before = time.process_time()
            for _request in range(REQUESTS):
                client.send(address)
            rounds.append((time.process_time() - before) * 1_000 / REQUESTS)
        yield address, (median(rounds), statements)


def _statements(client: PageClient, address: str) -> int:
    found: list[str] = []

    def note(*arguments: object) -> None:
        found.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    answer = client.send(address)
    event.remove(db.engine, "before_cursor_execute", note)
    if answer.status_code != 200:  # noqa: PLR2004 - OK
        raise SystemExit(f"{address} answered {answer.status_code}")
    return sum(not statement.startswith("BEGIN") for statement in found)


def _fill_up() -> None:
    """Add pairings of the places there are, all with a plan, as fast as the database takes them."""
    places = session().scalars(select(Place.id).order_by(Place.name, Place.id)).all()
    known = session().execute(select(Pairing.programme_id, Pairing.theme_id).order_by(Pairing.id)).all()
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in _TABLES}
    for number in range(MANY - len(known)):
        programme_id, theme_id = known[number % len(known)]
        made, plan_id = uuid4(), uuid4()
        rows["chains"] += [{"id": one, "length": 0, "head": ""} for one in (made, plan_id)]
        own = {"id": made, "programme_id": programme_id, "theme_id": theme_id, "topic": f"Topic {number}"}
        rows["pairings"] += [{**own, "phase": list(Phase)[number % len(Phase)], "changed_at": utc_now()}]
        rows["plans"] += [{"id": plan_id, "pairing_id": made, "is_illustrative": True}]
        for position in range(2):
            side: UUID = uuid4()
            place = places[(number * 7 + position * (1 + number % 60)) % len(places)]
            rows["sides"] += [{"id": side, "pairing_id": made, "position": position, "language": "en"}]
            rows["side_places"] += [{"side_id": side, "place_id": place, "position": 0}]
    for name in _TABLES:
        session().execute(insert(Model.metadata.tables[name]), rows[name])
    session().commit()
    keep_for_lists()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


_TABLES = ("chains", "pairings", "plans", "sides", "side_places")


if __name__ == "__main__":
    print(f"Processor time of one request; medians of {ROUNDS} rounds. {Path(__file__).name}\n")
    main()
