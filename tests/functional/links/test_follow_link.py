from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import PASSWORD, make_link_for, make_person
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.accounts.models import LinkPurpose, Person
from ucap.accounts.operations.links import withdraw_link
from ucap.accounts.queries import link_by_digest
from ucap.accounts.routes.visits import LinkFollower, follow_links, followers_of_links
from ucap.accounts.rules import digest_of_token
from ucap.core.clock import utc_now
from ucap.core.database import session
from ucap.core.text import message

EMAIL = "asha@example.org"
FILLED = {"name": "Asha Rao", "password": "five words in a row", "time_zone": "Asia/Kolkata"}


def test_an_account_is_set_up_by_the_link_and_one_is_in(client: PageClient) -> None:
    page = client.open(f"/links/{make_link_for(EMAIL)}").submit(FILLED)

    assert page.title == "Your plans"
    assert "Your account is set up" in page.text
    kept = session().scalars(select(Person)).one()
    assert (kept.email, kept.name, kept.time_zone) == (EMAIL, "Asha Rao", "Asia/Kolkata")
    assert (
        PageClient(client.app).open("/sign-in").submit({"email": EMAIL, "password": FILLED["password"]}).title
        == "Your plans"
    )


def test_looking_at_a_link_changes_nothing(client: PageClient) -> None:
    token = make_link_for(EMAIL)
    before = digest_of_rows()

    assert client.open(f"/links/{token}?name=Asha").form()["name"] == "Asha"
    assert client.send(f"/links/{token}", method="HEAD").status_code == 200
    assert digest_of_rows() == before


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("name", "", "Enter your name"),
        ("password", "", "Enter a password."),
        ("password", "short", "Use 12 characters or more"),
        ("password", "Password1234!", "among the first"),
        ("password", "asha@example.org", "without your name"),
        ("time_zone", "Mars/Base", "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_link_still_works(
    client: PageClient, name: str, value: str, says: str
) -> None:
    page = client.open(f"/links/{make_link_for(EMAIL)}").submit({**FILLED, name: value})

    assert says in page.error_at(name)
    assert session().scalar(select(func.count()).select_from(Person)) == 0
    assert page.submit(FILLED).title == "Your plans"


def test_a_link_works_once_for_some_time_and_until_it_is_withdrawn(client: PageClient) -> None:
    used, old, withdrawn = (
        make_link_for("a@example.org"),
        make_link_for("b@example.org", at=utc_now() - timedelta(hours=49)),
        make_link_for("c@example.org"),
    )
    client.open(f"/links/{used}").submit(FILLED)
    link = link_by_digest(digest_of_token(withdrawn))
    assert link is not None
    withdraw_link(link.id, at=utc_now())

    for token, says in ((used, "used already"), (old, "is over"), (withdrawn, "withdrawn")):
        page = PageClient(client.app).open(f"/links/{token}", method="POST", data=FILLED)
        assert (page.status, page.title) == (410, "This link does not work any more")
        assert says in page.text


def test_a_made_up_link_and_one_for_something_else_are_not_found(client: PageClient) -> None:
    asha = make_person(email=EMAIL)

    assert client.open("/links/nothing").status == 404
    assert client.open(f"/links/{make_link_for(EMAIL, LinkPurpose.PASSWORD, person=asha)}").status == 404


def test_who_has_an_account_signs_in_and_accepts(client: PageClient, followed: list[str]) -> None:
    asha = make_person(email=EMAIL)
    token = make_link_for(EMAIL)

    asked = client.open(f"/links/{token}")
    page = asked.follow("Sign in to accept").submit({"email": EMAIL, "password": PASSWORD})
    assert page.title == "You are invited"
    assert "You are invited to lead for Surat." in page.text
    accepted = page.submit()

    assert accepted.title == "Your plans"
    assert followed == [asha.email]
    assert client.open(f"/links/{token}").status == 410


def test_somebody_else_cannot_take_it_up(client: PageClient, followed: list[str]) -> None:
    make_person(email=EMAIL)
    token = make_link_for(EMAIL)
    bram = client.sign_in(make_person("Bram"))

    page = bram.open(f"/links/{token}")
    again = bram.open(f"/links/{token}", method="POST", data={"csrf_token": page.csrf_token})

    assert "You are signed in with another one." in page.text
    assert again.title == "You are invited"
    assert followed == []


def test_who_must_have_a_second_step_is_led_to_it_before_anything_else(
    client: PageClient, second_steps_needed: None
) -> None:
    page = client.open(f"/links/{make_link_for(EMAIL)}").submit(FILLED)

    assert page.title == "Set up a second step"
    assert client.open("/").title == "Set up a second step"


@pytest.fixture
def followed(app: Flask) -> Iterator[list[str]]:
    """Let a feature act on links; collect whom it was told of."""
    told: list[str] = []
    before = followers_of_links()
    follow_links(
        app,
        [
            LinkFollower(
                lambda _link: message("You are invited to lead for %(place)s.", place="Surat"),
                lambda _link, person, _at: told.append(person.email),
            )
        ],
    )
    yield told
    follow_links(app, before)


@pytest.mark.usefixtures("second_steps_needed")
def test_a_post_taken_up_while_signed_in_asks_for_the_second_step_at_once(client: PageClient) -> None:
    asha = make_person()
    token = make_link_for(asha.email)

    page = client.sign_in(asha).open(f"/links/{token}").submit()

    assert page.path.startswith("/account/second-step")


def test_no_second_step_is_asked_for_where_none_is_needed(client: PageClient) -> None:
    asha = make_person()
    token = make_link_for(asha.email)

    assert client.sign_in(asha).open(f"/links/{token}").submit().path == "/"
