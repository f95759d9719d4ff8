from tests.factories import make_organisation, make_person
from tests.functional.stakeholders.conftest import Involving
from tests.pages import PageClient
from ucap.directory.models import Helix


def test_it_says_who_is_missing_why_and_who_could_be_asked(client: PageClient, involving: Involving) -> None:
    here, there = (side.places[0].id for side in involving.plan.sides)
    make_organisation(here, "A mill", Helix.BUSINESS)
    make_organisation(there, "A port", Helix.BUSINESS)

    page = client.open(f"{involving.address}balance")

    assert "Business: nobody is involved." in page.text
    assert "Academia: nobody has been asked" not in page.text
    assert "None of the 1 stakeholders of Surat belongs to it." in page.text
    assert "size or fame does not count" in page.text
    form = page.follow("add A mill")
    assert form.form()["name"] == "A mill"
    assert "A port" in page.text
    assert "add A port" not in " ".join(page.text.split())


def test_strangers_find_nothing(client: PageClient, involving: Involving) -> None:
    assert client.sign_in(make_person()).open(f"{involving.address}balance").status == 404
