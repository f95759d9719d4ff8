import pytest
from sqlalchemy import select

from tests.factories import PASSWORD, make_person
from tests.pages import PageClient
from ucap.core.database import session
from ucap.core.outbox import OutboxMessage

NEW = "another five words here"


def test_the_password_is_changed_other_sessions_end_and_a_mail_tells_of_it(client: PageClient) -> None:
    asha = make_person()
    elsewhere = PageClient(client.app).sign_in(asha)

    page = client.sign_in(asha).open("/account/password").submit({"current": PASSWORD, "password": NEW})

    assert page.title == "Your account"
    assert elsewhere.open("/account/").title == "Sign in"
    assert "not right" in elsewhere.open("/sign-in").submit({"email": asha.email, "password": PASSWORD}).text
    assert elsewhere.open("/sign-in").submit({"email": asha.email, "password": NEW}).title == "Your plans"
    session().rollback()
    mail = session().scalars(select(OutboxMessage)).one()
    assert (mail.recipient, mail.subject) == (asha.email, "Your password was changed")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("current", "wrong", "not your present password"),
        ("current", "", "Enter your present password."),
        ("password", "", "Enter a password."),
        ("password", "asharao asharao", "without your name"),
        ("password", "aaaaaaaaaaaa", "more different characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: PageClient, name: str, value: str, says: str) -> None:
    form = client.sign_in(make_person("Asharao")).open("/account/password")

    page = form.submit({"current": PASSWORD, "password": NEW, name: value})

    assert says in page.error_at(name)
    assert NEW not in page.response.text


def test_the_present_password_cannot_be_guessed_in_an_open_session(client: PageClient) -> None:
    form = client.sign_in(make_person()).open("/account/password")

    pages = [form.submit({"current": "wrong", "password": NEW}) for _time in range(6)]

    assert [page.status for page in pages] == [200] * 5 + [429]


def test_a_stranger_signs_in_first(client: PageClient) -> None:
    assert client.open("/account/password").title == "Sign in"
