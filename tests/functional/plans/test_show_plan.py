from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
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
