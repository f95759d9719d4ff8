import pytest

from tests.factories import make_person
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.core.database import session


def test_name_and_time_zone_are_changed(client: PageClient) -> None:
    asha = make_person()

    page = client.sign_in(asha).open("/account/edit").submit({"name": " Asha  Räo ", "time_zone": "Asia/Kolkata"})

    assert page.title == "Your account"
    assert "Your account was changed." in page.text
    kept = session().get_one(Person, asha.id, populate_existing=True)
    assert (kept.name, kept.time_zone, kept.language) == ("Asha  Räo", "Asia/Kolkata", None)


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", ""), ("name", "x" * 201), ("name", "a\0b"), ("time_zone", "Mars/Base"), ("time_zone", "")],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(client: PageClient, name: str, value: str) -> None:
    page = client.sign_in(make_person()).open("/account/edit").submit({name: value})

    assert page.title == "Edit your account"
    assert page.error_at(name) != ""


def test_the_form_shows_what_is_kept_and_asks_for_no_language_where_there_is_one(client: PageClient) -> None:
    form = client.sign_in(make_person("Asha")).open("/account/edit").form()

    assert (form["name"], form["time_zone"]) == ("Asha", "UTC")
    assert "language" not in form


def test_a_stranger_signs_in_first(client: PageClient) -> None:
    assert client.open("/account/edit").title == "Sign in"
