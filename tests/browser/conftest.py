"""What the journeys stand on: the real server with the demonstration in it, and the system's own Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from tests.browser.steps import sign_in
from tests.demonstrations import demonstration_database
from tests.servers import serving

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
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration as `make run` does; give its address."""
    folder = tmp_path_factory.mktemp("served")
    settings = {"UCAP_DEMO": "1", "UCAP_DATABASE_URL": demonstration_database("sqlite", folder, request)}
    with serving(folder, settings) as port:
        yield f"http://127.0.0.1:{port}"


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


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """Keep what makes a browser somebody's, by their names: signing in takes as long as most tests."""
    return {}


@pytest.fixture
def signed_in(new_context: NewContext, sessions: dict[str, StorageState]) -> SignedIn:
    """Give a browser of their own to somebody of the demonstration, signed in by the page they would use."""

    def open_for(name: str, *, anew: bool = False, **options: Any) -> Page:
        kept = None if anew else sessions.get(name)
        context = _patient(new_context(**options, storage_state=kept))
        page = context.new_page()
        if kept:
            page.goto("/")
        if urlsplit(page.url).path != "/":
            sign_in(page, name)
            sessions[name] = context.storage_state()
        return page

    return open_for


def _patient(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(_PATIENCE_MS)
    return context
