from uuid import UUID

import pytest

from tests.factories import NOON, make_member, make_organisation, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.operations.telling_apart import tell_apart


@pytest.fixture
def plan() -> PlanFacts:
    return make_plan()


def told_apart(plan: PlanFacts, by: Person) -> tuple[UUID, UUID]:
    place_id = plan.sides[0].places[0].id
    one, other = make_organisation(place_id, "Traders"), make_organisation(place_id, "Traders Ltd")
    tell_apart(one, other, by=by, at=NOON)
    return one, other


def test_what_was_told_apart_is_proposed_again(client: PageClient, plan: PlanFacts) -> None:
    asha = make_member(plan)
    told_apart(plan, asha)
    page = client.sign_in(asha).open(f"/places/{plan.sides[0].places[0].id}/organisations/duplicates")

    (button,) = [one for one in page.soup.select("form button") if "Take back" in one.get_text()]
    again = page.press(" ".join(button.get_text().split()))

    assert "may be proposed again." in again.text
    assert "1 pair may be the same" in again.text
    assert "Told apart" not in again.text


def test_who_may(client: PageClient, plan: PlanFacts) -> None:
    one, other = told_apart(plan, make_member(plan))
    client.sign_in(make_member(plan, Role.OBSERVER))

    refused = client.post(f"/organisations/{one}/apart/{other}/undo", {"csrf_token": client.open("/").csrf_token})

    assert refused.status == 403
