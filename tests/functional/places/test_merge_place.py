from uuid import UUID, uuid4

import pytest

from tests.factories import (
    NOON,
    entry_of,
    make_coordinator,
    make_draft,
    make_entered_list,
    make_entry,
    make_member,
    make_organisation,
    make_person,
    make_plan,
)
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.core.database import Model, session
from ucap.directory.models import EnteredList, NetworkPlace, Place, PlaceKind
from ucap.directory.operations import load_networks
from ucap.entries.kept_forms import Draft
from ucap.entries.models import Entry
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.verify import verify_chain
from ucap.history.queries import kept_chains, kept_events
from ucap.history.verify import Fault, Verified
from ucap.pairings.models import Pairing, Role
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pairings.queries.verify import verify_pairing
from ucap.plans.models.activities import Activity

MOVED = {
    ("side_places", "place_id"),
    ("entries", "place_id"),
    ("organisations", "place_id"),
    ("entered_lists", "place_id"),
    ("network_places", "place_id"),
    ("places", "merged_into_id"),
}
"""Everything that points to places: what is added here has to be moved by merging, too."""


@pytest.fixture
def plan(client: PageClient) -> PlanFacts:
    """Give a plan with a place that is in the directory twice."""
    return make_plan(("Soorat", "Navsari"), "Rotterdam")


@pytest.fixture
def surat(client: PageClient) -> UUID:
    make_plan("Surat", "Pune")
    return place_named("Surat")


def place_named(name: str) -> UUID:
    return session().query(Place).filter_by(name=name).one().id


def test_all_that_points_to_a_place_is_known_to_merging() -> None:
    pointing = {
        (table.name, column.name)
        for table in Model.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "places"
    }

    assert pointing == MOVED


def test_what_belongs_to_the_duplicate_moves_and_its_address_leads_on(
    client: PageClient, plan: PlanFacts, surat: UUID
) -> None:
    load_networks()
    soorat, editor = place_named("Soorat"), make_member(plan)
    activity = make_entry(plan, Activity, by=editor, place_id=soorat)
    deleted = make_entry(plan, Activity, by=editor, place_id=soorat)
    delete_entry(plan.id, deleted, by=editor, at=NOON)
    make_draft(plan, Activity, by=editor, place_id=str(soorat), title="Half a title")
    join_network(soorat)
    client.sign_in(make_coordinator())

    chosen = client.open(f"/places/{soorat}/").follow("Merge with another").follow("Surat")
    assert "Into Surat, India" in chosen.text
    assert "2 entries of plans" in chosen.text
    assert "1 network" in chosen.text
    page = chosen.submit()

    assert page.title == "Surat"
    assert "Soorat is merged" in page.text
    assert client.open(f"/places/{soorat}/").title == "Surat"
    assert plans([plan.id])[0].title == "Surat, Navsari – Rotterdam"
    assert entry_of(plan, activity).place_id == surat
    assert {entry.place_id for entry in session().query(Entry)} == {surat}
    assert ["place_id", str(surat)] in session().query(Draft).one().fields
    assert session().query(NetworkPlace).one().place_id == surat
    assert faults_of(plan) == []


def test_the_move_stands_in_the_history_of_the_plan_and_searches_find_the_pairing(
    client: PageClient, plan: PlanFacts, surat: UUID
) -> None:
    soorat, editor = place_named("Soorat"), make_member(plan)
    activity = make_entry(plan, Activity, by=editor, place_id=soorat)
    coordinator = make_coordinator(name="Carla Conti")
    client.sign_in(coordinator).open(f"/places/{soorat}/merge?into={surat}").submit()

    history = client.sign_in(editor).open(f"/plans/{plan.id}/activities/{activity}/history")

    assert "Carla Conti" in history.text
    assert "Soorat" in history.text
    assert "no longer in the plan" not in history.text
    assert "surat" in session().get_one(Pairing, plan.pairing_id).search_text.split("\n")


def test_a_chain_of_merged_places_leads_to_the_last(client: PageClient, plan: PlanFacts, surat: UUID) -> None:
    soorat = place_named("Soorat")
    oldest = Place(name="Suratte", country="IN", kind=PlaceKind.CITY, merged_into_id=soorat)
    session().add(oldest)
    session().commit()
    oldest_id = oldest.id
    client.sign_in(make_coordinator())

    client.open(f"/places/{soorat}/merge?into={surat}").submit()

    assert client.open(f"/places/{oldest_id}/").title == "Surat"


def test_the_place_kept_takes_over_only_the_facts_it_lacks(client: PageClient, plan: PlanFacts, surat: UUID) -> None:
    soorat = place_named("Soorat")
    given = session().get_one(Place, soorat)
    given.latitude, given.longitude, given.note, given.population = 21.2, 72.8, "Theirs", 5
    session().get_one(Place, surat).note = "Ours"
    session().commit()
    client.sign_in(make_coordinator())

    client.open(f"/places/{soorat}/merge?into={surat}").submit()

    kept = session().get_one(Place, surat)
    assert (kept.latitude, kept.longitude, kept.population, kept.note) == (21.2, 72.8, 5, "Ours")


def test_two_places_of_one_pairing_are_not_merged(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_coordinator())
    soorat = place_named("Soorat")

    for other in ("Navsari", "Rotterdam"):
        page = client.open(f"/places/{soorat}/merge?into={place_named(other)}").submit()
        assert "Both stand in the pairing Soorat, Navsari – Rotterdam" in page.text
    assert session().query(Place).filter(Place.merged_into_id.is_not(None)).count() == 0


def test_the_other_place_is_looked_for_by_name(client: PageClient, plan: PlanFacts, surat: UUID) -> None:
    client.sign_in(make_coordinator())
    path = f"/places/{place_named('Soorat')}/merge"

    assert "Pune" not in client.open(path).text
    assert client.open(f"{path}?q=pun").link("Pune") == f"{path}?into={place_named('Pune')}"
    assert "No place looks like it." in client.open(f"{path}?q=nothing").text


@pytest.mark.parametrize("into", ["", "x", "own", "unknown", "merged"])
def test_what_makes_no_sense_changes_nothing(client: PageClient, plan: PlanFacts, surat: UUID, into: str) -> None:
    soorat = place_named("Soorat")
    merged = Place(name="Suratte", country="IN", kind=PlaceKind.CITY, merged_into_id=surat)
    session().add(merged)
    session().commit()
    known = {"own": str(soorat), "unknown": str(uuid4()), "merged": str(merged.id)}
    client.sign_in(make_coordinator())
    form = client.open(f"/places/{soorat}/merge?into={surat}")
    before = digest_of_rows()

    page = form.submit({"into": known.get(into, into)})

    assert page.status in {200, 404}
    assert digest_of_rows() == before
    assert form.submit({"version": "7"}).status == 409
    assert client.open(f"/places/{soorat}/merge?into=x&q=%00").status == 200


def test_only_coordinators_merge_places(client: PageClient, plan: PlanFacts, surat: UUID) -> None:
    soorat = place_named("Soorat")

    assert client.open(f"/places/{soorat}/merge").path.startswith("/sign-in")
    lead = client.sign_in(make_member(plan, Role.LEAD))
    assert lead.open(f"/places/{soorat}/merge").status == 403
    token = lead.open("/").csrf_token
    sent = {"into": str(surat), "version": "1", "csrf_token": token}
    assert lead.send(f"/places/{soorat}/merge", method="POST", data=sent).status_code == 403
    assert session().get_one(Place, soorat).merged_into_id is None


def join_network(place_id: UUID) -> None:
    network_id = session().execute(Model.metadata.tables["networks"].select()).first()
    assert network_id
    session().add(NetworkPlace(network_id=network_id.id, place_id=place_id))
    session().commit()


def faults_of(plan: PlanFacts) -> list[Fault]:
    """Return what does not fit in the histories of the plan and of its pairing."""
    walks = {plan.id: verify_chain, plan.pairing_id: verify_pairing}
    return [
        step.fault
        for chain in kept_chains()
        if chain.id in walks
        for step in walks[chain.id](chain)
        if isinstance(step, Verified) and step.fault
    ]


def test_the_register_moves_each_organisation_in_its_own_history(
    client: PageClient, plan: PlanFacts, surat: UUID
) -> None:
    organisation_id = make_organisation(place_named("Soorat"), "Traders")
    list_id = make_entered_list(place_named("Soorat"), by=make_person())
    client.sign_in(make_coordinator(plan))

    client.open(f"/places/{place_named('Soorat')}/merge?into={surat}").submit()

    assert "Traders" in client.open(f"/places/{surat}/organisations/").text
    assert session().get_one(EnteredList, list_id).place_id == surat
    (event,) = kept_events(organisation_id)
    assert event.field == "place_id"
