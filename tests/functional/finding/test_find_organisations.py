import json
from uuid import uuid4

import pytest
from sqlalchemy import insert

from tests.factories import entry_of, make_entry, make_member, make_organisation, make_person, make_plan
from tests.pages import PageClient
from tests.queries import count_queries
from ucap.core.database import Model, session
from ucap.directory.models import Helix
from ucap.entries.pages.values import MOST_LISTED
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.models.entries import Stakeholder


@pytest.fixture
def plan() -> PlanFacts:
    """Return a plan one of whose registers is too long for a list."""
    made = make_plan()
    here, there = (side.places[0].id for side in made.sides)
    for number in range(MOST_LISTED):
        make_organisation(here, f"Organisation {number}")
    make_organisation(here, "Institute of rain", Helix.ACADEMIA)
    make_organisation(there, "Institute of rain", Helix.ACADEMIA)
    return made


def test_a_long_register_is_not_in_the_page_and_a_name_is_typed(client: PageClient, plan: PlanFacts) -> None:
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/stakeholders/add/stakeholder")

    assert "Organisation 7" not in form.response.get_data(as_text=True)
    page = form.submit({"name": "Rain", "organisation_id": "institute of RAIN (Surat)"})
    assert "Stakeholder added." in page.text
    assert "Institute of rain" in page.text
    edit = page.follow("Edit")
    assert edit.form()["organisation_id"] == "Institute of rain (Surat)"
    assert edit.submit({"name": "Rain"}).status == 200


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("rain", "Institute of rain (Rotterdam); Institute of rain (Surat)"),
        ("Institute of rain", "Write one of these as it stands here"),
        ("Nobody", "No organisation in the registers is called so"),
        ("%", "No organisation in the registers is called so"),
    ],
)
def test_what_is_no_name_is_answered_with_those_like_it(
    client: PageClient, plan: PlanFacts, typed: str, says: str
) -> None:
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/stakeholders/add/stakeholder")

    assert says in form.submit({"name": "Rain", "organisation_id": typed}).error_at("organisation_id")


def test_a_suggested_organisation_is_filled_in(client: PageClient, plan: PlanFacts) -> None:
    place_id = plan.sides[0].places[0].id
    mill = make_organisation(place_id, "A mill", Helix.BUSINESS)
    address = f"/plans/{plan.id}/stakeholders/add/stakeholder?organisation_id={mill}"

    form = client.sign_in(make_member(plan)).open(address).form()

    assert (form["organisation_id"], form["name"]) == ("A mill (Surat)", "A mill")


def test_names_are_found_by_those_who_read_the_plan(client: PageClient, plan: PlanFacts) -> None:
    address = f"/plans/{plan.id}/organisations/find"
    client.sign_in(make_member(plan, Role.OBSERVER))

    assert json.loads(client.send(f"{address}?q=RAIN").data) == [
        "Institute of rain (Rotterdam)",
        "Institute of rain (Surat)",
    ]
    assert json.loads(client.send(f"{address}?q=").data) == []
    assert len(json.loads(client.send(f"{address}?q=organisation").data)) == 10
    assert client.sign_in(make_person()).send(f"{address}?q=rain").status_code == 404


def test_ten_thousand_make_the_form_no_larger_and_ask_no_more(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_member(plan))
    address = f"/plans/{plan.id}/stakeholders/add/stakeholder"
    with count_queries() as few:
        small = len(client.send(address).data)
    add_many(plan, 10_000)

    with count_queries() as many:
        large = len(client.send(address).data)

    assert len(many) == len(few)
    assert abs(large - small) < 100
    with count_queries() as asked:
        client.send(f"/places/{plan.sides[0].places[0].id}/organisations/")
    assert len(asked) <= 8


def test_one_chosen_before_the_register_grew_stays(client: PageClient) -> None:
    plan = make_plan()
    editor, place_id = make_member(plan), plan.sides[0].places[0].id
    chosen = make_organisation(place_id, "Zebra keepers")
    entry = make_entry(plan, Stakeholder, by=editor, place_id=place_id, organisation_id=chosen)
    add_many(plan, MOST_LISTED)

    saved = client.sign_in(editor).open(f"/plans/{plan.id}/stakeholders/{entry}/edit").submit({"name": "Zebras"})

    assert saved.status == 200
    assert entry_of(plan, entry).value("organisation_id") == chosen


def add_many(plan: PlanFacts, count: int) -> None:
    rest = {"place_id": plan.sides[0].places[0].id, "helix": Helix.BUSINESS, "website": "", "languages": [], "note": ""}
    rows = [{**rest, "id": uuid4(), "name": f"Many {n}", "name_key": f"many {n}", "version": 1} for n in range(count)]
    session().execute(insert(Model.metadata.tables["organisations"]), rows)
    session().commit()
