from typing import Any

import pytest

from tests.factories import change_entry, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.entries.fields import Section
from ucap.entries.models import Entry
from ucap.pairings.models import Phase, Role
from ucap.plans.models.activities import Activity, ActivityStatus
from ucap.plans.models.learnings import Learning, Verdict
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import MeasureState


def test_what_is_missing_stands_under_its_section_and_its_entry(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Objective, by=asha, statement="Dry streets")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/missing/?section=objectives")

    assert page.title == "What is missing"
    (about,) = [one for one in page.soup.select(".ucap-findings__subject") if "Dry streets" in one.get_text()]
    assert "“Indicator” is still to be written." in about.get_text(" ", strip=True)
    assert page.follow("Dry streets").title == "Dry streets"


def test_each_finding_answers_why_with_the_rule_and_the_facts(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Measure, by=asha)
    make_entry(plan, Objective, by=asha, statement="Dry streets")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/missing/")

    findings = page.soup.select(".ucap-finding")
    assert findings
    assert all(one.select_one("details .ucap-finding__why") for one in findings)
    assert all(one.select_one("details .ucap-finding__facts") for one in findings)
    assert "The plan has 1 transfer measure; none still pursued is linked to it." in page.text


def test_what_only_a_later_phase_asks_for_says_from_when_on(client: PageClient) -> None:
    plan = make_plan(phase=Phase.DRAFTING)
    asha = make_member(plan)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/missing/?section=learnings")

    assert "Asked for from “Endorsed” on" in page.text
    assert "Asked for from" not in client.open(f"/plans/{plan.id}/missing/?section=context").text


@pytest.mark.parametrize(
    ("query", "sections"),
    [
        ("", list(Section)),
        ("?section=context", [Section.CONTEXT]),
        ("?due=now", [Section.CONTEXT]),
        ("?due=later", [section for section in Section if section is not Section.CONTEXT]),
        ("?due=now&section=learnings", []),
        ("?section=nothing&due=never&side=9", list(Section)),
        ("?side=%00&section=%3Cscript%3E", list(Section)),
    ],
)
def test_what_is_missing_can_be_narrowed(client: PageClient, query: str, sections: list[Section]) -> None:
    plan = make_plan(phase=Phase.EXPLORING)

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/missing/{query}")

    assert page.status == 200
    shown = [str(heading["id"]) for heading in page.soup.select("h2.ucap-section__title")]
    assert shown == [f"missing-{section}" for section in sections]
    assert ("Nothing under these filters" in page.text) is (not sections)


def test_a_side_sees_what_it_has_to_do_with(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Activity, by=asha, title="Of Surat", place_id=plan.sides[0].places[0].id)
    make_entry(plan, Area, by=asha, focus="Of both")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/missing/?side=1")

    assert "Of both" in page.text
    assert "Of Surat" not in page.text
    assert "Of Surat" in client.open(f"/plans/{plan.id}/missing/?side=0").text


def test_filters_say_how_much_they_leave_and_keep_each_other(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/missing/?due=later")

    chosen = [one.get_text(" ", strip=True) for one in page.soup.select(".ucap-filters__link[aria-current]")]
    assert chosen == ["Asked for later 8", "All 8", "All 8"]
    narrowed = client.open(page.link("Activities 2"))
    assert narrowed.path.endswith("?due=later&section=activities")
    assert len(narrowed.soup.select(".ucap-finding")) == 2


def test_on_the_partners_entry_one_reads_the_field_and_whose_turn_it_is(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    bram = make_member(plan, side=1)
    activity = make_entry(plan, Activity, by=bram, title="Visit", place_id=plan.sides[1].places[0].id)

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/missing/?section=activities")

    finding = finding_that_says(page, "Nobody is in charge of it yet.")
    assert "It is the turn of Rotterdam." in finding
    address, field = page.link("Read the entry").split("#")
    assert address == f"/plans/{plan.id}/activities/{activity}/"
    row = client.open(address).soup.find(id=field)
    assert row is not None


def test_what_the_partner_has_not_begun_leads_to_the_section(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Area, by=asha)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/missing/?section=objectives")

    assert "It is the turn of Rotterdam." in finding_that_says(page, "This side has written nothing here yet.")
    assert page.follow("Read the section").title == "Objectives"


def test_an_observer_reads_what_is_missing_and_can_mend_nothing(client: PageClient) -> None:
    plan = make_plan()
    make_entry(plan, Area, by=make_member(plan))

    page = client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/missing/")

    assert page.status == 200
    assert page.soup.select("a[href*='/edit'], a[href*='/add/']") == []
    assert "It is the turn of whoever writes for the sides." in page.text


OVER: list[tuple[type[Entry], dict[str, Any], str]] = [
    (Measure, {"state": MeasureState.REJECTED, "state_because": "x"}, "No activity carries this measure out yet."),
    (Activity, {"status": ActivityStatus.DROPPED}, "No commitment carries this activity on."),
    (Learning, {"verdict": Verdict.DID_NOT_WORK}, "No commitment carries this learning on."),
]


@pytest.mark.parametrize(("entry_type", "over", "words"), OVER)
def test_nothing_need_follow_from_what_was_given_up(
    client: PageClient, entry_type: type[Entry], over: dict[str, Any], words: str
) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    place: dict[str, Any] = {"place_id": plan.sides[0].places[0].id} if entry_type.is_per_place else {}
    entry = make_entry(plan, entry_type, by=asha, **place)

    before = client.sign_in(asha).open(f"/plans/{plan.id}/missing/").text
    change_entry(plan, entry, by=asha, **{**place, **over})
    after = client.open(f"/plans/{plan.id}/missing/").text

    assert words in before
    assert words not in after


def test_hostile_titles_are_shown_as_text(client: PageClient) -> None:
    plan = make_plan("<i>Surat</i>", "Rotterdam")
    asha = make_member(plan, name="<b>Asha</b>")
    make_entry(plan, Area, by=asha, focus="<script>alert(1)</script> %(count)s")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/missing/")

    assert "<script>alert(1)</script> %(count)s" in page.text
    assert page.soup.find("b") is None
    assert page.soup.find("i") is None


def test_the_other_side_and_nobody_else_may_know(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(plan, side=1)).open(f"/plans/{plan.id}/missing/").status == 200
    assert client.sign_in(make_member(other)).open(f"/plans/{plan.id}/missing/").status == 404


def finding_that_says(page: Page, words: str) -> str:
    (found,) = [one.get_text(" ", strip=True) for one in page.soup.select(".ucap-finding") if words in one.get_text()]
    return found
