import pytest

from tests.factories import NOON, make_coordinator, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.core.clock import utc_now
from ucap.core.languages import day_text
from ucap.pairings.models import Phase, Role
from ucap.pairings.operations.phases import pause_pairing
from ucap.pairings.queries.milestones import milestones_of
from ucap.pairings.queries.plans import PlanFacts, plans


@pytest.fixture
def plan(client: PageClient) -> PlanFacts:
    """Give a plan that is being drafted."""
    return make_plan(phase=Phase.DRAFTING)


def form_of(client: PageClient, plan: PlanFacts) -> Page:
    return client.open(f"/pairings/{plan.pairing_id}/phase")


def phase_of(plan: PlanFacts) -> Phase:
    return plans([plan.id])[0].phase


def reached(plan: PlanFacts) -> list[Phase]:
    return [one.phase for one in milestones_of(plan.pairing_id) if one.reached_on]


def test_a_pairing_goes_on_to_the_next_phase_from_a_day(client: PageClient, plan: PlanFacts) -> None:
    page = form_of(client.sign_in(make_coordinator(plan)), plan)

    moved = page.submit({"on": "3 May 2026"})

    assert phase_of(plan) is Phase.ENDORSED
    assert "reached 3 May 2026" in moved.text
    assert "Phase: was Drafting is now Endorsed" in moved.text


def test_going_back_needs_a_reason_and_unreaches_what_came_after(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_coordinator(plan))
    form_of(client, plan).submit({"to": "piloting"})

    refused = form_of(client, plan).submit({"to": "focus_agreed"})
    moved = form_of(client, plan).submit({"to": "focus_agreed", "reason": "A new council."})

    assert "Say why" in refused.error_at("reason")
    assert "A new council." in moved.text
    assert phase_of(plan) is Phase.FOCUS_AGREED
    assert reached(plan) == [Phase.FOCUS_AGREED]


def test_a_pairing_is_archived_with_a_reason_and_no_longer_rests(client: PageClient, plan: PlanFacts) -> None:
    marta = make_coordinator(plan)
    pause_pairing(plan.pairing_id, reason="Elections.", seen_version=1, by=marta, at=NOON)
    page = client.sign_in(marta).open(f"/pairings/{plan.pairing_id}/phase?to=archived")

    refused = page.submit({"to": "endorsed"})
    archived = page.submit({"reason": "The programme is over."})

    assert "paused" in refused.error_at("to")
    assert "Archived" in archived.text
    assert "The programme is over." in archived.text
    assert (phase_of(plan), plans([plan.id])[0].paused_at) == (Phase.ARCHIVED, None)


def test_what_makes_no_sense_is_refused_beside_its_field(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_coordinator(plan))
    tomorrow = day_text(utc_now().date().replace(year=utc_now().year + 1), "en")

    for values, field in (
        ({"to": "x"}, "to"),
        ({"to": "drafting"}, "to"),
        ({"on": "30 Feb 2026"}, "on"),
        ({"on": "1 May 0900"}, "on"),
        ({"on": tomorrow}, "on"),
        ({"reason": "x" * 1_001}, "reason"),
    ):
        page = form_of(client, plan).submit(values)
        assert page.error_at(field), values
    assert phase_of(plan) is Phase.DRAFTING


def test_a_move_over_a_newer_version_is_asked_again(client: PageClient, plan: PlanFacts) -> None:
    marta = make_coordinator(plan)
    page = form_of(client.sign_in(marta), plan)
    form_of(client, plan).submit({"to": "endorsed"})

    conflict = page.submit({"to": "piloting", "reason": "Typed"})

    assert conflict.status == 409
    assert "Phase: was Drafting is now Endorsed" in conflict.text
    assert conflict.form()["reason"] == "Typed"
    conflict.submit()
    assert phase_of(plan) is Phase.PILOTING


def test_only_coordinators_move_it(client: PageClient, plan: PlanFacts) -> None:
    assert form_of(client.sign_in(make_member(plan, Role.LEAD)), plan).status == 403
    assert form_of(client.sign_in(make_coordinator(make_plan("Pune", "Oslo"))), plan).status == 404
