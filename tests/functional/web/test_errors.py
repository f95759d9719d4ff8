from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.exceptions import ImATeapot, TooManyRequests

from tests.conftest import settings_for
from tests.factories import NOON, change_entry, make_entry, make_member, make_person, make_plan
from tests.pages import Page, PageClient, look_at
from tests.rows import digest_of_rows
from ucap.app import create_app
from ucap.core.database import Model
from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.text import message
from ucap.pairings.models import Role
from ucap.plans.models.objectives import Area
from ucap.web.access import public

TOO_LARGE = "x" * (2 * 1024 * 1024 + 1)


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_an_unknown_address_has_a_page_for_everybody(client: PageClient, *, is_signed_in: bool) -> None:
    if is_signed_in:
        client.sign_in(make_person())

    page = client.open("/nowhere")

    assert_error(page, 404, "There is no page here for you")


@pytest.mark.parametrize("path", ["/plans/x/", "/plans/{}/nothing/", "/plans/{}/", "/plans/{}/measures/{}/", "/a\0b"])
def test_an_address_that_leads_nowhere_is_not_found(client: PageClient, path: str) -> None:
    client.sign_in(make_member(make_plan()))

    page = client.open(path.format(uuid4(), uuid4()))

    assert_error(page, 404, "There is no page here for you")


def test_a_plan_of_others_looks_like_no_plan(client: PageClient) -> None:
    client.sign_in(make_member(make_plan("Pune", "Oslo")))
    plan = make_plan("Surat", "Rotterdam")

    theirs, nothing = client.open(f"/plans/{plan.id}/"), client.open(f"/plans/{uuid4()}/")

    assert_error(theirs, 404, "There is no page here for you")
    assert theirs.text == nothing.text


def test_what_one_may_not_do_names_who_can_help(client: PageClient) -> None:
    plan = make_plan()
    make_member(plan, Role.LEAD, name="Lena <b>Lead</b>")

    page = client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/objectives/add/area")

    assert_error(page, 403, "You may not do this")
    assert "Lena <b>Lead</b>" in page.text


def test_without_a_lead_the_page_says_whom_to_ask(client: PageClient) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/objectives/add/area")

    assert_error(page, 403, "You may not do this")
    assert "Ask a lead of your side" in page.text


@pytest.mark.parametrize("is_signed_in", [True, False])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "NONSENSE"])
def test_a_method_that_an_address_does_not_take_is_told_which_it_takes(
    client: PageClient, method: str, *, is_signed_in: bool
) -> None:
    if is_signed_in:
        client.sign_in(make_person())
    before = digest_of_rows()

    page = client.open("/sign-in", method=method)

    assert_error(page, 405, "This address cannot be opened like that")
    assert {"GET", "POST"} <= {allowed.strip() for allowed in page.response.headers["Allow"].split(",")}
    assert digest_of_rows() == before


def test_a_change_over_a_newer_version_has_a_page(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    change_entry(plan, area, by=asha, focus="Newer")

    page = form.submit({"focus": "Mine"})

    assert page.status == 409
    assert page.title == "Newer"


def test_a_conflict_that_no_view_answers_itself_has_a_page(broken_app: Flask) -> None:
    page = page_of(broken_app, "/conflict")

    assert_error(page, 409, "Somebody else changed this at the same time")


def test_a_broken_rule_that_no_view_answers_itself_has_a_page(broken_app: Flask) -> None:
    page = page_of(broken_app, "/rule")

    assert_error(page, 400, "This could not be read")
    assert "Choose 100 % or less." in page.text


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_body_that_is_too_large_has_a_page(client: PageClient, *, is_signed_in: bool) -> None:
    if is_signed_in:
        client.sign_in(make_person())
    before = digest_of_rows()

    page = client.post("/sign-in", {"email": TOO_LARGE})

    assert_error(page, 413, "What you sent is too large")
    assert digest_of_rows() == before


def test_a_form_that_is_too_large_saves_nothing(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")
    before = digest_of_rows()

    page = form.submit({"focus": TOO_LARGE})

    assert_error(page, 413, "What you sent is too large")
    assert digest_of_rows() == before


def test_a_form_with_too_many_parts_saves_nothing(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")
    before = digest_of_rows()

    page = client.open(
        form.path,
        method="POST",
        data={**form.form(), **{f"extra-{number}": "x" for number in range(1_001)}},
        content_type="multipart/form-data",
    )

    assert_error(page, 413, "What you sent is too large")
    assert digest_of_rows() == before


def test_a_fault_of_our_own_has_a_page_that_tells_no_secrets(broken_app: Flask) -> None:
    page = page_of(broken_app, "/broken")

    assert_error(page, 500, "Something went wrong on our side")
    assert "secret" not in page.response.text
    assert "Traceback" not in page.response.text


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (None, "Try again in a few minutes."),
        (1, "Try again in 1 minute."),
        (60, "Try again in 1 minute."),
        (61, "Try again in 2 minutes."),
        (NOON, "Try again in 1 minute."),
    ],
)
def test_who_tried_too_often_is_told_how_long_to_wait(
    app: Flask, monkeypatch: pytest.MonkeyPatch, wait: int | datetime | None, words: str
) -> None:
    def refuse() -> None:
        raise TooManyRequests(retry_after=wait)

    monkeypatch.setitem(app.view_functions, "web.show_health", refuse)

    page = PageClient(app).open("/healthz")

    assert_error(page, 429, "Too many attempts in a short time")
    assert words in page.text
    assert ("Retry-After" in page.response.headers) == (wait is not None)


def test_a_status_without_a_page_of_its_own_gets_the_nearest(broken_app: Flask) -> None:
    page = page_of(broken_app, "/teapot")

    assert_error(page, 418, "This could not be read")


@pytest.mark.parametrize(("method", "cookie"), [("GET", "some-token"), ("POST", "some-token"), ("POST", "")])
def test_while_the_database_is_away_people_are_asked_to_come_back(
    app_without_database: Flask, method: str, cookie: str
) -> None:
    page = page_of(
        app_without_database, "/sign-in", method=method, cookie=cookie, data={"email": "a@b.c", "password": "x"}
    )

    assert_error(page, 503, "The UCAP tracker cannot answer just now")
    assert int(page.response.headers["Retry-After"]) > 0


def test_while_the_database_is_away_strangers_still_see_the_form(app_without_database: Flask) -> None:
    page = page_of(app_without_database, "/sign-in")

    assert page.status == 200
    assert page.title == "Sign in"


def test_names_in_the_database_are_never_in_the_page_of_a_fault(app_without_database: Flask) -> None:
    page = page_of(app_without_database, "/", cookie="some-token")

    assert not any(table.name in page.response.text for table in Model.metadata.sorted_tables if "_" in table.name)


@pytest.fixture
def broken_app(tmp_path: Path) -> Flask:
    """Give an application some views of which fail."""
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'ucap.db'}", tmp_path))

    def fail(what: str) -> str:
        raise {
            "broken": ValueError("secret"),
            "conflict": EditConflict(),
            "rule": RuleBroken(message("Choose 100 % or less.")),
            "teapot": ImATeapot(),
        }[what]

    app.add_url_rule("/<any(broken,conflict,rule,teapot):what>", "fail", public(fail))
    return app


def page_of(app: Flask, path: str, *, method: str = "GET", cookie: str = "", **options: Any) -> Page:
    client = PageClient(app)
    if cookie:
        client.browser.set_cookie("session", cookie, domain="localhost")
    page = Page(client, client.browser.open(path, method=method, **options), path)
    look_at(page)
    return page


def assert_error(page: Page, status: int, title: str) -> None:
    """Check that the page is ours, says what happened and shows a way on."""
    assert page.status == status
    assert page.title == title
    assert page.soup.find("html", attrs={"lang": True, "dir": True})
    assert page.link("Go to the first page") == "/"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "unsafe-inline" not in page.response.headers["Content-Security-Policy"]
