"""Logs hold no name, no address and no text that somebody typed."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from flask import Flask
from sqlalchemy import insert

from tests.factories import PASSWORD, make_member, make_person, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.web.access import public
from ucap.web.logs import places_of, set_up_logs

NAME, ADDRESS, TEXT = "Zubaida Planted", "zubaida.planted@example.org", "planted words about the harbour"
PLANTED = ("zubaida", "planted", "harbour", PASSWORD)


@pytest.fixture(params=[True, False], ids=["in production", "for people"])
def logging_app(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Give the application with some views that fail over what somebody typed."""

    def fail() -> str:
        try:
            int(TEXT)
        except ValueError as error:
            raise KeyError(ADDRESS) from error
        return ""

    def add_twice() -> str:
        session().execute(insert(Person).values(name=NAME, email=ADDRESS, password_hash=TEXT, time_zone="UTC"))
        return ""

    monkeypatch.setitem(app.view_functions, "web.show_health", public(fail))
    monkeypatch.setitem(app.view_functions, "web.show_readiness", public(add_twice))
    set_up_logs(is_production=request.param)
    yield app
    structlog.reset_defaults()


def test_what_people_type_and_who_they_are_stays_out_of_the_logs(
    logging_app: Flask, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    plan = make_plan()
    asha = make_member(plan, name=NAME)
    make_person(NAME, email=ADDRESS)
    client = PageClient(logging_app)

    client.post("/sign-in", {"email": ADDRESS, "password": TEXT})
    client.post("/sign-in", {"email": ADDRESS, "password": PASSWORD})
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")
    form.submit({"focus": TEXT})
    form.submit({"focus": TEXT * 2_000})
    client.post(form.path, {"focus": TEXT})
    client.open(f"/nowhere/{NAME}?q={TEXT}")
    client.open("/sign-in", method="POST", data={"email": ADDRESS}, headers={"Sec-Fetch-Site": "cross-site"})
    failed = [client.open("/healthz"), client.open("/readyz")]

    written = [*capfd.readouterr(), caplog.text]
    assert [page.status for page in failed] == [500, 500]
    assert sum("".join(written).count(word) for word in ("unexpected_error",)) == 2
    assert [word for word in PLANTED if word in "".join(written).lower()] == []


def test_a_fault_is_written_down_with_its_place_and_without_its_words(
    logging_app: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    PageClient(logging_app).open("/healthz")

    written = capfd.readouterr().out
    assert "builtins.KeyError" in written
    assert "builtins.ValueError" in written
    assert "test_logs.py" in written
    assert "web.show_health" in written


def test_in_production_each_line_is_for_machines(app: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs(is_production=True)

    structlog.get_logger().error("unexpected_error", endpoint="x", exc_info=ValueError(TEXT))

    (line,) = capfd.readouterr().out.splitlines()
    assert json.loads(line)["fault"] == ["builtins.ValueError"]
    structlog.reset_defaults()


def test_faults_that_cause_each_other_are_told_once() -> None:
    one, other = ValueError(TEXT), KeyError(TEXT)
    one.__cause__, other.__cause__ = other, one

    assert places_of(one) == ["builtins.ValueError", "builtins.KeyError"]
