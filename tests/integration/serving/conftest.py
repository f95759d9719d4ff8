"""The server as it runs in production, and nginx in front of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import nginx_in_front, serving

SETTINGS = {
    "UCAP_BASE_URL": "https://plans.example.org",
    "UCAP_SECRET_KEY": "a key for tests",
    "UCAP_TRUSTED_PROXIES": "1",
}


@dataclass(frozen=True)
class Served:
    """Where the server and nginx listen, and the folder with what they write."""

    folder: Path
    server: int
    http: int
    https: int


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve as in production; nginx runs by the recipe."""
    folder = tmp_path_factory.mktemp("production")
    with serving(folder, SETTINGS) as port, nginx_in_front(folder, port) as (http, https):
        yield Served(folder, port, http, https)


@pytest.fixture
def nginx_alone(tmp_path: Path) -> Iterator[Served]:
    """Run nginx by the recipe while nobody is behind it."""
    with nginx_in_front(tmp_path, 1) as (http, https):
        yield Served(tmp_path, 1, http, https)
