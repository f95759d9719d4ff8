import pytest
from sqlalchemy import select

from tests.factories import make_link_for, make_person, make_second_step
from tests.pages import PageClient
from ucap.accounts.models import LinkPurpose, Person
from ucap.core.database import session

NEW = "another five words here"


def test_the_new_password_works_and_all_sessions_and_other_links_end(client: PageClient) -> None:
    asha = make_person()
    elsewhere = PageClient(client.app).sign_in(asha)
    token, other = (make_link_for(asha.email, LinkPurpose.PASSWORD, person=asha) for _link in range(2))

    page = client.open(f"/new-password/{token}").submit({"password": NEW})

    assert page.title == "Your plans"
    assert "You have a new password." in page.text
    assert elsewhere.open("/account/").title == "Sign in"
    assert elsewhere.open("/sign-in").submit({"email": asha.email, "password": NEW}).title == "Your plans"
    assert client.open(f"/new-password/{other}").status == 410
    assert client.open(f"/new-password/{token}").status == 410


@pytest.mark.parametrize(("password", "says"), [("", "Enter a password."), ("short", "Use 12 characters or more")])
def test_a_bad_password_is_refused_and_the_link_still_works(client: PageClient, password: str, says: str) -> None:
    asha = make_person()
    token = make_link_for(asha.email, LinkPurpose.PASSWORD, person=asha)

    page = client.open(f"/new-password/{token}").submit({"password": password})

    assert says in page.error_at("password")
    assert client.open(f"/new-password/{token}").status == 200


def test_the_second_step_is_still_needed(client: PageClient) -> None:
    asha = make_person()
    make_second_step(asha)
    token = make_link_for(asha.email, LinkPurpose.PASSWORD, person=asha)

    page = client.open(f"/new-password/{token}").submit({"password": NEW})

    assert page.title == "Second step"
    assert client.open("/account/").title == "Sign in"


def test_other_links_and_people_who_were_deactivated_get_none(client: PageClient) -> None:
    asha = make_person()
    token = make_link_for(asha.email, LinkPurpose.PASSWORD, person=asha)
    session().get_one(Person, asha.id).is_active = False
    session().commit()

    assert client.open(f"/new-password/{make_link_for(asha.email)}").status == 404
    assert client.open("/new-password/nothing").status == 404
    assert client.open(f"/new-password/{token}", method="POST", data={"password": NEW}).status == 404
    assert session().scalars(select(Person.password_hash)).one() == asha.password_hash
