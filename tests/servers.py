"""Starting the real server, as people start it, and the web server of the production recipe in front of it."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from config import ROOT

_STARTING_SECONDS = 60


def ucap() -> str:
    """Return the path of the ucap command."""
    return str(Path(sys.executable).with_name("ucap"))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serving(folder: Path, settings: Mapping[str, str], *commands: list[str]) -> Iterator[int]:
    """Serve with the settings, after these commands; give the port. What the server writes is in `folder / "log"`."""
    port = free_port()
    own = {"UCAP_DATA_DIR": str(folder), "PORT": str(port), **settings}
    # What servers run is not counted by coverage: it would make every page slower, and tests of views count it.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UCAP_", "COVERAGE_"))}
    environment = kept | own
    for command in (["db", "upgrade"], *commands):
        subprocess.run([ucap(), *command], env=environment, check=True, capture_output=True)
    log = folder / "log"
    with (
        log.open("w") as file,
        subprocess.Popen([ucap(), "serve"], env=environment, cwd=ROOT, stdout=file, stderr=file) as process,
    ):
        try:
            _wait_for(port, process, log)
            yield port
        finally:
            process.terminate()


@contextmanager
def nginx_in_front(folder: Path, port: int) -> Iterator[tuple[int, int]]:
    """Run nginx by the recipe in front of the port; give its ports of http and https."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.fail("the recipe needs nginx; on Debian, as root: apt-get install nginx-light", pytrace=False)
    plain, safe = free_port(), free_port()
    _make_certificate(folder)
    (folder / "ucap.conf").write_text(_recipe(folder, {"80": plain, "443": safe, "8000": port}))
    own_user = "user root;" if os.geteuid() == 0 else ""
    main = f"daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log crit;"
    http = f"{_temporary_folders(folder)} default_type text/html; gzip on; include {folder}/ucap.conf;"
    (folder / "nginx.conf").write_text(f"{own_user} {main}\nevents {{ worker_connections 768; }}\nhttp {{ {http} }}\n")
    with (
        (folder / "nginx.log").open("w") as log,
        subprocess.Popen([program, "-c", folder / "nginx.conf", "-e", log.name], stdout=log, stderr=log) as process,
    ):
        try:
            _wait_for(plain, process, folder / "nginx.log")
            yield plain, safe
        finally:
            process.terminate()


def _recipe(folder: Path, ports: Mapping[str, int]) -> str:
    """Return the recipe with ports, certificate, logs and pages of this machine, and nothing else changed."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    changes = {
        **{f"listen {port}": f"listen 127.0.0.1:{own}" for port, own in ports.items() if port != "8000"},
        "127.0.0.1:8000": f"127.0.0.1:{ports['8000']}",
        "/etc/letsencrypt/live/plans.example.org": str(folder),
        "/var/log/nginx": str(folder),
        "/srv/ucap/deploy": str(ROOT / "deploy"),
    }
    for wanted, own in changes.items():
        assert wanted in text, f"the recipe no longer says {wanted}"
        text = text.replace(wanted, own)
    return text


def _make_certificate(folder: Path) -> None:
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=plans.example.org"
    )
    files = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)


def _temporary_folders(folder: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)


def _wait_for(port: int, process: subprocess.Popen[Any], log: Path) -> None:
    """Wait until somebody answers at the port, whatever they say."""
    for _attempt in range(_STARTING_SECONDS * 10):
        try:
            with socket.create_connection(("127.0.0.1", port)):
                return
        except OSError:
            _wait_a_little(process, log)
    pytest.fail(f"the server did not start:\n{log.read_text()}", pytrace=False)


def _wait_a_little(process: subprocess.Popen[Any], log: Path) -> None:
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return
    pytest.fail(f"the server ended:\n{log.read_text()}", pytrace=False)
