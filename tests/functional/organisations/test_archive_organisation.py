from tests.factories import entry_of, make_entry, make_member, make_organisation, make_plan
from tests.pages import PageClient
from ucap.stakeholders.models.entries import Stakeholder


def test_an_archived_one_is_asked_by_nobody_new_and_can_be_found(client: PageClient) -> None:
    plan = make_plan()
    place_id = plan.sides[0].places[0].id
    organisation_id = make_organisation(place_id, "Traders")
    client.sign_in(make_member(plan))

    page = client.open(f"/organisations/{organisation_id}/").press("Archive")

    assert "Archived: Traders" in page.text
    assert "0 organisations" in page.text
    assert "1 organisation" in client.open(f"/places/{place_id}/organisations/?show=archived").text
    assert "Traders" not in client.open(f"/plans/{plan.id}/stakeholders/add/stakeholder").text


def test_who_keeps_no_register_of_the_place_may_not(client: PageClient) -> None:
    plan = make_plan()
    organisation_id = make_organisation(plan.sides[0].places[0].id)
    client.sign_in(make_member(plan, side=1))
    token = client.open("/").csrf_token

    assert (
        client.send(f"/organisations/{organisation_id}/archive", data={"csrf_token": token}, method="POST").status_code
        == 403
    )


def test_a_stakeholder_keeps_the_one_it_names(client: PageClient) -> None:
    plan = make_plan()
    place_id, by = plan.sides[0].places[0].id, make_member(plan)
    organisation_id = make_organisation(place_id, "Traders")
    entry_id = make_entry(plan, Stakeholder, by=by, place_id=place_id, organisation_id=organisation_id)
    client.sign_in(by)
    client.open(f"/organisations/{organisation_id}/").press("Archive")

    client.open(f"/plans/{plan.id}/stakeholders/{entry_id}/edit").submit({"interest": "4"})

    assert entry_of(plan, entry_id).value("organisation_id") == organisation_id
    assert entry_of(plan, entry_id).version == 2
