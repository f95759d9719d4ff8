from tests.factories import make_entry, make_member, make_organisation, make_person, make_plan
from tests.pages import PageClient
from ucap.stakeholders.models.entries import Stakeholder


def test_it_names_the_plans_that_the_reader_may_see_and_no_others(client: PageClient) -> None:
    plan = make_plan()
    place_id, by = plan.sides[0].places[0].id, make_member(plan)
    organisation_id = make_organisation(place_id, "Traders")
    make_entry(plan, Stakeholder, by=by, place_id=place_id, organisation_id=organisation_id)

    own = client.sign_in(by).open(f"/organisations/{organisation_id}/")
    other = client.sign_in(make_person()).open(f"/organisations/{organisation_id}/")

    assert own.title == "Traders"
    assert "Surat – Rotterdam" in own.text
    assert "Surat – Rotterdam" not in other.text
    assert "Archive" in own.text
    assert "Archive" not in other.text


def test_there_is_nothing_under_another_id(client: PageClient) -> None:
    client.sign_in(make_person())

    assert client.open("/organisations/00000000-0000-0000-0000-000000000000/").status == 404
