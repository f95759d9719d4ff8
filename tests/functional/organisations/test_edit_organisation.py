import pytest

from tests.factories import make_member, make_organisation, make_plan
from tests.pages import PageClient
from ucap.core.database import session
from ucap.directory.models import Organisation
from ucap.pairings.queries.plans import PlanFacts


@pytest.fixture
def plan(client: PageClient) -> PlanFacts:
    return make_plan()


def test_over_a_newer_version_nothing_is_lost_and_the_differences_are_shown(
    client: PageClient, plan: PlanFacts
) -> None:
    organisation_id = make_organisation(plan.sides[0].places[0].id, "Traders")
    client.sign_in(make_member(plan))
    form = client.open(f"/organisations/{organisation_id}/edit")
    client.open(f"/organisations/{organisation_id}/edit").submit({"note": "Theirs"})

    conflict = form.submit({"note": "Mine"})

    assert conflict.status == 409
    assert "Note, as saved meanwhile: Theirs" in conflict.text
    assert conflict.submit({}).title == "Traders"
    session().expire_all()
    assert session().get_one(Organisation, organisation_id).note == "Mine"


def test_who_may_and_what_is_refused(client: PageClient, plan: PlanFacts) -> None:
    place_id = plan.sides[0].places[0].id
    organisation_id = make_organisation(place_id, "Traders")
    make_organisation(place_id, "A mill")
    address = f"/organisations/{organisation_id}/edit"

    assert client.sign_in(make_member(plan, side=1)).open(address).status == 403
    client.sign_in(make_member(plan))
    assert client.open(address).submit({"name": "a MILL"}).error_at("name")
    assert client.open(address).submit({"name": "traders"}).title == "traders"
