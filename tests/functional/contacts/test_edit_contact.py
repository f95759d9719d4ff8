from tests.factories import make_member
from tests.functional.contacts.conftest import Contacting
from tests.pages import PageClient
from ucap.pairings.models import Role


def test_over_a_newer_version_the_differences_are_shown(client: PageClient, contacting: Contacting) -> None:
    address = f"{contacting.address}contacts/{contacting.contact}/edit"
    form = client.open(address)
    client.open(address).submit({"post": "Theirs"})

    conflict = form.submit({"post": "Mine"})

    assert conflict.status == 409
    assert "Post, as saved meanwhile: Theirs" in conflict.text
    assert "Contact person saved." in conflict.submit({}).text
    assert "Mine" in client.open(f"{contacting.address}contacts/").text


def test_bad_input_and_who_may(client: PageClient, contacting: Contacting) -> None:
    address = f"{contacting.address}contacts/{contacting.contact}/edit"

    assert client.open(address).submit({"review_on": "2026-05-04"}).error_at("review_on")
    assert client.sign_in(make_member(contacting.plan, Role.OBSERVER)).open(address).status == 403
