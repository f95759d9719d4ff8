from datetime import date
from decimal import Decimal

from tests.factories import make_entry, make_member, make_person, make_plan
from tests.pages import PageClient
from ucap.core.money import Money
from ucap.pilots.models.following import Indicator, Milestone, Reading, Risk, Update
from ucap.pilots.models.pilots import Pilot, Stage
from ucap.pilots.models.spending import Cost


def test_a_pilot_tells_its_story_at_a_glance(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    place = plan.sides[0].places[0].id
    pilot = make_entry(plan, Pilot, by=asha, title="Water plaza", place_id=place, stage=Stage.RUNNING)
    own = {"pilot": (pilot,), "place_id": place}
    make_entry(plan, Milestone, by=asha, title="A permit", due_on=date(2026, 1, 5), **own)
    indicator = make_entry(plan, Indicator, by=asha, title="Dry hours", unit="hours", target=Decimal(9), **own)
    make_entry(
        plan, Reading, by=asha, read_on=date(2026, 3, 1), value=Decimal(0), indicator=(indicator,), place_id=place
    )
    make_entry(plan, Risk, by=asha, title="Theft of pumps", **own)
    make_entry(plan, Update, by=asha, title="The first rain came", **own)
    make_entry(plan, Cost, by=asha, title="Pumps", planned=Money(Decimal(500), "EUR"), **own)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/pilots/{pilot}/")

    assert page.title == "Water plaza"
    for words in (
        "A permit",
        "late: was due",
        "Dry hours",
        "Theft of pumps",
        "The first rain came",
        "Off track",
        "€500",
    ):
        assert words in page.text, words
    assert page.soup.select_one("svg.ucap-chart circle")
    assert "Water plaza" in client.open(f"/plans/{plan.id}/pilots/").text
    assert "No pilot fits" in client.open(f"/plans/{plan.id}/pilots/?stage=idea").text


def test_a_reading_is_added_by_the_form_that_all_entries_have(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, theirs = make_member(plan), make_member(plan, side=1)
    place = plan.sides[0].places[0].id
    pilot = make_entry(plan, Pilot, by=asha, title="Water plaza", place_id=place)
    indicator = make_entry(plan, Indicator, by=asha, title="Dry hours", pilot=(pilot,), place_id=place)
    address = f"/plans/{plan.id}/pilots/add/reading?indicator={indicator}&place_id={place}"

    added = client.sign_in(asha).open(address).submit({"read_on": "2026-03-01", "value": "0"})
    refused = client.sign_in(theirs).open(address).submit({"read_on": "2026-03-01", "value": "1"})

    assert added.status == 200
    assert "Dry hours" in added.text
    assert refused.error_at("indicator")


def test_a_pilot_is_hidden_from_who_may_not_know_of_it(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    pilot = make_entry(plan, Pilot, by=asha, title="Water plaza", place_id=plan.sides[0].places[0].id)

    assert client.sign_in(make_person()).open(f"/plans/{plan.id}/pilots/{pilot}/").status == 404
