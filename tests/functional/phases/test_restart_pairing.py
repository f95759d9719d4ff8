from tests.factories import NOON, make_coordinator, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.pairings.operations.phases import pause_pairing
from ucap.pairings.queries.plans import plans


def test_a_pairing_goes_on(client: PageClient) -> None:
    plan = make_plan()
    marta = make_coordinator(plan)
    pause_pairing(plan.pairing_id, reason="Elections.", seen_version=1, by=marta, at=NOON)
    page = client.sign_in(marta).open(f"/pairings/{plan.pairing_id}/restart")

    restarted = page.submit()
    again = page.submit()
    refused = client.open(f"/pairings/{plan.pairing_id}/restart").submit()

    assert "The pairing goes on." in restarted.text
    assert plans([plan.id])[0].paused_at is None
    assert again.status == 409
    assert "The pairing is not paused." in refused.text


def test_only_coordinators_restart_it(client: PageClient) -> None:
    plan = make_plan()

    assert client.sign_in(make_member(plan, Role.LEAD)).open(f"/pairings/{plan.pairing_id}/restart").status == 403
