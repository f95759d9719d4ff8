from tests.factories import make_member
from tests.functional.contacts.conftest import Contacting
from tests.pages import PageClient
from ucap.pairings.models import Role

GIVEN = {
    "name": "Bela",
    "purpose": "Asked about pumps",
    "source": "a meeting",
    "basis": "notice",
    "basis_on": "2026-06-01",
    "review_on": "2027-06-01",
}


def test_somebody_is_kept_with_purpose_source_ground_and_day_of_review(
    client: PageClient, contacting: Contacting
) -> None:
    page = client.open(f"{contacting.address}{contacting.stakeholder}/contacts/add").submit({**GIVEN})

    assert "Contact person added." in page.text
    assert "Bela" in page.text


def test_without_a_ground_nobody_is_kept(client: PageClient, contacting: Contacting) -> None:
    form = client.open(f"{contacting.address}{contacting.stakeholder}/contacts/add")

    empty = form.submit({})
    assert all(empty.error_at(name) for name in ("name", "purpose", "source", "basis", "basis_on", "review_on"))
    for wrong in ({"basis_on": "2026-13-01"}, {"review_on": "2026-05-01"}, {"review_on": "2031-01-01"}, {"email": "x"}):
        (field,) = wrong
        assert form.submit({**GIVEN, **wrong}).error_at(field), wrong


def test_who_may(client: PageClient, contacting: Contacting) -> None:
    address = f"{contacting.address}{contacting.stakeholder}/contacts/add"

    assert client.open(address.replace(str(contacting.stakeholder), str(contacting.contact))).status == 404
    assert client.sign_in(make_member(contacting.plan, Role.OBSERVER)).open(address).status == 403
