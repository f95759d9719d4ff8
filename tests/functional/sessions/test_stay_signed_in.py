from datetime import timedelta

from sqlalchemy import select, update

from tests.factories import make_person
from tests.pages import PageClient
from ucap.accounts.models import SignInSession
from ucap.core.clock import utc_now
from ucap.core.database import session


def test_a_session_that_is_about_to_end_for_want_of_use_goes_on(client: PageClient) -> None:
    page = client.sign_in(make_person()).open("/account/edit")
    before = utc_now() - timedelta(minutes=3)
    session().execute(update(SignInSession).values(last_seen_at=before))
    session().commit()

    answer = client.send("/stay-signed-in", method="POST", data={"csrf_token": page.csrf_token})

    assert answer.status_code == 204
    assert answer.headers["X-Session-Seconds"] == "43200"
    assert session().scalars(select(SignInSession.last_seen_at)).one() > before


def test_without_the_token_nothing_is_prolonged(client: PageClient) -> None:
    client.sign_in(make_person())

    assert client.send("/stay-signed-in", method="POST").status_code == 400


def test_a_script_is_told_that_the_session_is_over(client: PageClient) -> None:
    answer = client.send("/stay-signed-in", method="POST", headers={"X-Requested-With": "fetch"})

    assert answer.status_code == 401
