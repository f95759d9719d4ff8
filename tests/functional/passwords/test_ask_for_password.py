import re

import pytest
from sqlalchemy import func, select

from tests.factories import make_person
from tests.pages import Page, PageClient
from ucap.accounts.models import OneUseLink
from ucap.core.database import session
from ucap.core.outbox import OutboxMessage


def test_a_link_is_sent_by_which_a_new_password_is_chosen(client: PageClient) -> None:
    make_person(email="asha@example.org")

    page = ask(client, " Asha@Example.org ")

    assert page.title == "Sign in"
    (mail,) = mails()
    assert mail.recipient == "asha@example.org"
    found = re.search(r"^http://127\.0\.0\.1:8000(/new-password/\S+)$", mail.text, re.MULTILINE)
    assert found
    assert client.open(found[1]).title == "Choose a new password"


def test_unknown_and_deactivated_people_get_the_same_answer_and_leave_nothing(client: PageClient) -> None:
    make_person(email="asha@example.org")
    make_person(email="gone@example.org", is_active=False)

    texts = {
        ask(client, email).text
        for email in ("asha@example.org", "nobody@example.org", "gone@example.org", "no address")
    }

    assert len(texts) == 1
    assert [mail.recipient for mail in mails()] == ["asha@example.org"]
    assert session().scalar(select(func.count()).select_from(OneUseLink)) == 1


def test_the_address_in_the_mail_is_never_what_a_request_says_its_host_is(client: PageClient) -> None:
    asha = make_person()

    for headers in ({"Host": "localhost"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}):
        client.open("/forgotten-password", method="POST", data={"email": asha.email}, headers=headers)

    assert len(mails()) == 3
    assert all("http://127.0.0.1:8000/new-password/" in mail.text and "evil" not in mail.text for mail in mails())


def test_it_is_not_sent_without_end(client: PageClient) -> None:
    asha = make_person()

    pages = [client.post("/forgotten-password", {"email": asha.email}) for _time in range(6)]

    assert [page.status for page in pages] == [200] * 5 + [429]
    assert len(mails()) == 5


@pytest.mark.parametrize("email", ["", " ", "a\0b@example.org", "x" * 300])
def test_what_cannot_be_an_address_is_refused(client: PageClient, email: str) -> None:
    page = ask(client, email)

    assert page.title == "New password"
    assert page.error_at("email") != ""
    assert mails() == []


def ask(client: PageClient, email: str) -> Page:
    return client.open("/sign-in").follow("I forgot my password").submit({"email": email})


def mails() -> list[OutboxMessage]:
    session().rollback()
    return list(session().scalars(select(OutboxMessage).order_by(OutboxMessage.made_at)))
