import pytest

from tests.factories import make_holder, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.pairings.queries.people import posts_of_pairing


def test_a_lead_makes_a_post_and_goes_on_to_who_holds_it(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    lead = make_member(plan, Role.LEAD)

    page = client.sign_in(lead).open(f"/plans/{plan.id}/people/").follow("Add somebody to Surat")
    page = page.submit({"title": "  Water adviser ", "role": "observer"})

    (made,) = [post for post in posts_of_pairing(plan.pairing_id) if post.title == "Water adviser"]
    assert (made.role, made.side_id, made.holder) == (Role.OBSERVER, plan.sides[0].id, None)
    assert page.path == f"/posts/{made.id}/fill"


@pytest.mark.parametrize(("name", "value"), [("title", " "), ("title", "x" * 201), ("role", "coordinator")])
def test_what_is_no_post_of_a_side_is_not_made(client: PageClient, name: str, value: str) -> None:
    plan = make_plan()
    lead = make_member(plan, Role.LEAD)
    page = client.sign_in(lead).open(f"/plans/{plan.id}/people/{plan.sides[0].id}/add")

    page = page.submit({"title": "Adviser", "role": "editor", name: value})

    assert page.error_at(name)
    assert len(posts_of_pairing(plan.pairing_id)) == 1


def test_leads_make_posts_on_their_own_side_and_coordinators_on_all(client: PageClient) -> None:
    plan = make_plan()
    address = f"/plans/{plan.id}/people/{plan.sides[1].id}/add"
    coordinator = make_holder(Role.COORDINATOR, programme_id=plan.programme_id, name="Marta Nowak")

    refused = client.sign_in(make_member(plan, Role.LEAD)).open(address)
    assert refused.status == 403
    assert "Marta Nowak" in refused.text
    assert client.sign_in(make_member(plan, side=1)).send(address).status_code == 403
    assert client.sign_in(coordinator).send(address).status_code == 200
    assert client.send(f"/plans/{plan.id}/people/{make_plan('Pune', 'Oslo').sides[0].id}/add").status_code == 404
