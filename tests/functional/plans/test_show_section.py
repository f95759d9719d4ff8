from datetime import date
from decimal import Decimal

import pytest

from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective


def test_objectives_stand_in_their_areas(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Rain in squares")
    make_entry(
        plan,
        Objective,
        by=asha,
        statement="Dry streets",
        area=(area,),
        target=Decimal("1234.5"),
        due_on=date(2027, 12, 31),
    )
    make_entry(plan, Objective, by=asha, statement="Loose end")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/")

    text = page.text[page.text.rindex("Rain in squares") :]
    assert text.index("Dry streets") < text.index("Objectives that are in no area yet") < text.index("Loose end")
    assert "1,234.5" in text
    assert "31 December 2027" in text


def test_measures_are_shown_with_their_direction_and_terms(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(
        plan,
        Measure,
        by=asha,
        title="Water plaza",
        giver_id=plan.sides[1].id,
        receiver_id=plan.sides[0].id,
        mode=TransferMode.DEVELOP_TOGETHER,
        practice="A **square**.",
    )

    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/")

    assert page.follow("Water plaza").title == "Water plaza"
    assert "Develop together" in page.text
    assert "develop_together" not in page.text
    assert page.soup.find("strong", string="square")


@pytest.mark.parametrize("section", ["objectives", "measures"])
def test_an_empty_section_says_what_belongs_there(client: PageClient, section: str) -> None:
    plan = make_plan()

    as_editor = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/{section}/")
    as_observer = client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/{section}/")

    assert as_editor.soup.select(f"a[href^='/plans/{plan.id}/{section}/add/']")
    assert as_observer.status == 200
    assert as_observer.soup.select(f"a[href^='/plans/{plan.id}/{section}/add/']") == []


@pytest.mark.parametrize("section", ["nothing", "OBJECTIVES", "stakeholder"])
def test_what_is_no_section_has_no_page(client: PageClient, section: str) -> None:
    plan = make_plan()

    assert client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/{section}/").status == 404


def test_entries_of_another_plan_are_not_listed(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    make_entry(other, Area, by=make_member(other), focus="Of others")

    client.sign_in(make_member(plan))

    assert "Of others" not in client.open(f"/plans/{plan.id}/objectives/").text
    assert client.open(f"/plans/{other.id}/objectives/").status == 404


def test_a_section_tells_what_it_lacks_and_no_other_does(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Measure, by=asha, title="Water plaza")

    client.sign_in(asha)
    measures, objectives = (client.open(f"/plans/{plan.id}/{section}/") for section in ("measures", "objectives"))

    panel = measures.soup.select_one(".ucap-missing-panel")
    assert panel is not None
    assert "This measure has not been taken apart into modules yet." in panel.get_text()
    assert "This measure" not in objectives.text
    assert measures.follow("What is missing in the whole plan").title == "What is missing"
