"""What the journeys stand on: the real server with the demonstration in it, and the system's own Chromium."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from config import ROOT
from tests.browser.steps import sign_in

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_NO_CHROMIUM = "the journeys need a browser; on Debian, as root: apt-get install --no-install-recommends chromium"
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-features=MediaRouter,OptimizationHints,Translate",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
)
_STARTING_SECONDS = 60
_PATIENCE_MS = 30_000

expect.set_options(timeout=_PATIENCE_MS)


class NewContext(Protocol):
    """Opens a browser of its own, with its own cookies; pytest-playwright closes it."""

    def __call__(self, **options: Any) -> BrowserContext: ...


SignedIn = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Take the system's Chromium, and keep it from talking to anybody but the server."""
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        pytest.fail(_NO_CHROMIUM, pytrace=False)
    own = ["--no-sandbox", *_QUIET] if os.geteuid() == 0 else [*_QUIET]
    return {**browser_type_launch_args, "executable_path": found, "args": own}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration as `make run` does; give its address."""
    folder = tmp_path_factory.mktemp("served")
    port = _free_port()
    settings = {"UCAP_DATA_DIR": str(folder), "UCAP_DEMO": "1", "PORT": str(port)}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UCAP_")} | settings
    for command in (["db", "upgrade"], ["demo", "load"]):
        subprocess.run([_ucap(), *command], env=environment, check=True, capture_output=True)
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen([_ucap(), "serve"], env=environment, cwd=ROOT, stdout=log, stderr=log) as process,
    ):
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", process, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], server: str) -> dict[str, Any]:
    """Read the tracker in English on a wide screen, without anything moving."""
    screen = {"width": 1280, "height": 900}
    own = {"base_url": server, "locale": "en-GB", "viewport": screen, "reduced_motion": "reduce"}
    return {**browser_context_args, **own}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """Give the browser patience: a machine that runs all tests at once is slow."""
    return _patient(context)


@pytest.fixture
def signed_in(new_context: NewContext) -> SignedIn:
    """Sign somebody of the demonstration in, each in a browser of their own, by the page they would use."""

    def open_for(name: str, **options: Any) -> Page:
        page = _patient(new_context(**options)).new_page()
        sign_in(page, name)
        return page

    return open_for


def _patient(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(_PATIENCE_MS)
    return context


def _ucap() -> str:
    return str(Path(sys.executable).with_name("ucap"))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_for(address: str, process: subprocess.Popen[Any], log: Path) -> None:
    for _attempt in range(_STARTING_SECONDS * 10):
        try:
            with urlopen(address):  # noqa: S310 - our own
                return
        except URLError:
            _wait_a_little(process, log)
    pytest.fail(f"the server did not start:\n{log.read_text()}", pytrace=False)


def _wait_a_little(process: subprocess.Popen[Any], log: Path) -> None:
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return
    pytest.fail(f"the server ended:\n{log.read_text()}", pytrace=False)
