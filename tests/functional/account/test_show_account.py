from datetime import timedelta

from tests.factories import PASSWORD, make_person, make_second_step
from tests.pages import PageClient
from ucap.accounts.operations.attempts import Visit
from ucap.accounts.operations.sessions import begin_session
from ucap.core.clock import utc_now

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def test_somebody_sees_who_they_are_and_how_they_sign_in(client: PageClient) -> None:
    asha = make_person("Asha <b>Rao", email="asha@example.org")

    page = client.sign_in(asha).open("/").follow("Asha <b>Rao")

    assert page.title == "Your account"
    assert "asha@example.org" in page.text
    assert "a stolen password is not enough" in page.text


def test_sessions_are_told_apart_by_browser_and_time(client: PageClient) -> None:
    asha = make_person()
    visit = Visit("a", "n", "en", browser="Firefox", system="Windows")
    begin_session(asha.id, at=utc_now() - timedelta(hours=2), visit=visit)
    begin_session(make_person("Other").id, at=utc_now(), visit=Visit("a", "n", "en", browser="Edge", system="macOS"))

    page = client.sign_in(asha).open("/account/")

    assert "Firefox on Windows" in page.text
    assert "Edge" not in page.text
    assert page.text.count("This one") == 1
    assert page.text.count("Begun") == 2


def test_a_browser_is_known_by_what_it_said_when_signing_in(client: PageClient) -> None:
    asha = make_person()

    client.open(
        "/sign-in", method="POST", data={"email": asha.email, "password": PASSWORD}, headers={"User-Agent": FIREFOX}
    )

    assert "Firefox on Linux" in client.open("/account/").text


def test_who_has_a_second_step_sees_since_when_and_how_many_codes_are_left(client: PageClient) -> None:
    asha = make_person()
    make_second_step(asha)

    page = client.sign_in(asha).open("/account/")

    assert "An app on your device, since" in page.text
    assert "10 recovery codes are left." in page.text
    assert page.follow("Remove").title == "Remove the second step"


def test_a_stranger_signs_in_first(client: PageClient) -> None:
    assert client.open("/account/").title == "Sign in"
