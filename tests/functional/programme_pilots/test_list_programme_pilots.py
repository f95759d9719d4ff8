from datetime import date

from sqlalchemy import update

from tests.factories import make_coordinator, make_member, make_part, make_pilot, make_plan
from tests.pages import PageClient
from ucap.core.database import Model, session, transactional
from ucap.pairings.queries.plans import PlanFacts
from ucap.pilots.models.following import Milestone
from ucap.pilots.models.pilots import Stage


def test_a_coordinator_sees_the_pilots_of_all_plans_of_the_programme_side_by_side(client: PageClient) -> None:
    surat, pune, elsewhere = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo"), make_plan("Colima", "Galați")
    move_into_programme_of(surat, pune)
    make_pilot(surat, make_member(surat), title="Basin", stage=Stage.FUNDED)
    bram = make_member(pune)
    late = make_pilot(pune, bram, title="Pump", stage=Stage.FUNDED)
    make_part(pune, Milestone, late, by=bram, title="A permit", due_on=date(2026, 1, 5))
    make_pilot(elsewhere, make_member(elsewhere), title="Well")
    address = f"/programmes/{surat.programme_id}/pilots/"
    client.sign_in(make_coordinator(surat))

    assert sorted(names_in(client, address)) == ["Basin", "Pump"]
    assert names_in(client, f"{address}?sort=health") == ["Pump", "Basin"]
    assert names_in(client, f"{address}?health=late") == ["Pump"]
    assert names_in(client, f"{address}?place={surat.id}") == ["Basin"]
    assert "No pilot fits" in client.open(f"{address}?stage=idea").text


def test_fifty_are_shown_at_once_and_the_others_a_page_further(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    write_all = transactional(lambda: [make_pilot(plan, asha, title=f"Pilot {number:02}") for number in range(51)])
    write_all()
    address = f"/programmes/{plan.programme_id}/pilots/?sort=name"

    first = client.sign_in(make_coordinator(plan)).open(address)
    last = first.follow("Next page")

    assert len(first.soup.select(".ucap-records__name a")) == 50
    assert [link.get_text(strip=True) for link in last.soup.select(".ucap-records__name a")] == ["Pilot 50"]
    assert "Pilot 00" in last.follow("Previous page").text
    assert "Pilot 00" in client.open(f"{address}&after=nonsense").text


def test_what_cannot_be_chosen_is_refused_beside_its_field(client: PageClient) -> None:
    plan = make_plan()
    make_pilot(plan, make_member(plan), title="Basin")

    page = client.sign_in(make_coordinator(plan)).open(f"/programmes/{plan.programme_id}/pilots/?place=nonsense")

    assert page.error_at("place")
    assert "Basin" in page.text


def test_only_coordinators_see_the_pilots_of_a_programme(client: PageClient) -> None:
    plan = make_plan()
    address = f"/programmes/{plan.programme_id}/pilots/"

    assert client.sign_in(make_coordinator()).open(address).status == 404
    assert client.sign_in(make_member(plan)).open(address).status == 404


def move_into_programme_of(one: PlanFacts, other: PlanFacts) -> None:
    table = Model.metadata.tables["pairings"]
    moved = update(table).where(table.c.id == other.pairing_id).values(programme_id=one.programme_id)
    session().execute(moved)
    session().commit()


def names_in(client: PageClient, address: str) -> list[str]:
    return [cell.get_text(strip=True) for cell in client.open(address).soup.select(".ucap-records__name a")]
