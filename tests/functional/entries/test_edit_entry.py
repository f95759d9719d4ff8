from datetime import date
from decimal import Decimal

import pytest

from tests.factories import entry_of, make_entry, make_member, make_plan
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective


def test_an_editor_changes_a_measure_and_the_page_shows_it(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha, title="Water plaza", giver_id=plan.sides[1].id)

    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    page = form.submit({"title": "Rain garden", "mode": "copy", "practice": "**Dig**."})

    assert page.status == 200
    assert page.title == "Rain garden"
    assert "Transfer measure saved." in page.text
    assert "Copy a module" in page.text
    assert "Rotterdam" in page.text
    assert page.soup.find("strong", string="Dig")


def test_the_form_shows_what_stands_in_the_plan(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    objective = make_entry(
        plan,
        Objective,
        by=asha,
        statement="Dry streets",
        area=(area,),
        unit="m³",
        baseline=Decimal("1234567.5"),
        due_on=date(2027, 12, 31),
    )

    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit").form()

    assert form["statement"] == "Dry streets"
    assert form["area"] == str(area)
    assert form["unit"] == "m³"
    assert form["baseline"] == "1,234,567.5"
    assert form["due_on"] == "31 December 2027"
    assert form["target"] == ""


def test_fields_can_be_emptied(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    objective = make_entry(
        plan, Objective, by=asha, area=(area,), unit="m³", baseline=Decimal(1), due_on=date(2027, 12, 31)
    )

    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/edit")
    form.submit({"area": "", "unit": "", "baseline": "", "due_on": ""})

    saved = entry_of(plan, objective).values()
    assert [saved["area"], saved["baseline"], saved["due_on"]] == [(), None, None]
    assert not saved["unit"]


def test_all_links_of_a_measure_can_be_taken_away(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objectives = tuple(make_entry(plan, Objective, by=asha, statement=text) for text in "AB")
    measure = make_entry(plan, Measure, by=asha, objectives=objectives)
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")

    sent = {name: value for name, value in form.form().items() if name != "objectives"}
    client.post(form.path, sent)

    assert entry_of(plan, measure).values()["objectives"] == ()


def test_saving_it_unchanged_makes_no_new_version(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha)
    measure = make_entry(
        plan,
        Measure,
        by=asha,
        giver_id=plan.sides[0].id,
        mode=TransferMode.ADAPT,
        practice="One\n\ntwo",
        objectives=(objective,),
    )
    form = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/edit")
    before = digest_of_rows(without={"sent_forms"})

    page = form.submit()

    assert page.status == 200
    assert digest_of_rows(without={"sent_forms"}) == before


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEAD])
@pytest.mark.parametrize("side", [0, 1])
def test_editors_and_leads_of_both_sides_change_what_either_wrote(client: PageClient, role: Role, side: int) -> None:
    plan = make_plan()
    area = make_entry(plan, Area, by=make_member(plan, side=0))
    member = make_member(plan, role, side=side)

    page = client.sign_in(member).open(f"/plans/{plan.id}/objectives/{area}/edit").submit({"focus": "Rain"})

    assert page.title == "Rain"


def test_an_observer_may_not_change_it(client: PageClient) -> None:
    plan = make_plan()
    area = make_entry(plan, Area, by=make_member(plan))
    make_member(plan, Role.LEAD, name="Lena Lead")

    page = client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/objectives/{area}/edit")

    assert page.status == 403
    assert "Lena Lead" in page.text


def test_somebody_of_another_plan_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    area = make_entry(plan, Area, by=make_member(plan))

    client.sign_in(make_member(other))

    assert client.open(f"/plans/{plan.id}/objectives/{area}/edit").status == 404
    assert client.open(f"/plans/{other.id}/objectives/{area}/edit").status == 404
