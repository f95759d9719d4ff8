from datetime import date
from decimal import Decimal

from tests.factories import NOON, make_entry, make_member, make_part, make_person, make_pilot, make_plan
from tests.pages import PageClient
from ucap.core.money import Money
from ucap.entries.operations.deleting import delete_entry
from ucap.pairings.models import Role
from ucap.pilots.models.following import Indicator, Milestone, Reading, Risk, Update
from ucap.pilots.models.pilots import Decision, Health, Pilot, Stage
from ucap.pilots.models.spending import Cost
from ucap.plans.models.learnings import Learning
from ucap.stakeholders.models.entries import Stakeholder


def test_a_pilot_tells_its_story_at_a_glance(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    pilot = make_pilot(plan, asha, stage=Stage.RUNNING)
    make_part(plan, Milestone, pilot, by=asha, title="A permit", due_on=date(2026, 1, 5))
    indicator = make_part(plan, Indicator, pilot, by=asha, title="Dry hours", unit="hours", target=Decimal(9))
    make_part(plan, Reading, indicator, by=asha, read_on=date(2026, 3, 1), value=Decimal(0))
    make_part(plan, Risk, pilot, by=asha, title="Theft of pumps")
    make_part(plan, Update, pilot, by=asha, title="The first rain came")
    make_part(plan, Cost, pilot, by=asha, title="Pumps", planned=Money(Decimal(500), "EUR"))

    page = client.sign_in(asha).open(f"/plans/{plan.id}/pilots/{pilot}/")

    assert page.title == "Water plaza"
    for words in ("A permit", "late: was due", "Dry hours", "Theft of pumps", "The first rain came", "Off track"):
        assert words in page.text, words
    assert "500 EUR" in page.text
    assert page.soup.select_one("svg.ucap-chart circle")


def test_a_reading_is_added_by_the_form_that_all_entries_have(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, theirs = make_member(plan), make_member(plan, side=1)
    pilot = make_pilot(plan, asha)
    indicator = make_part(plan, Indicator, pilot, by=asha, title="Dry hours", unit="hours")
    place = plan.sides[0].places[0].id
    address = f"/plans/{plan.id}/pilots/add/reading?indicator={indicator}&place_id={place}"

    form = client.sign_in(asha).open(address)
    added = form.submit({"read_on": "2026-03-01", "value": "0"})
    refused = client.sign_in(theirs).open(address).submit({"read_on": "2026-03-01", "value": "1"})

    assert "Unit: hours" in form.text
    assert form.follow("Water plaza").title == "Water plaza"
    assert added.title == "Water plaza"
    assert added.link("See it on this page").partition("#")[2] in {
        str(one["id"]) for one in added.soup.select("tr[id]")
    }
    corrected = client.sign_in(asha).open(added.link("1 March 2026"))
    assert corrected.title == "1 March 2026"
    assert corrected.follow("History of this entry").title == "History"
    assert added.soup.select_one("svg.ucap-chart circle")
    assert refused.error_at("indicator")


def test_what_is_wrong_with_a_reading_is_said_of_all_its_fields_at_once(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    indicator = make_part(plan, Indicator, make_pilot(plan, asha), by=asha, title="Dry hours", unit="hours")

    form = client.sign_in(asha).open(f"/plans/{plan.id}/pilots/add/reading?indicator={indicator}")
    refused = form.submit({"read_on": "", "value": "many"})

    assert refused.error_at("read_on") == "Error: Fill in this field: it is how people will find the entry."
    assert refused.error_at("value") == "Error: Write this as a number, such as 1,200.5."
    assert refused.form()["value"] == "many"


def test_a_decided_pilot_says_who_decided_what_with_whom_and_what_came_of_it(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, reader = make_member(plan), make_member(plan, Role.OBSERVER)
    place_id = plan.sides[0].places[0].id
    partner = make_entry(plan, Stakeholder, by=asha, name="Institute of rain", place_id=place_id)
    pilot = make_entry(
        plan,
        Pilot,
        by=asha,
        title="Water plaza",
        place_id=place_id,
        stage=Stage.DECIDED,
        decision=Decision.SCALE,
        decided_by="Standing committee",
        next_step="Three more squares",
        partners=(partner,),
    )
    make_entry(plan, Stakeholder, by=asha, name="Traders", place_id=place_id, leads=(pilot,))
    make_entry(plan, Learning, by=asha, title="Steps are seats", place_id=place_id, learnt_from=(pilot,))
    address = f"/plans/{plan.id}/pilots/{pilot}/"

    page = client.sign_in(reader).open(address)

    for words in ("Scale up", "Standing committee", "Three more squares", "Institute of rain", "Traders", "Not judged"):
        assert words in page.text, words
    assert page.link("Steps are seats").startswith(f"/plans/{plan.id}/learnings/")
    assert "Add a milestone" not in page.text
    assert "Add a milestone" in client.sign_in(asha).open(address).text


def test_a_judgement_of_people_stands_beside_what_the_rules_say(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    pilot = make_entry(
        plan,
        Pilot,
        by=asha,
        title="Well",
        place_id=plan.sides[0].places[0].id,
        stage=Stage.FUNDED,
        health=Health.OFF_TRACK,
        health_because="Seen on site",
        health_until=date(2999, 1, 1),
    )

    text = client.sign_in(asha).open(f"/plans/{plan.id}/pilots/{pilot}/").text

    for words in ("Off track", "the rules say: On track", "Seen on site"):
        assert words in text, words


def test_a_deleted_pilot_can_be_brought_back_where_it_was(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    pilot = make_pilot(plan, asha)
    delete_entry(plan.id, pilot, by=asha, at=NOON)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/pilots/{pilot}/")

    assert page.status == 410
    assert "Bring back" in page.text


def test_a_pilot_is_hidden_from_who_may_not_know_of_it(client: PageClient) -> None:
    plan = make_plan()
    pilot = make_pilot(plan, make_member(plan))

    assert client.sign_in(make_person()).open(f"/plans/{plan.id}/pilots/{pilot}/").status == 404
