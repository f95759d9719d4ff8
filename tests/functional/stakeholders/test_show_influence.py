from tests.factories import make_entry, make_member, make_person
from tests.functional.stakeholders.conftest import Involving
from tests.pages import PageClient
from ucap.stakeholders.models.entries import Stakeholder


def test_the_picture_has_its_table(client: PageClient, involving: Involving) -> None:
    there = make_member(involving.plan, side=1)
    make_entry(involving.plan, Stakeholder, by=there, place_id=involving.plan.sides[1].places[0].id)

    page = client.open(f"{involving.address}influence")

    assert len(page.soup.select(".ucap-influence__dot")) == 1
    assert "1. Institute of rain" in " ".join(page.text.split())
    assert "1 stakeholder is not in the picture" in page.text


def test_strangers_find_nothing(client: PageClient, involving: Involving) -> None:
    assert client.sign_in(make_person()).open(f"{involving.address}influence").status == 404
