from uuid import uuid4

from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Objective


def test_it_tells_what_a_place_works_on_in_the_plans_that_one_may_read(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Objective, by=asha, statement="Dry streets")
    make_entry(plan, Measure, by=asha, title="Water plaza")
    other = make_member(make_plan("Pune", "Oslo"))
    address = f"/places/{plan.sides[0].places[0].id}/glance"

    page = client.sign_in(asha).open(address)
    foreign = client.sign_in(other).open(address)

    assert page.title == "Surat"
    for words in ("Surat – Rotterdam", "Dry streets", "Water plaza"):
        assert words in page.text
        assert words not in foreign.text
    assert foreign.status == 200
    assert "There is no plan of this place that you can read." in foreign.text


def test_a_place_that_never_was_is_not_found(client: PageClient) -> None:
    client.sign_in(make_member(make_plan()))

    assert client.open(f"/places/{uuid4()}/glance").status == 404


def test_strangers_are_asked_to_sign_in(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")

    assert client.send(f"/places/{plan.sides[0].places[0].id}/glance").status_code == 303
