from datetime import timedelta

import pytest

from tests.factories import NOON, make_coordinator, make_member, make_person, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.pairings.models import Phase, PostHolder, Role
from ucap.pairings.operations.phases import move_phase, pause_pairing, plan_milestones
from ucap.pairings.rules import PhaseMove

ACTIONS = ("Edit", "Move to another phase", "Plan the milestones", "Pause", "Archive")


def test_everything_about_a_pairing_is_shown(client: PageClient) -> None:
    plan = make_plan("Surat", ("Rotterdam", "Delft"), phase=Phase.DRAFTING)
    make_member(plan, Role.LEAD, side=1, name="Pieter Bakker")
    marta = make_coordinator(plan)
    past = (NOON - timedelta(days=400)).date()
    plan_milestones(plan.pairing_id, {Phase.EXPLORING: past, Phase.PILOTING: past}, seen_version=1, by=marta, at=NOON)
    move = PhaseMove(Phase.EXPLORING, NOON.date(), "The council wants <another> focus.")
    move_phase(plan.pairing_id, move, seen_version=2, by=marta, at=NOON)
    pause_pairing(plan.pairing_id, reason="Elections until May.", seen_version=3, by=marta, at=NOON)

    page = client.sign_in(make_member(plan)).open(f"/pairings/{plan.pairing_id}/")

    for shown in (
        "Pairing of Surat – Rotterdam, Delft",
        "A programme",
        "A theme",
        "A topic",
        "Pieter Bakker",
        "Rotterdam, India; Delft, India",
        "Paused since 22 November 2026",
        "Elections until May.",
        "The council wants <another> focus.",
        "reached 22 November 2026",
        f"was planned for {past.day} October 2025",
        "Phase: was Drafting is now Exploring",
        "Marta Nowak",
    ):
        assert shown in page.text, shown
    assert page.link("Open the plan") == f"/plans/{plan.id}/"
    assert page.soup.select_one("[aria-current=step]")
    assert not page.soup.select(".ucap-actions")


def test_leads_are_those_who_hold_the_post_now_and_can_sign_in(client: PageClient) -> None:
    plan = make_plan()
    former = make_member(plan, Role.LEAD, name="Harshad Mehta")
    gone = make_member(plan, Role.LEAD, name="Pieter Bakker")
    make_member(plan, Role.LEAD, name="Sanne de Vries")
    session().query(PostHolder).filter_by(person_id=former.id).update({"until": NOON})
    session().query(Person).filter_by(id=gone.id).update({"is_active": False})
    session().commit()

    page = client.sign_in(make_member(plan, side=1)).open(f"/pairings/{plan.pairing_id}/")

    assert "Sanne de Vries" in page.text
    assert "Harshad Mehta" not in page.text
    assert "Pieter Bakker" not in page.text


def test_the_plan_says_its_phase_and_that_it_rests(client: PageClient) -> None:
    plan = make_plan(phase=Phase.PILOTING)
    asha = make_member(plan)
    first = client.sign_in(asha).open(f"/plans/{plan.id}/")
    pause_pairing(plan.pairing_id, reason="Why", seen_version=1, by=make_coordinator(plan), at=NOON)

    resting = client.open(f"/plans/{plan.id}/", headers={"If-None-Match": first.response.headers["ETag"]})

    assert "Phase: Piloting" in first.text
    assert "Phase: Piloting, paused since 22 November 2026" in resting.text
    assert resting.link("Phase: Piloting") == f"/pairings/{plan.pairing_id}/"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEAD, Role.OBSERVER])
def test_the_sides_may_read_it_and_not_change_it(client: PageClient, role: Role) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan, role)).open(f"/pairings/{plan.pairing_id}/")

    assert page.status == 200
    assert not page.soup.select(".ucap-actions")


def test_coordinators_of_its_programme_may_change_it(client: PageClient) -> None:
    plan, other = make_plan(), make_plan("Pune", "Oslo")

    page = client.sign_in(make_coordinator(plan)).open(f"/pairings/{plan.pairing_id}/")

    for action in ACTIONS:
        assert page.link(action).startswith(f"/pairings/{plan.pairing_id}/")
    assert client.open(f"/pairings/{other.pairing_id}/").status == 404


def test_others_do_not_learn_that_it_is_there(client: PageClient) -> None:
    plan = make_plan()

    assert client.sign_in(make_person()).open(f"/pairings/{plan.pairing_id}/").status == 404
