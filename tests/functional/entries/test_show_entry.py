from datetime import date
from decimal import Decimal
from uuid import uuid4

from tests.factories import change_entry, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.plans.models.activities import Activity, ActivityStatus
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import MeasureState


def test_a_measure_is_shown_in_words_with_links_to_what_it_serves(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan, name="Asha Rao")
    objective = make_entry(plan, Objective, by=asha, statement="Dry streets")
    measure = make_entry(
        plan,
        Measure,
        by=asha,
        title="Water plaza",
        giver_id=plan.sides[1].id,
        receiver_id=plan.sides[0].id,
        practice="A square that **stores** rain.",
        mode=TransferMode.BE_INSPIRED,
        state=MeasureState.PILOTED,
        state_because="Two were built.",
        objectives=(objective,),
    )

    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/")

    assert page.title == "Water plaza"
    for words in ("Be inspired", "Piloted", "Rotterdam", "Asha Rao", "Dry streets"):
        assert words in page.text
    assert "be_inspired" not in page.text
    assert page.soup.find("strong", string="stores")
    assert page.follow("Dry streets").title == "Dry streets"


def test_an_objective_shows_its_figures_and_what_links_to_it(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha, baseline=Decimal("1234.5"), unit="m³", due_on=date(2027, 12, 31))
    make_entry(plan, Measure, by=asha, title="Water plaza", objectives=(objective,))

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/")

    assert "1,234.5" in page.text
    assert "31 December 2027" in page.text
    assert page.follow("Water plaza").title == "Water plaza"


def test_what_is_still_to_be_written_says_so(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/")

    assert page.text.count("Still to be written") >= 7


def test_what_a_check_finds_stands_at_its_field(client: PageClient) -> None:
    plan = make_plan()
    asha, place_id = make_member(plan), plan.sides[0].places[0].id
    dropped = make_entry(
        plan, Activity, by=asha, title="Gauges", place_id=place_id, status=ActivityStatus.DROPPED, dropped_because=""
    )
    address = f"/plans/{plan.id}/activities/{dropped}/"

    page = client.sign_in(asha).open(address)
    change_entry(plan, dropped, by=asha, dropped_because="The roofs are let.")

    assert "nobody can read why" in page.soup.select_one("#dropped_because").text  # type: ignore[union-attr] # it is there
    assert "nobody can read why" not in client.open(address).text


def test_editors_are_offered_to_edit_and_observers_are_not(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    address = f"/plans/{plan.id}/objectives/{area}/"

    as_editor = client.sign_in(asha).open(address)
    as_observer = client.sign_in(make_member(plan, Role.OBSERVER)).open(address)

    assert as_editor.soup.find("a", href=f"{address}edit")
    assert as_observer.status == 200
    assert not as_observer.soup.find("a", href=f"{address}edit")


def test_an_entry_is_found_only_under_its_own_plan_and_section(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha = make_member(plan)
    area, foreign = make_entry(plan, Area, by=asha), make_entry(other, Area, by=make_member(other))
    client.sign_in(asha)

    statuses = [
        client.open(f"/plans/{address}/").status
        for address in (
            f"{plan.id}/measures/{area}",
            f"{plan.id}/objectives/{foreign}",
            f"{other.id}/objectives/{foreign}",
            f"{other.id}/objectives/{area}",
            f"{plan.id}/objectives/{uuid4()}",
            f"{plan.id}/objectives/1",
            f"{plan.id}/nothing/{area}",
        )
    ]

    assert statuses == [404] * 7
