from uuid import UUID

import pytest
from sqlalchemy import select

from tests.factories import make_member, make_organisation, make_plan
from tests.pages import PageClient
from ucap.core.database import session
from ucap.directory.models import Organisation
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.queries.verify import verify_record


@pytest.fixture
def plan() -> PlanFacts:
    return make_plan()


def alike(plan: PlanFacts) -> tuple[UUID, UUID]:
    place_id = plan.sides[0].places[0].id
    return make_organisation(place_id, "Traders"), make_organisation(place_id, "Traders Ltd")


def test_two_that_were_told_apart_are_not_proposed_again(client: PageClient, plan: PlanFacts) -> None:
    one, _other = alike(plan)
    client.sign_in(make_member(plan, name="Asha Rao"))
    page = client.open(f"/places/{plan.sides[0].places[0].id}/organisations/duplicates")

    told = page.press("Not a duplicate Traders, Traders Ltd")

    assert "Traders are not proposed again." in told.text
    assert "pair may be the same" not in told.text
    assert "Told apart" in told.text
    history = client.open(f"/organisations/{one}/").text
    assert "Not the same as" in history
    assert "Traders Ltd" in history
    assert "Asha Rao" in history


def test_it_stands_in_histories_that_verify(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_member(plan))
    for name in ("Weavers", "Weavers Ltd"):
        page = client.open(f"/places/{plan.sides[0].places[0].id}/organisations/add")
        page.submit({"name": name, "helix": "CIV"})
    page = client.open(f"/places/{plan.sides[0].places[0].id}/organisations/duplicates")
    told = page.press("Not a duplicate Weavers, Weavers Ltd")
    (button,) = [one for one in told.soup.select("form button") if "Take back" in one.get_text()]
    told.press(" ".join(button.get_text().split()))
    both = set(session().scalars(select(Organisation.id)))

    ends = [
        step
        for chain in kept_chains()
        if chain.id in both
        for step in verify_record(chain)
        if isinstance(step, Verified)
    ]

    assert [(end.fault, end.events > 7) for end in ends] == [(None, True), (None, True)]


def test_who_may_and_only_in_one_register(client: PageClient, plan: PlanFacts) -> None:
    one, other = alike(plan)
    elsewhere = make_organisation(plan.sides[1].places[0].id, "Traders")

    assert said_of(client.sign_in(make_member(plan, Role.OBSERVER)), one, other) == 403
    client.sign_in(make_member(plan))
    assert said_of(client, one, one) == 404
    assert said_of(client, one, elsewhere) == 403


def said_of(client: PageClient, one: UUID, other: UUID) -> int:
    return client.post(f"/organisations/{one}/apart/{other}", {"csrf_token": client.open("/").csrf_token}).status
