from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.entries.queries import entries_of_plan
from ucap.pairings.models import Role
from ucap.plans.models import Measure, Objective


def test_an_editor_adds_a_measure_and_the_partner_sees_it(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan, side=0, name="Asha Rao"), make_member(plan, side=1, name="Bram Vos")
    objective = make_entry(plan, Objective, by=bram, statement="Dry streets")

    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/").follow("Add: Transfer measure")
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
