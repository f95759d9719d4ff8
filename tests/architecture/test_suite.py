"""Promises about the tests: both databases, nothing left out."""

from collections import Counter

import pytest

from tests.conftest import DATABASES


def test_every_test_on_one_database_runs_on_the_other(request: pytest.FixtureRequest) -> None:
    found = {kind: Counter[str]() for kind in DATABASES}
    for item in request.session.items:
        called = getattr(item, "callspec", None)
        for kind in DATABASES:
            if called and kind in called.params.values():
                found[kind][item.nodeid.replace(kind, "database")] += 1

    assert found["sqlite"] == found["postgresql"]


def test_tests_that_touch_the_database_say_which(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        if isinstance(item, pytest.Function) and "app" in item.fixturenames:
            assert set(DATABASES) & {str(value) for value in item.callspec.params.values()}, item.nodeid


def test_no_test_is_marked_to_be_left_out(request: pytest.FixtureRequest) -> None:
    left_out = [
        item.nodeid
        for item in request.session.items
        for mark in item.iter_markers()
        if mark.name in {"skip", "skipif", "xfail"}
    ]

    assert left_out == []
