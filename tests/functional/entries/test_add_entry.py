import pytest

from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective


def test_an_editor_adds_a_measure_and_the_partner_sees_it(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan, side=0, name="Asha Rao"), make_member(plan, side=1, name="Bram Vos")
    objective = make_entry(plan, Objective, by=bram, statement="Dry streets")

    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/").follow("Add a transfer measure")
    page = form.submit(
        {
            "title": "Water plaza",
            "giver_id": str(plan.sides[1].id),
            "receiver_id": str(plan.sides[0].id),
            "practice": "A square that **stores** rain.",
            "mode": "adapt",
            "objectives": [str(objective)],
        }
    )

    assert page.status == 200
    assert page.title == "Water plaza"
    assert "Transfer measure added." in page.text
    seen = client.sign_in(bram).open(f"/plans/{plan.id}/measures/")
    assert "Water plaza" in seen.text
    assert "Asha Rao" in seen.text
    assert "Dry streets" in seen.text


def test_a_measure_without_a_name_is_refused_and_nothing_typed_is_lost(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/add/measure").submit({"practice": "Typed text"})

    assert "Fill in this field" in page.error_at("title")
    assert page.form()["practice"] == "Typed text"
    assert entries_of_plan(plan.id, [Measure]) == []


def test_an_observer_may_not_add(client: PageClient) -> None:
    plan = make_plan()
    make_member(plan, Role.LEAD, name="Lena Lead")
    observer = make_member(plan, Role.OBSERVER)

    page = client.sign_in(observer).open(f"/plans/{plan.id}/measures/add/measure")

    assert page.status == 403
    assert "Lena Lead" in page.text


def test_an_objective_needs_nothing_but_its_statement(client: PageClient) -> None:
    plan = make_plan()

    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/objective")
    page = form.submit({"statement": "Dry streets"})

    assert page.title == "Dry streets"
    assert len(entries_of_plan(plan.id, [Objective])) == 1


def test_the_address_may_choose_the_area_of_a_new_objective(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/objective?area={area}")

    assert page.form()["area"] == str(area)


def test_the_address_fills_in_nothing_else(client: PageClient) -> None:
    plan = make_plan()
    client.sign_in(make_member(plan))

    page = client.open(
        f"/plans/{plan.id}/objectives/add/objective",
        query_string={"statement": "Evil", "due_on": "x", "target": "x", "baseline": "1", "version": "7", "area": "x"},
    )

    assert page.status == 200
    assert {page.form()[name] for name in ("statement", "due_on", "target", "baseline")} == {""}


@pytest.mark.parametrize("name", ["giver_id", "receiver_id", "objectives", "mode", "state"])
def test_a_choice_that_is_not_offered_is_refused_beside_its_field(client: PageClient, name: str) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    foreign = make_entry(other, Objective, by=make_member(other))
    sent = str(other.sides[0].id if name.endswith("_id") else foreign)

    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/measures/add/measure")
    page = form.submit({"title": "Water plaza", name: sent})

    assert page.error_at(name) != ""
    assert page.form()["title"] == "Water plaza"
    assert entries_of_plan(plan.id) == []


@pytest.mark.parametrize("path", ["measures/add/area", "objectives/add/measure", "context/add/x"])
def test_a_type_that_is_not_of_the_section_cannot_be_added(client: PageClient, path: str) -> None:
    plan = make_plan()

    assert client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/{path}").status == 404


def test_somebody_of_another_plan_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(other)).open(f"/plans/{plan.id}/measures/add/measure").status == 404
