from sqlalchemy import select

from tests.factories import make_administrator, make_coordinator, make_person, make_second_step
from tests.pages import PageClient
from ucap.accounts.queries import second_step_of
from ucap.core.database import session
from ucap.core.outbox import OutboxMessage


def test_it_is_asked_for_told_by_mail_and_kept(client: PageClient) -> None:
    asha = make_person("Asha Rao")
    make_second_step(asha)
    elsewhere = PageClient(client.app).sign_in(asha)

    page = client.sign_in(make_administrator()).open(f"/accounts/{asha.id}/").follow("Reset the second step").submit()

    assert "Second step reset: Ada Admin" in page.text
    assert "Not set up" in page.text
    assert second_step_of(asha.id) is None
    assert session().scalars(select(OutboxMessage.recipient)).all() == [asha.email]
    assert elsewhere.send("/").status_code == 303


def test_who_has_none_and_oneself_are_refused(client: PageClient) -> None:
    ada, asha = make_administrator(), make_person()
    client.sign_in(ada)

    assert "has no second step" in client.open(f"/accounts/{asha.id}/reset-second-step").submit().text
    assert "with a code" in client.open(f"/accounts/{ada.id}/reset-second-step").submit().text


def test_others_find_nothing(client: PageClient) -> None:
    other = make_person()

    assert client.sign_in(make_coordinator()).send(f"/accounts/{other.id}/reset-second-step").status_code == 404
