"""The benchmark: what pages cost on the real server, beside a bare page of as many bytes on the same server.

A plan of 60 entries on SQLite is read and written over one connection to one worker, so that processor time can be
told from the outside. Rounds of the page and rounds of the bare page take turns; the figures are medians.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, astuple, dataclass, field, replace
from functools import cache
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import psutil
from flask import Flask
from sqlalchemy import delete, event, select, update

from config import ROOT, Settings
from tests.pages import FormValues, Page, PageClient
from ucap.accounts.models import Person, TakenExport
from ucap.app import create_app
from ucap.core.clock import utc_now
from ucap.core.database import db, session
from ucap.entries.operations.saving import add_entry
from ucap.entries.queries.reading import EntryFacts, entries_of_plan
from ucap.history.models import Chain
from ucap.pairings.models import Post, PostHolder, Role
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

ENTRIES = 60
READY_MADE = ("Task list", "Objectives", "Transfer measures")
FILES = ("Glance as PDF", "Glance as Word", "Plan as PDF", "Plan as Word", "Plan as workbook")
ROUNDS = 5
ROUND_SECONDS = 0.6
FEWEST_REQUESTS = 3
STARTS = 3
STARTING_SECONDS = 60
UNCHANGED = 304
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """What a server is asked, and which answers are good: the figures of any other would mean nothing."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    good: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class Round:
    """What a round of requests took: milliseconds of each request, and of processor time for one on average.

    Attributes:
        size: bytes of the last answer.
        request: the last one.
    """

    elapsed_ms: list[float]
    cpu_ms: float
    size: int
    request: Request


@dataclass(frozen=True)
class Figures:
    """What the table says of a page."""

    page: str
    size: int
    statements: int
    requests_per_second: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    bare_cpu_ms: float
    times_bare: float


@dataclass(frozen=True)
class Server:
    """A running server: how to ask it, and what it has used."""

    port: int
    process: psutil.Process
    seconds_to_start: float

    def processes(self) -> list[psutil.Process]:
        """Return all processes: the first, which looks after the others, those that answer, the one that sends mail."""
        return [self.process, *self.process.children(recursive=True)]

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer."""
        return [one for one in self.processes()[1:] if "worker" not in one.cmdline()]

    def cpu_seconds(self) -> float:
        """Return the processor time of those that answer, the processes that they ended included (the typesetter's)."""
        return sum(sum(worker.cpu_times()[:4]) for worker in self.workers())


@dataclass(frozen=True)
class Start:
    """How long a server took until its first answer, and the megabytes of its workers and of all its processes."""

    seconds: float
    workers_mb: float
    all_mb: float


@dataclass(frozen=True)
class Plan:
    """The plan that is measured, and the cookie of somebody who may write in it."""

    facts: PlanFacts
    entry: EntryFacts
    client: PageClient
    headers: Mapping[str, str]

    @property
    def address(self) -> str:
        """Return where the plan is."""
        return f"/plans/{self.facts.id}/"

    @property
    def entry_address(self) -> str:
        """Return where the entry is that is read and saved."""
        return f"{self.address}{self.entry.type.section}/{self.entry.id}/"


def main() -> None:
    """Measure, print the table, and write the figures where a program may read them."""
    parser = argparse.ArgumentParser(description="Measure what pages cost.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    parser.add_argument("--only", metavar="TEXT", default="", help="measure pages only whose name has this text")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ucap-bench-") as folder:
        environment = _environment(Path(folder))
        for command in (["db", "upgrade"], ["demo", "load"]):
            subprocess.run([_program("ucap"), *command], env=environment, check=True, stdout=subprocess.DEVNULL)
        app = create_app(Settings.from_environment(environment))
        with app.app_context():
            figures = _measure_pages(_filled_plan(app), environment, given.only)
            db.engine.dispose()
        start = _measure_start(environment)
    _print_table(figures)
    print(f"\nStart: {start.seconds:.2f} s until the first answer.")
    print(f"Memory (PSS): {start.workers_mb:.0f} MB in two workers, {start.all_mb:.0f} MB in all processes.")
    if given.json:
        result = {"pages": [asdict(one) for one in figures], "start": asdict(start)}
        given.json.write_text(json.dumps(result, indent=2) + "\n")


# --- The plan ---------------------------------------------------------------------------------------------------


def _filled_plan(app: Flask) -> Plan:
    """Fill a plan of the demonstration up to as many entries, through the operation that people's forms call."""
    facts, entries = max(_plans_to_fill(), key=lambda found: len(found[1]))
    editors = (
        select(Person)
        .join(PostHolder, PostHolder.person_id == Person.id)
        .join(Post, Post.id == PostHolder.post_id)
        .where(Post.side_id == facts.sides[0].id, Post.role == Role.EDITOR)
    )
    person = session().scalars(editors.order_by(Person.email).limit(1)).one()
    area = next(one for one in entries if one.type is Area)
    objective = next(one for one in entries if one.type is Objective)
    measure = next(one for one in entries if one.type is Measure)
    for number in range(len(entries), ENTRIES):
        if number % 2:
            values = {**objective.values(), "statement": f"Objective {number}.", "area": (area.id,)}
            add_entry(facts.id, Objective, values=values, by=person, at=utc_now())
        else:
            values = {**measure.values(), "title": f"Measure {number}", "objectives": (objective.id,)}
            add_entry(facts.id, Measure, values=values, by=person, at=utc_now())
    client = PageClient(app).sign_in(person)
    cookie = client.browser.get_cookie("session")
    return Plan(facts, measure, client, {"Cookie": f"session={cookie.value if cookie else ''}"})


def _plans_to_fill() -> Iterator[tuple[PlanFacts, list[EntryFacts]]]:
    """Return the plans that are not too long and have an entry of each type that is added."""
    for facts in plans():
        entries = entries_of_plan(facts.id)
        if len(entries) <= ENTRIES and {Area, Objective, Measure} <= {one.type for one in entries}:
            yield facts, entries


def _pages(plan: Plan) -> dict[str, Callable[[], Request]]:
    """Return what to ask for; saving makes each time what nobody has saved before.

    Processes keep parts of pages ready made, so these pages are measured as they are read first after a change, too.
    """
    addresses = {
        "First page": "/",
        "Task list": plan.address,
        "Objectives": f"{plan.address}objectives/",
        "Transfer measures": f"{plan.address}measures/",
        "Entry": plan.entry_address,
        "Form of an entry": f"{plan.entry_address}edit",
        "History": f"{plan.address}history/",
        "Glance": f"{plan.address}glance",
        "Glance as PDF": f"{plan.address}glance.pdf",
        "Glance as Word": f"{plan.address}glance.docx",
        "Export": f"{plan.address}export/",
        "Plan as page": f"{plan.address}export/html",
        "Plan as PDF": f"{plan.address}export/pdf",
        "Plan as Word": f"{plan.address}export/docx",
        "Plan as workbook": f"{plan.address}export/xlsx",
        "Static file": "/static/vendor/ucap.css",
    }
    pages: dict[str, Callable[[], Request]] = {}
    for name, address in addresses.items():
        pages[name] = _asking_as_if_first(address) if name in FILES else _asking(address)
        if name in READY_MADE:
            pages[f"{name}, first"] = _asking_after_a_change(plan, address)
    return {**pages, "Unchanged page": _asking_again(plan, addresses["Objectives"]), "Saving an entry": _saving(plan)}


def _asking(address: str) -> Callable[[], Request]:
    return lambda: Request(address)


def _asking_as_if_first(address: str) -> Callable[[], Request]:
    """Forget before each request how many files were taken: there is a limit to them."""

    def ask() -> Request:
        with db.engine.begin() as connection:
            connection.execute(delete(TakenExport))
        return Request(address)

    return ask


def _asking_after_a_change(plan: Plan, address: str) -> Callable[[], Request]:
    """Let the plan's version rise before each request, as if somebody had saved; the server has no part in it."""

    def ask() -> Request:
        with db.engine.begin() as connection:
            connection.execute(update(Chain).where(Chain.id == plan.facts.id).values(length=Chain.length + 1))
        return Request(address)

    return ask


def _asking_again(plan: Plan, address: str) -> Callable[[], Request]:
    """Ask as a browser that has the page as it is now, when it is first asked for."""

    @cache
    def asked() -> Request:
        plan.client.browser.delete_cookie("notice")  # a page with a notice is shown once and has no tag
        tag = plan.client.send(address).headers["ETag"]
        return Request(address, headers={"If-None-Match": tag}, good=(UNCHANGED,))

    return asked


def _saving(plan: Plan) -> Callable[[], Request]:
    path = f"{plan.entry_address}edit"
    values: FormValues = Page(plan.client, plan.client.send(path), path).form()
    versions = count(int(str(values["version"])))

    def save() -> Request:
        version = next(versions)
        changed = {**values, "version": str(version), "practice": f"{values['practice']} Changed for time {version}."}
        return Request(path, "POST", urlencode(changed, doseq=True).encode(), {"Content-Type": FORM}, good=(302, 303))

    return save


def _statements(client: PageClient, request: Request) -> int:
    """Count the SQL statements of a request, the session's included."""
    if request.path.startswith("/static/"):
        return 0  # answered in front of the application
    found: list[str] = []

    def note(*arguments: object) -> None:
        found.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    answer = client.send(request.path, method=request.method, data=request.body, headers=request.headers)
    event.remove(db.engine, "before_cursor_execute", note)
    if answer.status_code not in request.good:
        raise SystemExit(f"{request.method} {request.path} answered {answer.status_code}")
    return sum(not statement.startswith("BEGIN") for statement in found)


# --- The server -------------------------------------------------------------------------------------------------


def _environment(folder: Path) -> dict[str, str]:
    own = {"UCAP_DATA_DIR": str(folder), "UCAP_DEMO": "1", "PORT": str(_free_port())}
    return {name: value for name, value in os.environ.items() if not name.startswith("UCAP_")} | own


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _one_worker(target: str, folder: Path, port: int) -> list[str]:
    """Return the command for a server as `ucap serve` starts it, but with one worker."""
    settings = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "--no-log", "--port", str(port)]
    return [_program("granian"), *settings, "--working-dir", str(folder), target]


@contextmanager
def _serving(command: list[str], environment: Mapping[str, str], port: int) -> Iterator[Server]:
    """Start a server, wait until it answers, and end it with all its processes."""
    before = time.perf_counter()
    with subprocess.Popen(command, env=dict(environment), cwd=ROOT, stdout=subprocess.DEVNULL) as started:
        try:
            _wait_for(port, started)
            yield Server(port, psutil.Process(started.pid), time.perf_counter() - before)
        finally:
            started.terminate()


def _wait_for(port: int, started: subprocess.Popen[bytes]) -> None:
    deadline = time.perf_counter() + STARTING_SECONDS
    while time.perf_counter() < deadline and started.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=STARTING_SECONDS)
        with suppress(ConnectionError):
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        connection.close()
        time.sleep(0.01)
    raise SystemExit("the server did not start")


def _measure_start(environment: Mapping[str, str]) -> Start:
    """Start `ucap serve` a few times, and let it answer some pages."""
    starts = []
    for _start in range(STARTS):
        with _serving([_program("ucap"), "serve"], environment, int(environment["PORT"])) as server:
            for _request in range(20):
                _ask(HTTPConnection("127.0.0.1", server.port), Request("/sign-in"), {})
            time.sleep(1)  # until the process that sends mail is there, too
            memory = {process: process.memory_full_info().pss / 1024**2 for process in server.processes()}
            workers_mb = sum(used for process, used in memory.items() if process in server.workers())
            starts.append(Start(server.seconds_to_start, workers_mb, sum(memory.values())))
    return Start(*(median(values) for values in zip(*map(astuple, starts), strict=True)))


# --- Measuring --------------------------------------------------------------------------------------------------


def _measure_pages(plan: Plan, environment: Mapping[str, str], only: str) -> list[Figures]:
    statements = {
        name: [_statements(plan.client, ask()) for _time in range(2)][-1]
        for name, ask in _pages(plan).items()
        if only in name
    }
    pages = {name: ask for name, ask in _pages(plan).items() if only in name}
    port, bare_port = _free_port(), _free_port()
    scripts = Path(__file__).resolve().parent
    with (
        _serving(_one_worker("wsgi:server", ROOT, port), environment, port) as server,
        _serving(_one_worker("bare:server", scripts, bare_port), environment, bare_port) as bare,
    ):
        return [_figures(name, ask, statements[name], plan.headers, (server, bare)) for name, ask in pages.items()]


def _figures(
    name: str, ask: Callable[[], Request], statements: int, headers: Mapping[str, str], servers: tuple[Server, Server]
) -> Figures:
    server, bare = servers
    _round(server, ask, headers, seconds=0)  # warms up, and tells the size
    rounds, bare_rounds = [], []
    for _number in range(ROUNDS):
        rounds.append(_round(server, ask, headers, seconds=ROUND_SECONDS))
        bare_rounds.append(_round(bare, _bare(rounds[0]), {}, seconds=ROUND_SECONDS))
    p95 = median(quantiles(one.elapsed_ms, n=20, method="inclusive")[-1] for one in rounds)
    return Figures(
        page=name,
        size=rounds[0].size,
        statements=statements,
        requests_per_second=median(1_000 * len(one.elapsed_ms) / sum(one.elapsed_ms) for one in rounds),
        p50_ms=median(median(one.elapsed_ms) for one in rounds),
        p95_ms=p95,
        cpu_ms=median(one.cpu_ms for one in rounds),
        bare_cpu_ms=median(one.cpu_ms for one in bare_rounds),
        times_bare=median(one.cpu_ms for one in rounds) / median(one.cpu_ms for one in bare_rounds),
    )


def _bare(beside: Round) -> Callable[[], Request]:
    """Return what the bare server is asked beside a page: as many bytes; beside a save, to keep the same form."""
    if beside.request.method == "POST":
        return lambda: replace(beside.request, path="/forms")
    return _asking(f"/bytes/{beside.size}")


def _round(server: Server, ask: Callable[[], Request], headers: Mapping[str, str], *, seconds: float) -> Round:
    """Ask for so many seconds, one request after the other over one connection."""
    connection = HTTPConnection("127.0.0.1", server.port)
    elapsed: list[float] = []
    cpu_before = server.cpu_seconds()
    end = time.perf_counter() + seconds
    while True:
        request = ask()
        before = time.perf_counter()
        size = _ask(connection, request, headers)
        elapsed.append((time.perf_counter() - before) * 1_000)
        if len(elapsed) >= FEWEST_REQUESTS and time.perf_counter() >= end:
            break
    connection.close()
    return Round(elapsed, (server.cpu_seconds() - cpu_before) * 1_000 / len(elapsed), size, request)


def _ask(connection: HTTPConnection, request: Request, headers: Mapping[str, str]) -> int:
    """Send the request; return how many bytes the answer has.

    Raises:
        SystemExit: if the answer is an error: its figures would mean nothing.
    """
    connection.request(request.method, request.path, request.body, {**headers, **request.headers})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status not in request.good:
        raise SystemExit(f"{request.method} {request.path} answered {answer.status}")
    return len(content)


def _print_table(figures: list[Figures]) -> None:
    print(f"One worker, one connection, SQLite, a plan of {ENTRIES} entries; medians of {ROUNDS} rounds.\n")
    print(f"{'':25}{'bytes':>9}{'SQL':>5}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'bare':>7}{'times':>8}")
    for one in figures:
        print(
            f"{one.page:25}{one.size:>9,}{one.statements:>5}{one.requests_per_second:>8,.0f}{one.p50_ms:>9.2f}"
            f"{one.p95_ms:>9.2f}{one.cpu_ms:>9.2f}{one.bare_cpu_ms:>7.2f}{one.times_bare:>8.1f}"
        )


if __name__ == "__main__":
    main()
