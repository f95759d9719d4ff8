from tests.factories import make_member, make_organisation, make_plan
from tests.pages import PageClient


def test_what_was_archived_comes_back(client: PageClient) -> None:
    plan = make_plan()
    organisation_id = make_organisation(plan.sides[0].places[0].id, "Traders")
    client.sign_in(make_member(plan))

    page = client.open(f"/organisations/{organisation_id}/").press("Archive").press("Undo")

    assert "Back in the register: Traders" in page.text
    assert "Archived on" not in page.text


def test_who_keeps_no_register_of_the_place_may_not(client: PageClient) -> None:
    plan = make_plan()
    organisation_id = make_organisation(plan.sides[0].places[0].id)
    client.sign_in(make_member(plan, side=1))
    token = client.open("/").csrf_token

    answer = client.send(f"/organisations/{organisation_id}/bring-back", data={"csrf_token": token}, method="POST")
    assert answer.status_code == 403
