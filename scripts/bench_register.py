"""What a register of organisations costs at ten thousand: processor time and statements of a request, in process."""

import tempfile
import time
from pathlib import Path
from uuid import uuid4

from alembic import command
from sqlalchemy import event, insert

from tests.conftest import migrations, settings_for
from tests.factories import make_member, make_plan
from tests.pages import PageClient
from ucap.app import create_app
from ucap.core.database import Model, db, session
from ucap.directory.models import Helix
from ucap.directory.operations import load_vocabularies

MANY = 10_000
ROUNDS, REQUESTS = 10, 10


def main() -> None:
    """Measure the register with few organisations and with many."""
    with tempfile.TemporaryDirectory(prefix="ucap-bench-") as folder:
        app = create_app(settings_for(f"sqlite:///{folder}/bench.db", Path(folder)))
        with app.app_context():
            command.upgrade(migrations(), "head")
            load_vocabularies()
            plan = make_plan()
            place_id = plan.sides[0].places[0].id
            client = PageClient(app).sign_in(make_member(plan))
            table = Model.metadata.tables["organisations"]
            rest = {"place_id": place_id, "website": "", "languages": ["en"], "note": "", "version": 1}
            for number in range(MANY):
                name = f"organisation {number * 7919 % MANY:05}"
                row = {**rest, "id": uuid4(), "name": name, "name_key": name, "helix": list(Helix)[number % 4]}
                session().execute(insert(table), row)
                if number == 100:  # noqa: PLR2004 - few
                    session().commit()
                    _measure(client, place_id, number)
            session().commit()
            _measure(client, place_id, MANY)
            db.engine.dispose()


def _measure(client: PageClient, place_id: object, count: int) -> None:
    base = f"/places/{place_id}/organisations/"
    for query in ("", "?helix=ACA", "?q=99"):
        statements: list[object] = []

        def note(*arguments: object, kept: list[object] = statements) -> None:
            kept.append(arguments[2])

        event.listen(db.engine, "before_cursor_execute", note)
        client.send(base + query)
        event.remove(db.engine, "before_cursor_execute", note)
        rounds = []
        for _round in range(ROUNDS):
            before = time.process_time()
            for _request in range(REQUESTS):
                client.send(base + query)
            rounds.append((time.process_time() - before) * 1_000 / REQUESTS)
        asked = sum(not str(one).startswith("BEGIN") for one in statements)
        print(f"{count:>7,} {query or '(all)':14}{min(rounds):>7.2f} ms {asked:>3} SQL")


if __name__ == "__main__":
    main()
