"""Every kind of answer over https gets an A+ (at least 130 points) by the rules of MDN's HTTP Observatory."""

from typing import Any, Self
from uuid import UUID, uuid4

import pytest
from flask import Flask, redirect
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests
from werkzeug.test import TestResponse

from tests.crawl import Crawler
from tests.factories import PASSWORD, make_entry, make_member, make_person, make_plan
from tests.functional.web.conftest import SITE
from tests.observatory import points_of, score_of
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.accounts.operations.sessions import begin_session
from ucap.core.clock import utc_now
from ucap.core.errors import EditConflict
from ucap.pairings.models import Role
from ucap.plans.models.objectives import Area
from ucap.web.access import public

A_PLUS = 130
FAULTS = {
    "broken": ValueError("secret"),
    "conflict": EditConflict(),
    "limit": TooManyRequests(retry_after=100),
    "away": ServiceUnavailable(),
}


class SecureClient(PageClient):
    """A browser that comes by https."""

    def sign_in(self, person: Person | UUID) -> Self:
        token = begin_session(person if isinstance(person, UUID) else person.id, at=utc_now())
        self.browser.set_cookie("__Host-session", token, domain="plans.example.org", secure=True)
        return self

    def send(self, path: str, *, method: str = "GET", **options: Any) -> TestResponse:
        return super().send(path, method=method, **{"base_url": SITE, **options})


@pytest.fixture
def production_with_faults(production: Flask) -> Flask:
    def fail(what: str) -> str:
        raise FAULTS[what]

    production.add_url_rule("/<any(broken,conflict,limit,away):what>", "fail", public(fail))
    production.add_url_rule("/elsewhere", "elsewhere", public(lambda: redirect("/sign-in")))
    return production


def test_every_kind_of_page_is_as_safe_as_browsers_can_make_it(production: Flask) -> None:
    plan = make_plan()
    editor = make_member(plan)
    area = make_entry(plan, Area, by=editor)
    client = SecureClient(production).sign_in(editor)
    pages = Crawler(production, {area: "area"}).crawl(client, ["/"]).pages

    answers = {page.path: page.response for page in pages}

    assert len(answers) > 30
    assert {answer.mimetype for answer in answers.values()} >= {"text/html", "application/pdf"}
    assert weak(answers) == []


def test_errors_files_and_redirects_are_as_safe(production_with_faults: Flask) -> None:
    plan = make_plan()
    observer = SecureClient(production_with_faults).sign_in(make_member(plan, Role.OBSERVER))
    stranger = SecureClient(production_with_faults)
    form = f"/plans/{plan.id}/objectives/add/area"

    answers = {
        "wrong host": (400, stranger.send("/", base_url="https://evil.example")),
        "foreign": (400, stranger.send("/sign-in", method="POST", headers={"Sec-Fetch-Site": "cross-site"})),
        "without a token": (400, observer.send("/sign-out", method="POST")),
        "held form": (401, stranger.send(form, method="POST", data={"focus": "Rain"})),
        "told by script": (401, stranger.send(form, headers={"X-Requested-With": "fetch"})),
        "forbidden": (403, observer.send(form)),
        "nowhere": (404, stranger.send("/nowhere")),
        "no plan": (404, observer.send(f"/plans/{uuid4()}/")),
        "method": (405, stranger.send("/sign-in", method="DELETE")),
        "conflict": (409, stranger.send("/conflict")),
        "too large": (413, stranger.send("/sign-in", method="POST", data={"email": "x" * (2 * 1024 * 1024 + 1)})),
        "too many": (429, stranger.send("/limit")),
        "broken": (500, stranger.send("/broken")),
        "away": (503, stranger.send("/away")),
        "redirect to sign in": (303, stranger.send("/")),
        "redirect of routing": (308, observer.send(f"/plans/{plan.id}")),
        "redirect of a view": (302, stranger.send("/elsewhere")),
        "style": (200, stranger.send("/static/vendor/ucap.css")),
        "script": (200, stranger.send("/static/js/app.js")),
        "image": (200, stranger.send("/static/images/mark.svg")),
        "no file": (404, stranger.send("/static/nothing.js")),
        "health": (200, stranger.send("/healthz")),
        "options": (200, stranger.send("/sign-in", method="OPTIONS")),
        "head": (200, stranger.send("/sign-in", method="HEAD")),
    }

    assert {name: answer.status_code for name, (_, answer) in answers.items()} == {
        name: status for name, (status, _) in answers.items()
    }
    assert weak({name: answer for name, (_, answer) in answers.items()}) == []


def test_answers_that_set_cookies_are_as_safe_and_bind_them_to_the_host(production: Flask) -> None:
    asha = make_member(make_plan())
    client = SecureClient(production)

    begun = client.send("/sign-in", method="POST", data={"email": asha.email, "password": PASSWORD})
    token = client.open("/").csrf_token
    ended = client.send("/sign-out", method="POST", data={"csrf_token": token})

    assert weak({"signing in": begun, "signing out": ended}) == []
    for answer in (begun, ended):
        (cookie,) = answer.headers.getlist("Set-Cookie")
        assert_bound_to_host(cookie)
        assert points_of(answer.headers)["cookies"] == 5


def test_the_notice_after_saving_is_bound_to_the_host_too(production: Flask) -> None:
    plan = make_plan()
    client = SecureClient(production).sign_in(make_member(plan))
    form = client.open(f"/plans/{plan.id}/objectives/add/area")

    saved = client.send(form.path, method="POST", data={**form.form(), "focus": "Rain"})
    shown = client.send(saved.headers["Location"])
    again = client.send(saved.headers["Location"])

    (kept,) = saved.headers.getlist("Set-Cookie")
    (removed,) = shown.headers.getlist("Set-Cookie")
    assert kept.startswith("__Host-notice=")
    assert_bound_to_host(kept)
    assert_bound_to_host(removed)
    assert "govuk-notification-banner" in shown.text
    assert again.headers.getlist("Set-Cookie") == []


def test_the_session_of_plain_http_is_worth_nothing_over_https(production: Flask) -> None:
    token = begin_session(make_person().id, at=utc_now())
    client = SecureClient(production)
    client.browser.set_cookie("session", token, domain="plans.example.org", secure=True)

    assert client.open("/account/").title == "Sign in"


def assert_bound_to_host(cookie: str) -> None:
    parts = [part.strip() for part in cookie.split(";")]
    assert parts[0].startswith("__Host-")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
    assert not any(part.startswith("Domain") for part in parts)


def weak(answers: dict[str, TestResponse]) -> list[str]:
    """Return the answers that score less than an A+, with the points of each rule."""
    found = []
    for name, answer in answers.items():
        html = answer.text if answer.mimetype == "text/html" else ""
        if score_of(answer.headers, html) < A_PLUS:
            found.append(f"{name}: {score_of(answer.headers, html)} {points_of(answer.headers, html)}")
    return found
