from datetime import timedelta

import pytest

from tests.factories import NOON, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.entries.operations.deleting import delete_entry
from ucap.pairings.models import Role
from ucap.plans.models.activities import Activity
from ucap.plans.models.objectives import Area


def test_what_was_deleted_is_listed_newest_first_with_who_and_when(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan), make_member(plan, side=1, name="Bram Vos")
    for minutes, focus in enumerate(("Rain", "Storms")):
        area = make_entry(plan, Area, by=asha, focus=focus)
        delete_entry(plan.id, area, by=bram, at=NOON + timedelta(minutes=minutes))
    make_entry(plan, Area, by=asha, focus="Standing")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/history/").follow("Deleted entries")

    assert page.path == f"/plans/{plan.id}/deleted/"
    cards = [card.get_text(" ", strip=True) for card in page.soup.select(".ucap-entry-card")]
    assert len(cards) == 2
    assert "Storms" in cards[0]
    assert "12:01" in cards[0]
    assert "Rain" in cards[1]
    assert "Bram Vos" in cards[1]
    assert page.follow("Storms").status == 410


def test_a_plan_from_which_nothing_was_deleted_says_so(client: PageClient) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/deleted/")

    assert page.status == 200
    assert "Nothing is deleted" in page.text


@pytest.mark.parametrize("section", ["objectives", "activities"])
def test_each_section_leads_there(client: PageClient, section: str) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/{section}/")

    assert page.follow("Deleted entries").title == "Deleted entries"


def test_only_who_may_change_an_entry_is_offered_to_bring_it_back(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan), make_member(plan, side=1)
    own = make_entry(plan, Activity, by=asha, place_id=plan.sides[0].places[0].id, title="Workshop")
    joint = make_entry(plan, Area, by=asha, focus="Rain")
    for entry in (own, joint):
        delete_entry(plan.id, entry, by=asha, at=NOON)
    address = f"/plans/{plan.id}/deleted/"

    offered = {
        name: "".join(
            button.get_text("") for button in client.sign_in(person).open(address).soup.select("main form button")
        )
        for name, person in (("asha", asha), ("bram", bram), ("reader", make_member(plan, Role.OBSERVER)))
    }

    assert "Workshop" in offered["asha"]
    assert "Rain" in offered["asha"]
    assert "Workshop" not in offered["bram"]
    assert "Rain" in offered["bram"]
    assert offered["reader"] == ""


def test_for_others_there_is_no_such_page_and_of_other_plans_nothing_on_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha = make_member(plan)
    delete_entry(plan.id, make_entry(plan, Area, by=asha, focus="Rain"), by=asha, at=NOON)
    client.sign_in(make_member(other))

    assert client.open(f"/plans/{plan.id}/deleted/").status == 404
    assert "Rain" not in client.open(f"/plans/{other.id}/deleted/").text
