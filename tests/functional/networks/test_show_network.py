from datetime import date
from uuid import uuid4

from tests.factories import make_person
from tests.pages import PageClient
from ucap.core.database import session
from ucap.directory.models import Network, NetworkPlace
from ucap.directory.operations import load_networks, load_places


def network_named(name: str) -> Network:
    return session().query(Network).filter_by(name=name).one()


def test_a_network_shows_what_it_said_of_itself_and_that_nobody_checked(client: PageClient) -> None:
    load_networks()
    client.sign_in(make_person())

    page = client.open(f"/networks/{network_named('International Association of Francophone Mayors').id}/")

    for shown in (
        "As of 2021, unchecked",
        "AIMF",
        "Paris",
        "305 members in 54 countries",
        "1979",
        "Geneva Cities Hub",
    ):
        assert shown in page.text
    assert page.link("aimf.asso.fr") == "https://www.aimf.asso.fr"


def test_a_network_shows_its_places_and_when_it_was_checked(client: PageClient) -> None:
    load_networks()
    surat = load_places()["Surat", "IN"]
    network = network_named("C40 Cities")
    network.checked_on = date(2026, 5, 3)
    session().add(NetworkPlace(network_id=network.id, place_id=surat))
    session().commit()
    client.sign_in(make_person())

    page = client.open(f"/networks/{network.id}/")

    assert "As of 2021, checked on 3 May 2026" in page.text
    assert page.follow("Surat").follow("C40 Cities").title == "C40 Cities"


def test_there_is_no_page_of_what_is_not_there_and_none_for_strangers(client: PageClient) -> None:
    load_networks()

    assert client.open(f"/networks/{network_named('C40 Cities').id}/").path.startswith("/sign-in")
    assert client.sign_in(make_person()).open(f"/networks/{uuid4()}/").status == 404
