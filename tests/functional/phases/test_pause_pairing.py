from tests.factories import NOON, make_coordinator, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Phase, Role
from ucap.pairings.operations.phases import pause_pairing
from ucap.pairings.queries.plans import plans


def test_a_pairing_is_paused_with_a_reason(client: PageClient) -> None:
    plan = make_plan()
    page = client.sign_in(make_coordinator(plan)).open(f"/pairings/{plan.pairing_id}/pause")

    refused = page.submit({"reason": " "})
    paused = page.submit({"reason": "Elections <i>until</i> May."})

    assert refused.error_at("reason")
    assert "Elections <i>until</i> May." in paused.text
    assert paused.link("Restart") == f"/pairings/{plan.pairing_id}/restart"
    assert plans([plan.id])[0].pause_reason == "Elections <i>until</i> May."


def test_what_rests_or_is_archived_is_not_paused(client: PageClient) -> None:
    for plan in (make_plan(), make_plan("Pune", "Oslo", phase=Phase.ARCHIVED)):
        marta = make_coordinator(plan)
        if plan.phase is not Phase.ARCHIVED:
            pause_pairing(plan.pairing_id, reason="First", seen_version=1, by=marta, at=NOON)

        page = client.sign_in(marta).open(f"/pairings/{plan.pairing_id}/pause").submit({"reason": "Second"})

        assert "The pairing is" in page.text
        assert plans([plan.id])[0].pause_reason != "Second"


def test_a_pause_over_a_newer_version_is_asked_again(client: PageClient) -> None:
    plan = make_plan()
    page = client.sign_in(make_coordinator(plan)).open(f"/pairings/{plan.pairing_id}/pause")
    client.open(f"/pairings/{plan.pairing_id}/phase").submit()

    conflict = page.submit({"reason": "Typed"})

    assert conflict.status == 409
    assert conflict.form()["reason"] == "Typed"


def test_only_coordinators_pause_it(client: PageClient) -> None:
    plan = make_plan()

    assert client.sign_in(make_member(plan, Role.LEAD)).open(f"/pairings/{plan.pairing_id}/pause").status == 403
