from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from config import Settings
from tests.factories import PASSWORD, make_member, make_person, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.accounts.models import SignInAttempt, SignInSession
from ucap.accounts.rules import ABSOLUTE_LIMIT, IDLE_LIMIT, SEEN_STEP, TRIES_WINDOW
from ucap.app import create_app
from ucap.core.clock import utc_now
from ucap.core.database import db, session

WRONG = "The email address or the password is not right. Try again."


def test_a_person_signs_in_and_sees_their_plans(client: PageClient) -> None:
    asha = make_member(make_plan("Surat", "Rotterdam"))

    page = sign_in(client, asha.email)

    assert page.title == "Your plans"
    assert "Surat – Rotterdam" in page.text


def test_the_address_may_be_typed_in_capitals_and_with_blanks(client: PageClient) -> None:
    make_person(email="asha@example.org")

    page = sign_in(client, "  Asha@Example.ORG ")

    assert page.title == "Your plans"


def test_wrong_password_unknown_address_and_inactive_person_get_the_same_answer(client: PageClient) -> None:
    make_person(email="asha@example.org")
    make_person(email="gone@example.org", is_active=False)

    pages = [
        sign_in(client, "asha@example.org", "wrong"),
        sign_in(client, "nobody@example.org"),
        sign_in(client, "gone@example.org"),
    ]

    assert [page.status for page in pages] == [200, 200, 200]
    assert all(WRONG in page.text for page in pages)
    assert len({page.text for page in pages}) == 1
    assert sessions() == 0


def test_the_address_stays_in_the_form_and_the_password_does_not(client: PageClient) -> None:
    make_person(email="asha@example.org")

    page = sign_in(client, "asha@example.org", "wrong-one")

    assert page.form()["email"] == "asha@example.org"
    assert page.form()["password"] == ""
    assert "wrong-one" not in page.response.text


def test_empty_fields_are_named_beside_themselves(client: PageClient) -> None:
    page = client.open("/sign-in").submit()

    assert "Enter your email address." in page.error_at("email")
    assert "Enter your password." in page.error_at("password")


def test_a_missing_password_leaves_the_address_in_the_form(client: PageClient) -> None:
    page = sign_in(client, "asha@example.org", "")

    assert page.error_at("email") == ""
    assert "Enter your password." in page.error_at("password")
    assert page.form()["email"] == "asha@example.org"


@pytest.mark.parametrize("name", ["email", "password"])
@pytest.mark.parametrize("text", ["a\0b@example.org", "x" * 100_000, "\x1b[31m@example.org", "\ufffe@example.org"])
def test_text_that_cannot_be_an_address_or_password_is_refused(client: PageClient, name: str, text: str) -> None:
    make_person(email="asha@example.org")

    page = client.open("/sign-in").submit({"email": "asha@example.org", "password": PASSWORD, name: text})

    assert page.status == 200
    assert page.error_at(name) != ""
    assert sessions() == 0


@pytest.mark.parametrize("text", ["<script>alert(1)</script>@example.org", "=cmd()", "\u202eevil@example.org", "🌧@x"])
def test_hostile_text_is_shown_again_as_text(client: PageClient, text: str) -> None:
    page = sign_in(client, text)

    assert page.form()["email"] == text
    assert "<script>alert" not in page.response.text


def test_a_body_that_is_no_form_is_answered_with_the_form(client: PageClient) -> None:
    for body in ([1], {"email": 5, "password": ["x"]}, {"email": {"a": "b"}}, "text", None):
        page = client.open("/sign-in", method="POST", json=body)

        assert page.status == 200
        assert "Enter your email address." in page.error_at("email")


def test_a_file_instead_of_text_is_answered_with_the_form(client: PageClient) -> None:
    sent = client.open("/sign-in", method="POST", data={"email": (BytesIO(b"text"), "a.txt"), "password": PASSWORD})

    assert sent.status == 200
    assert "Enter your email address." in sent.error_at("email")


def test_one_comes_back_to_the_page_one_wanted(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)

    form = client.open(f"/plans/{plan.id}/history/?before=9")
    page = form.submit({"email": asha.email, "password": PASSWORD})

    assert form.title == "Sign in"
    assert page.path == f"/plans/{plan.id}/history/?before=9"


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/ok\r\nSet-Cookie: a=b",
        "/\0",
        "//[",
        "x" * 100_000,
    ],
)
def test_one_never_lands_on_another_site(client: PageClient, wanted: str) -> None:
    asha = make_person()

    posted = client.send("/sign-in", method="POST", data={"email": asha.email, "password": PASSWORD, "next": wanted})

    assert posted.status_code == 303
    assert posted.headers["Location"] == "/"
    assert "Set-Cookie: a=b" not in str(posted.headers)


def test_an_address_to_come_back_to_is_only_text_in_the_page(client: PageClient) -> None:
    page = client.open("/sign-in", query_string={"next": '/"><script>alert(1)</script>'})

    assert page.status == 200
    assert page.form()["next"] == '/"><script>alert(1)</script>'
    assert "<script>alert" not in page.response.text


def test_control_characters_in_the_address_to_come_back_to_do_not_break_the_page(client: PageClient) -> None:
    page = client.open("/sign-in", query_string={"next": "/\0\x1b"})

    assert page.status == 200


def test_signing_in_again_renews_the_token_and_ends_the_old_session(client: PageClient) -> None:
    asha = make_person()
    client.sign_in(asha)
    old = cookie(client)

    sign_in(client, asha.email)

    assert cookie(client) not in {"", old}
    assert sessions() == 1
    client.browser.set_cookie("session", old, domain="localhost")
    assert client.open("/account/").title == "Sign in"


def test_a_cookie_from_before_is_never_taken_over(client: PageClient) -> None:
    asha = make_person()
    client.browser.set_cookie("session", "chosen-by-somebody-else", domain="localhost")

    sign_in(client, asha.email)

    assert cookie(client) != "chosen-by-somebody-else"


def test_the_database_keeps_no_token(client: PageClient) -> None:
    asha = make_person()

    sign_in(client, asha.email)

    session().rollback()
    kept = session().scalars(select(SignInSession.token_digest)).one()
    assert cookie(client) not in kept
    assert len(kept) == 64


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client: PageClient) -> None:
    asha = make_person()

    answer = client.send("/sign-in", method="POST", data={"email": asha.email, "password": PASSWORD})

    (kept,) = answer.headers.getlist("Set-Cookie")
    assert kept.startswith("session=")
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert "Path=/" in kept
    assert "Domain" not in kept


def test_over_https_the_cookie_is_bound_to_the_host_and_browsers_stay_with_https(
    production: Flask, client: PageClient
) -> None:
    asha = make_person()
    browser = production.test_client()
    site = "https://plans.example.org"

    answer = browser.post("/sign-in", base_url=site, data={"email": asha.email, "password": PASSWORD})

    (kept,) = answer.headers.getlist("Set-Cookie")
    assert kept.startswith("__Host-session=")
    assert "Secure" in kept
    assert "HttpOnly" in kept
    assert "Path=/" in kept
    assert "Domain" not in kept
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "Your plans" in browser.get("/", base_url=site).text
    assert browser.get("/", base_url="https://localhost").status_code == 400


def test_over_https_signing_out_removes_the_cookie_with_the_same_flags(production: Flask, client: PageClient) -> None:
    asha = make_person()
    browser = production.test_client()
    site = "https://plans.example.org"
    browser.post("/sign-in", base_url=site, data={"email": asha.email, "password": PASSWORD})
    page = Page(client, browser.get("/", base_url=site), "/")

    answer = browser.post("/sign-out", base_url=site, data={"csrf_token": page.csrf_token})

    (removed,) = answer.headers.getlist("Set-Cookie")
    assert removed.startswith("__Host-session=;")
    assert "Secure" in removed
    assert sessions() == 0


def test_the_server_in_front_says_where_a_try_comes_from_and_nobody_else_does(
    production: Flask, client: PageClient
) -> None:
    """What it was told itself stands before what it adds."""
    browser, site = production.test_client(), "https://plans.example.org"

    def attempt(forwarded: str) -> int:
        sent = {"email": "asha@example.org", "password": "wrong"}
        headers = {"X-Forwarded-For": forwarded}
        return browser.post("/sign-in", base_url=site, data=sent, headers=headers).status_code

    spoofed = [attempt(f"10.9.9.{number}, 10.0.0.1") for number in range(6)]

    assert spoofed == [200] * 5 + [429]
    assert attempt("10.0.0.2") == 200
    here = [
        client.send(
            "/sign-in",
            method="POST",
            data={"email": "asha@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"10.1.1.{number}"},
        ).status_code
        for number in range(6)
    ]
    assert here[-1] == 429


@pytest.mark.parametrize("path", ["/sign-in", "/healthz", "/readyz", "/nowhere", "/static/images/mark.svg"])
def test_a_stranger_gets_no_cookie_and_leaves_no_row(client: PageClient, path: str) -> None:
    before = digest_of_rows()

    answer = client.send(path)

    assert answer.headers.getlist("Set-Cookie") == []
    assert digest_of_rows() == before


def test_a_failed_attempt_sets_no_cookie_and_leaves_no_row_but_that_it_was_made(client: PageClient) -> None:
    before = digest_of_rows(without={"sign_in_attempts"})

    answer = client.send("/sign-in", method="POST", data={"email": "nobody@example.org", "password": "x"})

    assert answer.headers.getlist("Set-Cookie") == []
    assert digest_of_rows(without={"sign_in_attempts"}) == before
    kept = session().scalars(select(SignInAttempt)).one()
    assert "example.org" not in f"{kept.account} {kept.network}"
    assert "127.0.0.1" not in kept.network


def test_passwords_cannot_be_guessed_and_the_page_says_when_to_try_again(client: PageClient) -> None:
    asha = make_person()
    form = client.open("/sign-in")

    pages = [form.submit({"email": asha.email, "password": "wrong"}) for _time in range(5)]
    refused = form.submit({"email": asha.email, "password": PASSWORD})

    assert [page.status for page in pages] == [200] * 5
    assert (refused.status, refused.title) == (429, "Too many attempts in a short time")
    assert "Try again in 15 minutes." in refused.text
    assert 850 < int(refused.response.headers["Retry-After"]) <= 900
    assert sessions() == 0


def test_the_door_is_open_again_after_a_while_and_others_come_in_meanwhile(client: PageClient) -> None:
    asha, bram = make_person(), make_person("Bram")
    form = client.open("/sign-in")
    for _time in range(6):
        form.submit({"email": asha.email, "password": "wrong"})

    other = PageClient(client.app).open("/sign-in").submit({"email": bram.email, "password": PASSWORD})
    session().execute(update(SignInAttempt).values(at=utc_now() - TRIES_WINDOW))
    session().commit()

    assert other.title == "Your plans"
    assert form.submit({"email": asha.email, "password": PASSWORD}).title == "Your plans"


def test_a_session_ends_when_it_was_not_used_for_long(client: PageClient) -> None:
    client.sign_in(make_person())
    age_sessions(last_seen_at=utc_now() - IDLE_LIMIT - timedelta(seconds=1))

    page = client.open("/account/")

    assert page.title == "Sign in"
    assert cookie(client) == ""


def test_a_session_lives_until_it_was_not_used_for_long(client: PageClient) -> None:
    client.sign_in(make_person())
    age_sessions(last_seen_at=utc_now() - IDLE_LIMIT + timedelta(minutes=1))

    assert client.open("/").title == "Your plans"


def test_a_session_ends_after_some_days_however_much_it_is_used(client: PageClient) -> None:
    client.sign_in(make_person())
    age_sessions(created_at=utc_now() - ABSOLUTE_LIMIT - timedelta(seconds=1), last_seen_at=utc_now())

    assert client.open("/account/").title == "Sign in"


def test_use_of_a_session_is_noted_but_not_at_every_page(client: PageClient) -> None:
    client.sign_in(make_person())
    long_ago, lately = utc_now() - 2 * SEEN_STEP, utc_now() - SEEN_STEP / 2

    age_sessions(last_seen_at=long_ago)
    client.open("/")
    noted = last_seen()
    age_sessions(last_seen_at=lately)
    client.open("/")

    assert noted > long_ago + SEEN_STEP
    assert last_seen() == lately


def test_somebody_who_became_inactive_is_out_at_once(client: PageClient) -> None:
    asha = make_person()
    client.sign_in(asha)
    session().add(asha)
    asha.is_active = False
    session().commit()

    page = client.open("/account/")

    assert page.title == "Sign in"


@pytest.mark.parametrize("token", ["x", "x" * 3_000, "\x01", "ÿ", "0" * 43])
def test_a_made_up_cookie_opens_nothing(client: PageClient, token: str) -> None:
    client.browser.set_cookie("session", token, domain="localhost")

    page = client.open("/account/")

    assert page.title == "Sign in"


@pytest.fixture
def production(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """Give the application as people reach it over https, on the same database."""
    made = create_app(
        Settings.from_environment(
            {
                "UCAP_BASE_URL": "https://plans.example.org",
                "UCAP_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
                "UCAP_DATA_DIR": str(tmp_path),
                "UCAP_SECRET_KEY": "a key for tests",
                "UCAP_TRUSTED_PROXIES": "1",
            }
        )
    )
    yield made
    with made.app_context():
        db.engine.dispose()


def sign_in(client: PageClient, email: str, password: str = PASSWORD) -> Page:
    return client.open("/sign-in").submit({"email": email, "password": password})


def cookie(client: PageClient) -> str:
    kept = client.browser.get_cookie("session")
    return kept.value if kept else ""


def sessions() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(SignInSession)) or 0


def age_sessions(**moments: datetime) -> None:
    session().rollback()
    session().execute(update(SignInSession).values(**moments))
    session().commit()


def last_seen() -> datetime:
    session().rollback()
    return session().scalars(select(SignInSession.last_seen_at)).one()
