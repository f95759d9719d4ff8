from uuid import UUID

import pytest

from tests.factories import entry_of, make_contact, make_draft, make_entry, make_member, make_organisation, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.directory.models import Helix
from ucap.entries.kept_forms import Draft
from ucap.entries.verify import verify_chain
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.models.entries import Stakeholder
from ucap.stakeholders.queries.verify import verify_record


@pytest.fixture
def plan() -> PlanFacts:
    return make_plan()


@pytest.fixture
def editor(plan: PlanFacts) -> Person:
    return make_member(plan)


@pytest.fixture
def two(plan: PlanFacts) -> tuple[UUID, UUID]:
    place_id = plan.sides[0].places[0].id
    return make_organisation(place_id, "Traders Ltd", Helix.BUSINESS), make_organisation(
        place_id, "Traders", Helix.BUSINESS
    )


def test_stakeholders_and_drafts_follow_and_the_old_address_leads_to_the_new(
    client: PageClient, plan: PlanFacts, editor: Person, two: tuple[UUID, UUID]
) -> None:
    goes, stays = two
    stakeholder = make_entry(plan, Stakeholder, by=editor, place_id=plan.sides[0].places[0].id, organisation_id=goes)
    make_contact(plan, stakeholder, by=editor)
    make_draft(plan, Stakeholder, by=editor, organisation_id=str(goes))
    edit = client.sign_in(editor).open(f"/organisations/{goes}/edit")
    edit.submit({"website": "https://traders.example"})

    merged = client.open(f"/organisations/{goes}/merge/{stays}").submit()

    assert "Merged: Traders Ltd leads to Traders now." in merged.text
    assert entry_of(plan, stakeholder).value("organisation_id") == stays
    assert session().query(Draft).one().fields == [["organisation_id", str(stays)]]
    old = client.open(f"/organisations/{goes}/")
    assert old.path == f"/organisations/{stays}/"
    assert "https://traders.example" in old.text
    assert "Merged with it" in old.text
    assert "Traders Ltd" not in client.open(f"/places/{plan.sides[0].places[0].id}/organisations/?show=archived").text
    assert client.open(f"/organisations/{goes}/edit").status == 404
    faults = [
        step.fault
        for chain in kept_chains()
        if chain.id in {plan.id, stays, goes}
        for step in (verify_chain if chain.id == plan.id else verify_record)(chain)
        if isinstance(step, Verified) and (chain.id == plan.id or chain.length > 8)
    ]
    assert set(faults) <= {None}


def test_one_merged_before_leads_to_the_last(
    client: PageClient, plan: PlanFacts, editor: Person, two: tuple[UUID, UUID]
) -> None:
    goes, stays = two
    last = make_organisation(plan.sides[0].places[0].id, "The traders", Helix.BUSINESS)
    client.sign_in(editor).open(f"/organisations/{goes}/merge/{stays}").submit()
    client.open(f"/organisations/{stays}/merge/{last}").submit()

    assert client.open(f"/organisations/{goes}/").path == f"/organisations/{last}/"


def test_one_changed_meanwhile_is_looked_at_again(client: PageClient, editor: Person, two: tuple[UUID, UUID]) -> None:
    goes, stays = two
    asked = client.sign_in(editor).open(f"/organisations/{goes}/merge/{stays}")
    client.open(f"/organisations/{stays}/edit").submit({"note": "Changed"})

    refused = asked.submit()

    assert "was changed meanwhile" in refused.text
    assert "leads to Traders now" in refused.submit().text
    assert asked.submit().status == 404


def test_who_may_and_only_in_one_register(
    client: PageClient, plan: PlanFacts, editor: Person, two: tuple[UUID, UUID]
) -> None:
    goes, stays = two
    elsewhere = make_organisation(plan.sides[1].places[0].id, "Traders")

    assert client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/organisations/{goes}/merge/{stays}").status == 403
    assert client.sign_in(make_member(plan, side=1)).open(f"/organisations/{goes}/merge/{stays}").status == 403
    client.sign_in(editor)
    assert client.open(f"/organisations/{goes}/merge/{goes}").status == 404
    assert client.open(f"/organisations/{goes}/merge/{elsewhere}").status == 403
