"""Requests that try to pass for something else: forwarded headers, methods, addresses, old sessions."""

import pytest
from flask import Flask, request

from tests.factories import make_entry, make_member, make_person, make_plan
from tests.functional.web.conftest import SITE
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.plans.models.objectives import Area
from ucap.web.access import public

FORWARDED = {
    "Forwarded": "for=1.2.3.4;host=evil.example;proto=http",
    "X-Forwarded-For": "1.2.3.4",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "81",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Ssl": "on",
    "X-Host": "evil.example",
    "X-Original-URL": "/healthz",
    "X-Real-IP": "1.2.3.4",
    "X-Rewrite-URL": "/healthz",
}


def test_nobody_is_believed_about_where_a_request_comes_from(client: PageClient) -> None:
    client.sign_in(make_person())
    plain = client.send("/")

    told = client.send("/", headers=FORWARDED)

    assert told.status_code == 200
    assert told.text == plain.text
    assert "evil.example" not in str(told.headers)


def test_a_redirect_names_no_host_and_no_way(client: PageClient) -> None:
    plan = make_plan()
    client.sign_in(make_member(plan))

    answer = client.send(f"/plans/{plan.id}?x=1", headers=FORWARDED)

    assert answer.status_code == 308
    assert answer.headers["Location"] == f"/plans/{plan.id}/?x=1"


@pytest.mark.parametrize(
    ("count", "address", "scheme"), [("0", "127.0.0.1", "http"), ("1", "5.6.7.8", "https"), ("2", "1.2.3.4", "http")]
)
def test_as_many_servers_in_front_are_believed_as_the_setting_says(
    proxied: dict[str, Flask], count: str, address: str, scheme: str
) -> None:
    headers = {"X-Forwarded-For": "1.2.3.4, 5.6.7.8", "X-Forwarded-Proto": "http, https", "X-Forwarded-Host": "evil.a"}

    answer = proxied[count].test_client().get("/who", headers=headers)

    assert answer.text == f"{address} {scheme} localhost /who"


@pytest.fixture
def proxied(app_behind: dict[str, Flask]) -> dict[str, Flask]:
    for one in app_behind.values():
        one.add_url_rule("/who", "who", public(_tell_who))
    return app_behind


def _tell_who() -> str:
    return f"{request.remote_addr} {request.scheme} {request.host} {request.path}"


@pytest.mark.parametrize(
    "override",
    [
        {"headers": {"X-HTTP-Method-Override": "POST"}},
        {"headers": {"X-HTTP-Method": "POST"}},
        {"headers": {"X-Method-Override": "DELETE"}},
        {"query_string": {"_method": "POST"}},
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_request_that_reads_changes_nothing_whatever_it_says(
    client: PageClient, method: str, override: dict[str, dict[str, str]]
) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/edit")
    before = digest_of_rows()

    for path in (form.path, "/sign-out", f"/plans/{plan.id}/objectives/{area}/delete"):
        client.send(path, method=method, data={**form.form(), "focus": "Evil"}, **override)

    assert digest_of_rows() == before
    assert client.open("/").title == "Your plans"


def test_a_form_that_calls_itself_another_method_is_a_form(client: PageClient) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")

    page = client.open(
        form.path,
        method="POST",
        data={**form.form(), "focus": "Rain", "_method": "DELETE"},
        headers={"X-HTTP-Method-Override": "DELETE"},
    )

    assert page.title == "Rain"


def test_trace_sends_nothing_back(client: PageClient) -> None:
    client.sign_in(make_person())
    kept = client.browser.get_cookie("session")

    page = client.open("/", method="TRACE", headers={"X-Secret": "do not repeat"})

    assert page.status == 405
    assert "do not repeat" not in page.response.text
    assert kept is not None
    assert kept.value not in page.response.text


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/plans", "/\\evil.example", "/%2f%2fevil.example", "///evil.example/.."]
)
def test_no_address_leads_to_another_site(client: PageClient, path: str) -> None:
    client.sign_in(make_person())

    answer = client.send(path)

    location = answer.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_where_one_came_from_leads_nowhere(client: PageClient) -> None:
    plan = make_plan()
    client.sign_in(make_member(plan))
    form = client.open(f"/plans/{plan.id}/objectives/add/area")
    evil = {"Referer": f"{SITE}.evil.example/x"}

    saved = client.send(form.path, method="POST", data={**form.form(), "focus": "Rain"}, headers=evil)
    left = client.send("/sign-out", method="POST", data={"csrf_token": form.csrf_token}, headers=evil)

    for answer in (saved, left):
        assert answer.headers["Location"].startswith("/")
        assert "evil.example" not in str(answer.headers)


def test_a_request_that_was_sent_once_is_worth_nothing_after_signing_out(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")
    cookie = client.browser.get_cookie("session")
    client.post("/sign-out", {"csrf_token": form.csrf_token})
    before = digest_of_rows()

    assert cookie is not None
    client.browser.set_cookie("session", cookie.value, domain="localhost")
    replayed = client.send(form.path, method="POST", data={**form.form(), "focus": "Evil"})

    assert replayed.status_code == 401
    assert digest_of_rows() == before


def test_a_token_of_the_session_before_is_worth_nothing_in_the_next(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")
    client.post("/sign-out", {"csrf_token": form.csrf_token})
    client.sign_in(asha)
    before = digest_of_rows()

    replayed = client.post(form.path, {**form.form(), "focus": "Evil"})

    assert replayed.status == 400
    assert digest_of_rows() == before


def test_of_two_cookies_of_one_name_neither_opens_more_than_its_own_session(client: PageClient) -> None:
    answer = client.send("/", headers={"Cookie": "session=made-up; session=also-made-up"})

    assert answer.status_code == 303
