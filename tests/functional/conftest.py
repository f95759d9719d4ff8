"""What tests of several features want from accounts."""

from collections.abc import Iterator

import pytest
from flask import Flask

from ucap.accounts.routes.visits import require_second_steps


@pytest.fixture
def second_steps_needed(app: Flask) -> Iterator[None]:
    """Let everybody need a second step."""
    require_second_steps(app, [lambda _person: False, lambda _person: True])
    yield
    require_second_steps(app, [])
