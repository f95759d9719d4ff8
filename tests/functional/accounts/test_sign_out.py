from sqlalchemy import func, select

from tests.factories import make_person
from tests.pages import PageClient
from ucap.accounts.models import SignInSession
from ucap.core.database import session


def test_signing_out_ends_the_session_here_and_in_the_database(client: PageClient) -> None:
    client.sign_in(make_person())
    page = client.open("/")

    left = client.post("/sign-out", {"csrf_token": page.csrf_token})

    assert left.title == "Sign in"
    assert client.browser.get_cookie("session") is None
    assert sessions() == 0


def test_the_cookie_of_a_session_that_ended_opens_nothing(client: PageClient) -> None:
    client.sign_in(make_person())
    old = client.browser.get_cookie("session")
    client.post("/sign-out", {"csrf_token": client.open("/").csrf_token})

    assert old is not None
    client.browser.set_cookie("session", old.value, domain="localhost")

    assert client.open("/account/").title == "Sign in"


def test_only_this_session_ends(client: PageClient) -> None:
    asha = make_person()
    at_home = PageClient(client.app).sign_in(asha)
    client.sign_in(asha)

    client.post("/sign-out", {"csrf_token": client.open("/").csrf_token})

    assert at_home.open("/").title == "Your plans"


def test_the_browser_is_told_to_forget_the_pages(client: PageClient) -> None:
    client.sign_in(make_person())

    answer = client.send("/sign-out", method="POST", data={"csrf_token": client.open("/").csrf_token})

    assert answer.status_code == 303
    assert '"cache"' in answer.headers["Clear-Site-Data"]


def test_without_a_token_nobody_is_signed_out(client: PageClient) -> None:
    client.sign_in(make_person())

    page = client.post("/sign-out", {})

    assert page.status == 400
    assert "Load it again" in page.text
    assert sessions() == 1


def test_a_link_to_it_signs_nobody_out(client: PageClient) -> None:
    client.sign_in(make_person())

    page = client.open("/sign-out")

    assert page.status == 405
    assert sessions() == 1


def test_a_stranger_is_shown_the_sign_in_page(client: PageClient) -> None:
    page = client.post("/sign-out", {})

    assert page.title == "Sign in"


def sessions() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(SignInSession)) or 0
