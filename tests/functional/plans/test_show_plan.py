import pytest

from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Phase, Role
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective


def test_the_task_list_tells_of_each_section_how_far_it_is(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    bram = make_member(plan, side=1, name="Bram Vos")
    make_entry(plan, Area, by=bram)
    make_entry(plan, Objective, by=bram)

    page = client.sign_in(bram).open(f"/plans/{plan.id}/")

    assert "Surat – Rotterdam" in page.title
    tasks = [task.get_text(" ", strip=True) for task in page.soup.select("ol > li")]
    assert [task.split(" ")[0] for task in tasks] == [
        "Context",
        "Objectives",
        "Transfer",
        "Activities",
        "Learnings",
        "Commitments",
    ]
    assert "1 objective" in tasks[1]
    assert "Bram Vos" in tasks[1]
    assert "Not started" in tasks[2]


def test_each_section_has_a_state_for_each_side(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    make_entry(plan, Objective, by=asha, area=(area,))

    page = client.sign_in(asha).open(f"/plans/{plan.id}/")

    sides = [one.get_text(" ", strip=True) for one in page.soup.select(".ucap-task")[1].select(".ucap-task__side")]
    assert sides == ["Surat In progress", "Rotterdam Not started"]


def test_a_section_says_what_is_missing_and_leads_to_all_of_it(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    for _ in range(4):
        make_entry(plan, Measure, by=asha)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/")

    measures = page.soup.select(".ucap-task")[2]
    assert len(measures.select(".ucap-finding")) == 3
    assert all(one.select(".ucap-finding__why") for one in measures.select(".ucap-finding"))
    assert "are asked for later" in measures.get_text(" ")
    everything = page.follow("All that is missing in “Transfer measures”")
    assert len(everything.soup.select(".ucap-finding")) > 3


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        (Phase.APPLIED, "The phase “Applied” does not expect any section yet. No section is behind."),
        (Phase.EXPLORING, "The phase “Exploring” expects 0 sections ready and 1 section begun. 1 section is behind."),
        (Phase.DRAFTING, "The phase “Drafting” expects 2 sections ready and 2 sections begun. 4 sections are behind."),
        (Phase.PILOTING, "The phase “Piloting” expects all six to be ready. 6 sections are behind."),
    ],
)
def test_the_plan_is_compared_with_the_phase_of_its_pairing(client: PageClient, phase: Phase, expected: str) -> None:
    plan = make_plan(phase=phase)

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/")

    assert "0 of 6 sections ready" in page.text
    assert expected in page.text


def test_how_a_section_stands_is_said_where_it_is_not_as_expected(client: PageClient) -> None:
    plan = make_plan(phase=Phase.APPLIED)
    asha = make_member(plan)
    make_entry(plan, Area, by=asha)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/")

    standings = [" ".join(one.get_text().split()) for one in page.soup.select(".ucap-task__standing")]
    assert standings == ["Ahead The phase does not ask for it yet."]
    first = page.soup.select_one(".ucap-task__rule")
    assert first is not None
    assert first.get_text() == "As expected. The phase does not ask for it yet."


def test_sections_that_are_open_lead_to_their_pages(client: PageClient) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/")

    assert page.follow("Objectives").title == "Objectives"
    assert page.follow("Transfer measures").title == "Transfer measures"


def test_an_observer_reads_that_others_write(client: PageClient) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/")

    assert page.status == 200
    assert "You read this plan" in page.text


def test_hostile_names_are_shown_as_text(client: PageClient) -> None:
    plan = make_plan("<script>alert(1)</script>", "Rotterdam")
    asha = make_member(plan, name="<b>Asha</b>")
    make_entry(plan, Measure, by=asha)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/")

    assert "<script>alert(1)</script> – Rotterdam" in page.title
    assert "<script>alert" not in page.response.text
    assert page.soup.find("b") is None


def test_somebody_of_another_plan_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    page = client.sign_in(make_member(other)).open(f"/plans/{plan.id}/")

    assert page.status == 404
    assert "Surat" not in page.text
