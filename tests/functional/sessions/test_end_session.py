from uuid import uuid4

from sqlalchemy import select

from tests.factories import VISIT, make_person
from tests.pages import PageClient
from ucap.accounts.models import SignInSession
from ucap.accounts.operations.sessions import begin_session
from ucap.core.clock import utc_now
from ucap.core.database import session


def test_another_session_is_ended_and_this_one_goes_on(client: PageClient) -> None:
    asha = make_person()
    elsewhere = PageClient(client.app).sign_in(asha)

    page = client.sign_in(asha).open("/account/").press("End An unknown browser")

    assert "That session was ended." in page.text
    assert elsewhere.open("/account/").title == "Sign in"
    assert client.open("/").title == "Your plans"


def test_the_session_of_somebody_else_and_none_are_not_found(client: PageClient) -> None:
    begin_session(make_person("Bram").id, at=utc_now(), visit=VISIT)
    theirs = session().scalars(select(SignInSession.id)).one()
    page = client.sign_in(make_person()).open("/account/")

    for session_id in (theirs, uuid4()):
        assert client.post(f"/account/sessions/{session_id}/end", {"csrf_token": page.csrf_token}).status == 404
    assert session().get(SignInSession, theirs) is not None
