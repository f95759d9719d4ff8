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
from dataclasses import asdict, astuple, dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

import psutil
from sqlalchemy import event

from config import ROOT, Settings
from scripts.bench_pages import ENTRIES, MeasuredPlan, Request, asking, filled_plan, pages_of
from tests.pages import PageClient
from ucap.app import create_app
from ucap.core.database import db

ROUNDS = 5
ROUND_SECONDS = 0.4
FEWEST_REQUESTS = 3
STARTS = 3
STARTING_SECONDS = 60


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
    """How long a server took until its first answer, and for its first PDF; megabytes of workers and all processes."""

    seconds: float
    first_pdf_seconds: float
    workers_mb: float
    all_mb: float


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
            plan = filled_plan(app)
            figures = _measure_pages(plan, environment, given.only)
            start = _measure_start(plan, environment)
            db.engine.dispose()
    _print_table(figures)
    print(f"\nStart: {start.seconds:.2f} s until the first answer; first PDF: {start.first_pdf_seconds:.2f} s.")
    print(f"Memory (PSS): {start.workers_mb:.0f} MB in two workers, {start.all_mb:.0f} MB in all processes.")
    if given.json:
        result = {"pages": [asdict(one) for one in figures], "start": asdict(start)}
        given.json.write_text(json.dumps(result, indent=2) + "\n")


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


def _measure_start(plan: MeasuredPlan, environment: Mapping[str, str]) -> Start:
    """Start `ucap serve` a few times, let it answer some pages, then make its first PDF."""
    starts = []
    for _start in range(STARTS):
        with _serving([_program("ucap"), "serve"], environment, int(environment["PORT"])) as server:
            for _request in range(20):
                _ask(HTTPConnection("127.0.0.1", server.port), Request("/sign-in"), {})
            time.sleep(1)  # until the process that sends mail is there, too
            memory = {process: process.memory_full_info().pss / 1024**2 for process in server.processes()}
            workers_mb = sum(used for process, used in memory.items() if process in server.workers())
            file = pages_of(plan)["Plan as pdf"]()
            before = time.perf_counter()
            _ask(HTTPConnection("127.0.0.1", server.port), file, plan.headers)
            first_pdf = time.perf_counter() - before
            starts.append(Start(server.seconds_to_start, first_pdf, workers_mb, sum(memory.values())))
    return Start(*(median(values) for values in zip(*map(astuple, starts), strict=True)))


# --- Measuring --------------------------------------------------------------------------------------------------


def _measure_pages(plan: MeasuredPlan, environment: Mapping[str, str], only: str) -> list[Figures]:
    statements = {
        name: [_statements(plan.client, ask()) for _time in range(2)][-1]
        for name, ask in pages_of(plan).items()
        if only in name
    }
    pages = {name: ask for name, ask in pages_of(plan).items() if only in name}
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
    return asking(f"/bytes/{beside.size}")


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
    print(f"{'':26}{'bytes':>9}{'SQL':>5}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'bare':>7}{'times':>8}")
    for one in figures:
        print(
            f"{one.page:26}{one.size:>9,}{one.statements:>5}{one.requests_per_second:>8,.0f}{one.p50_ms:>9.2f}"
            f"{one.p95_ms:>9.2f}{one.cpu_ms:>9.2f}{one.bare_cpu_ms:>7.2f}{one.times_bare:>8.1f}"
        )


if __name__ == "__main__":
    main()
