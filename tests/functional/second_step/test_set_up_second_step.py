import re

from pyotp import TOTP
from sqlalchemy import select, text

from tests.factories import PASSWORD, make_person, make_second_step
from tests.pages import Page, PageClient
from ucap.accounts.models import RecoveryCode, SecondStep
from ucap.core.clock import utc_now
from ucap.core.database import session


def test_a_second_step_is_set_up_and_recovery_codes_are_shown_once(client: PageClient) -> None:
    asha = make_person()
    elsewhere = PageClient(client.app).sign_in(asha)
    form = client.sign_in(asha).open("/account/").follow("Set up")

    page = form.submit({"code": TOTP(secret_on(form)).at(utc_now())})

    assert page.title == "Your recovery codes"
    codes = [one.get_text(strip=True) for one in page.soup.select(".ucap-codes code")]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"(\w{4}-){3}\w{4}", code) for code in codes)
    assert "An app on your device" in page.follow("I have kept them").text
    assert elsewhere.open("/account/").title == "Sign in"
    session().rollback()
    kept = [session().scalars(select(SecondStep.secret)).one(), *session().scalars(select(RecoveryCode.digest))]
    assert secret_on(form) not in kept[0]
    assert not {code.replace("-", "") for code in codes} & set(kept)


def test_the_picture_says_what_the_text_says(client: PageClient) -> None:
    page = client.sign_in(make_person(email="asha@example.org")).open("/account/second-step")

    assert page.link("Open in the app").startswith("otpauth://totp/UCAP%20tracker:asha%40example.org?secret=")
    assert f"secret={secret_on(page)}&" in page.link("Open in the app")
    assert page.soup.select_one("[role=img] svg path") is not None


def test_a_wrong_code_is_refused_and_the_secret_stays(client: PageClient) -> None:
    form = client.sign_in(make_person()).open("/account/second-step")

    page = form.submit({"code": "000000"})

    assert "This code is not right." in page.error_at("code")
    assert secret_on(page) == secret_on(form)
    assert page.submit({"code": TOTP(secret_on(form)).at(utc_now())}).title == "Your recovery codes"


def test_nobody_can_be_made_to_take_a_secret_that_somebody_else_knows(client: PageClient) -> None:
    theirs = PageClient(client.app).sign_in(make_person("Eve")).open("/account/second-step")
    form = client.sign_in(make_person()).open("/account/second-step")

    for secret in (str(theirs.form()["secret"]), secret_on(theirs), ""):
        page = form.submit({"code": TOTP(secret_on(theirs)).at(utc_now()), "secret": secret})
        assert page.title == "Set up a second step"
    assert session().scalars(select(SecondStep)).all() == []


def test_there_is_one_second_step_at_most(client: PageClient) -> None:
    asha = make_person()
    form = client.sign_in(asha).open("/account/second-step")
    make_second_step(asha)

    page = client.sign_in(asha).open("/account/second-step")
    again = page.submit({"code": TOTP(secret_on(page)).at(utc_now())})

    assert "You have a second step already." in again.text
    assert form.title == "Set up a second step"


def test_who_must_have_one_is_led_to_it_after_signing_in(client: PageClient, second_steps_needed: None) -> None:
    asha = make_person()

    form = client.open("/account/").submit({"email": asha.email, "password": PASSWORD})
    assert form.title == "Set up a second step"
    assert "Your post needs it" in form.text
    assert client.open("/").title == "Set up a second step"
    page = form.submit({"code": TOTP(secret_on(form)).at(utc_now())})

    assert page.follow("I have kept them").title == "Your account"
    assert client.open("/").title == "Your plans"


def test_a_changed_key_of_the_application_leaves_the_recovery_codes(client: PageClient) -> None:
    asha = make_person()
    code, *_others = make_second_step(asha)
    session().execute(text("UPDATE second_steps SET secret = 'made with another key'"))
    session().commit()
    form = client.open("/sign-in").submit({"email": asha.email, "password": PASSWORD})

    assert form.submit({"code": "123456"}).error_at("code") != ""
    assert form.submit({"code": code}).title == "Your plans"


def test_a_stranger_signs_in_first(client: PageClient) -> None:
    assert client.open("/account/second-step").title == "Sign in"


def secret_on(page: Page) -> str:
    shown = page.soup.select_one(".ucap-qr__text code")
    assert shown is not None
    return shown.get_text().replace(" ", "").strip()
