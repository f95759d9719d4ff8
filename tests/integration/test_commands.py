import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

import psutil
import pytest
from openpyxl import load_workbook
from sqlalchemy import create_engine, insert, select, text

from config import ROOT
from tests.conftest import DATABASES, migrated, new_database
from tests.demonstrations import demonstration_database
from tests.factories import NOON, change_entry, make_entry, make_member, make_plan
from ucap.cli import main
from ucap.core.database import db
from ucap.core.outbox import OutboxMessage
from ucap.plans.models.objectives import Objective

UCAP = Path(sys.executable).parent / "ucap"
Environment = Mapping[str, str]


def run(environment: Environment, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, which has read the modules already."""
    out, err, status = StringIO(), StringIO(), 0
    with pytest.MonkeyPatch.context() as changed, redirect_stdout(out), redirect_stderr(err):
        for name in [name for name in os.environ if name.startswith(("UCAP_", "PORT"))]:
            changed.delenv(name)
        for name, value in environment.items():
            changed.setenv(name, value)
        changed.chdir(folder or ROOT)
        changed.setattr(sys, "argv", ["ucap", *arguments])
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())


def run_program(environment: Environment, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as people do, in a process of its own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("UCAP_", "PORT"))}
    return subprocess.run(
        [UCAP, *arguments], env={**own, **environment}, capture_output=True, text=True, check=False, timeout=120
    )


def refused(environment: Environment, *arguments: str, folder: Path | None = None) -> str:
    """Return the one line that the command gives instead of a result."""
    done = run(environment, *arguments, folder=folder)
    assert done.returncode != 0
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line and not line.startswith(("Usage:", "Try "))]
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.fixture(scope="module", params=DATABASES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Give the settings of a database that the commands have filled."""
    folder = tmp_path_factory.mktemp("commands")
    url = demonstration_database(request.param, folder, request)
    return {"UCAP_DATA_DIR": str(folder), "UCAP_DATABASE_URL": url, "UCAP_DEMO": "1"}


@pytest.fixture(scope="module")
def plan_id(filled: Environment) -> str:
    """Give the id of the plan that is written."""
    listed = run(filled, "plans", "list").stdout
    return next(line.split()[0] for line in listed.splitlines() if line.endswith("Surat – Rotterdam"))


def test_upgrading_and_loading_again_change_nothing(filled: Environment) -> None:
    before = run(filled, "plans", "list").stdout

    upgraded, loaded = run_program(filled, "db", "upgrade"), run_program(filled, "demo", "load")

    assert (upgraded.returncode, loaded.returncode) == (0, 0)
    assert loaded.stdout == "The demonstration is there already.\n"
    assert run(filled, "plans", "list").stdout == before


def test_what_nobody_tampered_with_verifies(filled: Environment) -> None:
    done = run(filled, "verify")

    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"All 66 plans and 66 pairings verify: [1-9]\d+ events\.\n", done.stdout)


@pytest.fixture(params=DATABASES)
def with_two_plans(request: pytest.FixtureRequest, tmp_path: Path) -> Environment:
    """Give the settings of a database with two plans, one of which has an entry of some versions."""
    url = new_database(request.param, tmp_path, request)
    with migrated(url, tmp_path).app_context():
        plan, other = make_plan("Surat", "Rotterdam"), make_plan("Colima", "Galați")
        make_entry(other, Objective, by=make_member(other))
        by = make_member(plan)
        objective = make_entry(plan, Objective, by=by)
        for text_of_it in ("Dry streets", "Dry markets"):
            change_entry(plan, objective, by=by, statement=text_of_it)
        db.session.remove()
        db.engine.dispose()
    return {"UCAP_DATA_DIR": str(tmp_path), "UCAP_DATABASE_URL": url}


def test_the_first_event_that_does_not_fit_is_named(with_two_plans: Environment) -> None:
    whole = json.loads(run(with_two_plans, "verify", "--json").stdout)
    engine = create_engine(with_two_plans["UCAP_DATABASE_URL"])
    of_plan = "number = 2 AND chain_id = (SELECT chain_id FROM events WHERE version = 3)"
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE events SET field = 'forged' WHERE {of_plan}"))  # noqa: S608 - all of it is ours
    engine.dispose()

    told, done = run(with_two_plans, "verify", "--json"), run(with_two_plans, "verify")

    (line,) = done.stderr.splitlines()
    assert (whole["plans"], whole["pairings"], whole["faults"]) == (2, 2, [])
    assert (done.returncode, done.stdout) == (1, "")
    assert re.match(r"ucap: plan [0-9a-f-]{36} \(Surat – Rotterdam\): event 2 is not what was logged", line)
    assert told.returncode == 1
    (fault,) = json.loads(told.stdout)["faults"]
    assert (fault["event"], fault["title"]) == (2, "Surat – Rotterdam")


def test_the_demonstration_is_refused_unless_it_is_wanted(tmp_path: Path) -> None:
    assert "UCAP_DEMO" in refused({"UCAP_DATA_DIR": str(tmp_path)}, "demo", "load")


def test_plans_are_listed_by_id_and_places(filled: Environment) -> None:
    lines = run(filled, "plans", "list").stdout.splitlines()

    assert len(lines) == 66
    assert all(re.fullmatch(r"[0-9a-f-]{36}  .+ – .+", line) for line in lines)


@pytest.mark.parametrize(
    ("document", "ending", "begins"),
    [
        ("glance", "pdf", b"%PDF-"),
        ("memo", "docx", b"PK\x03\x04"),
        ("pilots", "html", b"<!DOCTYPE html>"),
        ("stakeholders", "md", b"# Stakeholder report"),
    ],
)
def test_a_document_of_a_plan_is_written_to_a_file(
    filled: Environment, plan_id: str, tmp_path: Path, document: str, ending: str, begins: bytes
) -> None:
    named, unnamed = tmp_path / "new" / f"a.{ending}", tmp_path / f"{document}-{plan_id}.{ending}"

    first = run(filled, "export", plan_id, "--document", document, "--format", ending, "--output", str(named))
    second = run(filled, "export", plan_id, "--document", document, "--format", ending, folder=tmp_path)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert named.read_bytes().lstrip().startswith(begins)
    assert unnamed.read_bytes().lstrip().startswith(begins)
    assert "1/1  Surat – Rotterdam" in first.stderr


def test_all_plans_are_written_to_a_folder_and_those_that_are_there_are_left(
    filled: Environment, tmp_path: Path
) -> None:
    folder = tmp_path / "all"
    arguments = ("export", "--all", "--format", "json", "--output", str(folder))
    first = run(filled, *arguments)
    made = sorted(folder.glob("data-*.json"))
    made[0].write_text("mine")
    made[1].unlink()

    second = run(filled, *arguments)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert len(made) == 66
    assert "66/66" in second.stderr
    assert second.stderr.count("(was there)") == 65
    assert made[0].read_text() == "mine"
    assert json.loads(made[1].read_text())["format"] == "ucap-plan-1"


def test_all_plans_are_written_to_one_workbook(filled: Environment, tmp_path: Path) -> None:
    file = tmp_path / "all.xlsx"

    done = run(filled, "export", "--all", "--format", "xlsx", "--output", str(file))

    assert done.returncode == 0, done.stderr
    assert "66/66" in done.stderr
    book = load_workbook(file, read_only=True)
    plans = {row[0] for sheet in book for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True)}
    assert "Surat – Rotterdam" in plans


def test_data_is_of_the_whole_plan(filled: Environment, plan_id: str) -> None:
    assert "leave --document out" in refused(filled, "export", plan_id, "--document", "memo", "--format", "json")


def test_a_plan_that_is_not_there_is_named(filled: Environment) -> None:
    missing = str(uuid4())

    assert missing in refused(filled, "export", missing, "--document", "glance", "--format", "pdf")
    assert "UUID" in refused(filled, "export", "x", "--document", "glance", "--format", "pdf")


def test_one_plan_or_all_is_said(filled: Environment, plan_id: str) -> None:
    for arguments in ((), (plan_id, "--all")):
        line = refused(filled, "export", *arguments, "--document", "glance", "--format", "docx")
        assert "name one PLAN, or say --all" in line


def test_a_file_that_cannot_be_written_is_named(filled: Environment, plan_id: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    for output in (tmp_path, tmp_path / "file" / "below.docx", Path("/proc/nowhere/a.docx")):
        line = refused(filled, "export", plan_id, "--document", "glance", "--format", "docx", "--output", str(output))
        assert line.startswith("ucap: ")
        assert str(output.parent) in line


@pytest.mark.parametrize("language", ["xx", "not a language", ""])
def test_a_language_that_is_none_is_named(filled: Environment, plan_id: str, language: str) -> None:
    line = refused(filled, "export", plan_id, "--document", "glance", "--format", "docx", "--lang", language)

    assert "--lang" in line


def test_tables_that_are_not_there_are_told(tmp_path: Path) -> None:
    line = refused({"UCAP_DATA_DIR": str(tmp_path)}, "plans", "list")

    assert "ucap db upgrade" in line


@pytest.mark.parametrize(
    ("command", "name", "value"),
    [
        ("plans list", "PORT", "no"),
        ("db upgrade", "UCAP_BASE_URL", "http://plans.example.org"),
        ("demo load", "UCAP_DATABASE_URL", "mysql://h/d"),
        ("serve", "UCAP_DATA_DIR", "/proc/nowhere"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, command: str, name: str, value: str) -> None:
    assert name in refused({"UCAP_DATA_DIR": str(tmp_path), name: value}, *command.split())


def test_a_database_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/none/x.db", "postgresql+psycopg://u@127.0.0.1:1/x?connect_timeout=2"):
        assert "database" in refused({"UCAP_DATA_DIR": str(tmp_path), "UCAP_DATABASE_URL": url}, "plans", "list")


def test_an_account_is_added_by_a_link_listed_and_deactivated(filled: Environment) -> None:
    email = f"{uuid4().hex}@example.org"

    added = run(filled, "users", "add", email, "--name", "Asha Rao")
    admin = run(filled, "users", "add", email, "--admin")
    listed = run(filled, "users", "list", "--json")
    gone = run(filled, "users", "deactivate", "observer@demo.example")
    people = {one["email"]: one["active"] for one in json.loads(run(filled, "users", "list", "--json").stdout)}

    assert re.fullmatch(r"http://127\.0\.0\.1:8000/links/[\w-]{43}\?name=Asha\+Rao\n", added.stdout), added.stderr
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/links/[\w-]{43}\n", admin.stdout), admin.stderr
    assert email not in listed.stdout
    assert gone.stdout == "observer@demo.example is let in no more.\n"
    assert people["observer@demo.example"] is False
    assert people["surat@demo.example"] is True
    assert "observer@demo.example  " in run(filled, "users", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("add surat@demo.example", "has an account already"),
        ("add nonsense", "Enter an email address"),
        ("deactivate nobody@example.org", "nobody has the address"),
        ("reset-second-step nobody@example.org", "nobody has the address"),
    ],
)
def test_accounts_that_cannot_be_added_or_found_are_one_line(filled: Environment, arguments: str, says: str) -> None:
    assert says in refused(filled, "users", *arguments.split())


def test_a_second_step_whose_device_is_lost_is_reset(filled: Environment) -> None:
    done = run(filled, "users", "reset-second-step", "expert@demo.example")

    assert done.stdout == "expert@demo.example signs in by the password alone.\n"


@pytest.fixture
def served(filled: Environment) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give the address of a server that runs, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith("UCAP_")}
    process = subprocess.Popen(
        [UCAP, "serve"],
        env={**own, **filled, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    _wait_for(f"{url}/healthz", process)
    yield url, process
    if process.poll() is None:
        process.terminate()
    process.wait(timeout=30)


def test_the_server_answers_keeps_static_files_long_and_stops_when_told(
    served: tuple[str, subprocess.Popen[bytes]],
) -> None:
    url, process = served

    with urlopen(f"{url}/readyz", timeout=10) as ready, urlopen(f"{url}/sign-in", timeout=10) as page:  # noqa: S310 - http, of this machine
        assert ready.read() == b"ready\n"
        assert b"<h1" in page.read()
    with urlopen(f"{url}/static/images/mark.svg", timeout=10) as file:  # noqa: S310 - likewise
        found = re.search(r"max-age=(\d+)", file.headers["Cache-Control"])
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)

    assert found
    assert int(found.group(1)) >= 30 * 24 * 60 * 60
    with pytest.raises(URLError):
        urlopen(f"{url}/healthz", timeout=2)  # noqa: S310 - likewise


def test_the_server_has_a_worker_beside_it_that_sends_mail_and_ends_with_it(
    filled: Environment, served: tuple[str, subprocess.Popen[bytes]]
) -> None:
    _url, process = served
    outbox = Path(filled["UCAP_DATA_DIR"]) / "outbox"
    (worker,) = [child for child in psutil.Process(process.pid).children() if "worker" in child.cmdline()]

    write_to_outbox(filled)
    wait_until(lambda: bool(list(outbox.glob("*.eml"))))
    serving = [child for child in psutil.Process(process.pid).children() if child != worker]
    process.kill()
    for one in serving:
        one.kill()  # what a killed server leaves behind
    _gone, alive = psutil.wait_procs([worker], timeout=30)

    assert alive == []


def test_a_worker_alone_survives_a_mail_server_that_is_away_and_stops_when_told(filled: Environment) -> None:
    away = "smtp://127.0.0.1:1"
    own = {name: value for name, value in os.environ.items() if not name.startswith("UCAP_")}
    write_to_outbox(filled)
    with subprocess.Popen([UCAP, "worker"], env={**own, **filled, "UCAP_MAIL_URL": away}) as worker:
        wait_until(lambda: "ConnectionRefusedError" in errors_in_outbox(filled))
        worker.terminate()

        assert worker.wait(timeout=30) == 0


def write_to_outbox(environment: Environment) -> None:
    engine = create_engine(environment["UCAP_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(
            insert(OutboxMessage),
            {"id": uuid4(), "recipient": "asha@example.org", "subject": "Hello", "text": "Hello.\n", "made_at": NOON}
            | {"attempts": 0, "next_attempt_at": NOON},
        )
    engine.dispose()


def errors_in_outbox(environment: Environment) -> list[str | None]:
    engine = create_engine(environment["UCAP_DATABASE_URL"])
    with engine.connect() as connection:
        found = list(connection.scalars(select(OutboxMessage.last_error)))
    engine.dispose()
    return found


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "it does not come to pass"
        time.sleep(0.1)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server has stopped"
        try:
            with urlopen(url, timeout=2) as answer:  # noqa: S310 - likewise
                assert answer.read() == b"ok\n"
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
