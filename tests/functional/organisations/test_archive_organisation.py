from tests.factories import make_member, make_organisation, make_plan
from tests.pages import PageClient


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
