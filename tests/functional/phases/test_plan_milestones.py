from datetime import date

from tests.factories import NOON, make_coordinator, make_member, make_plan
from tests.pages import PageClient
from ucap.history.queries import changes
from ucap.pairings.models import Phase, Role
from ucap.pairings.operations.phases import pause_pairing
from ucap.pairings.queries.milestones import MilestoneFacts, milestones_of


def test_days_are_planned_changed_and_taken_back(client: PageClient) -> None:
    plan = make_plan()
    client.sign_in(make_coordinator(plan))
    address = f"/pairings/{plan.pairing_id}/milestones"

    planned = client.open(address).submit({"drafting": "3 May 2027", "piloting": "2028-01-31"})
    client.open(address).submit({"drafting": "4 May 2027", "piloting": ""})

    assert "planned for 3 May 2027" in planned.text
    assert milestones_of(plan.pairing_id) == [MilestoneFacts(Phase.DRAFTING, date(2027, 5, 4), None)]
    assert {event.field for change in changes(plan.pairing_id)[0] for event in change.events} == {
        "planned_on.drafting",
        "planned_on.piloting",
    }


def test_a_phase_that_was_reached_stays_when_its_plan_goes(client: PageClient) -> None:
    plan = make_plan()
    client.sign_in(make_coordinator(plan))
    address = f"/pairings/{plan.pairing_id}/milestones"
    client.open(f"/pairings/{plan.pairing_id}/phase").submit({"to": "drafting", "on": "1 May 2026"})

    for day in ("2 May 2026", ""):
        client.open(address).submit({"drafting": day})

    assert milestones_of(plan.pairing_id) == [MilestoneFacts(Phase.DRAFTING, None, date(2026, 5, 1))]


def test_what_is_no_day_is_refused_beside_its_field(client: PageClient) -> None:
    plan = make_plan()
    page = client.sign_in(make_coordinator(plan)).open(f"/pairings/{plan.pairing_id}/milestones")

    refused = page.submit({"drafting": "soon", "piloting": "a\0b", "decided": "x" * 400})

    assert all(refused.error_at(name) for name in ("drafting", "piloting", "decided"))
    assert refused.form()["drafting"] == "soon"
    assert milestones_of(plan.pairing_id) == []


def test_days_over_a_newer_version_are_asked_again(client: PageClient) -> None:
    plan = make_plan()
    marta = make_coordinator(plan)
    page = client.sign_in(marta).open(f"/pairings/{plan.pairing_id}/milestones")
    pause_pairing(plan.pairing_id, reason="Why", seen_version=1, by=marta, at=NOON)

    conflict = page.submit({"drafting": "3 May 2027"})

    assert conflict.status == 409
    assert conflict.form()["drafting"] == "3 May 2027"


def test_only_coordinators_plan_them(client: PageClient) -> None:
    plan = make_plan()

    assert client.sign_in(make_member(plan, Role.LEAD)).open(f"/pairings/{plan.pairing_id}/milestones").status == 403
