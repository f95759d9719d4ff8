from uuid import UUID

import pytest
from sqlalchemy import update

from tests.factories import make_coordinator, make_member, make_plan
from tests.pages import PageClient
from ucap.core.database import Model, session
from ucap.directory.models import NetworkPlace, Place, PlaceKind
from ucap.directory.operations import load_networks, load_places
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.models import Pairing, Role
from ucap.places.queries.verify import verify_place


@pytest.fixture
def surat(client: PageClient) -> UUID:
    load_networks()
    return load_places()["Surat", "IN"]


def standing(place_id: UUID) -> Place:
    session().expire_all()
    return session().get_one(Place, place_id)


def test_a_coordinator_changes_what_is_known(client: PageClient, surat: UUID) -> None:
    client.sign_in(make_coordinator())

    page = (
        client.open(f"/places/{surat}/").follow("Edit").submit({"population": "7 000 000", "population_year": "2024"})
    )

    assert "Surat saved." in page.text
    assert "7,000,000" in page.text
    place = standing(surat)
    assert (place.version, place.population_year, place.latitude) == (2, 2024, 21.19594)
    assert place.languages == ["gu", "en"]


def test_a_renamed_place_is_called_so_wherever_it_stands(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    place, by = plan.sides[0].places[0], make_member(plan)
    reader, coordinator = PageClient(client.app).sign_in(by), client.sign_in(make_coordinator())
    kept = reader.send(f"/plans/{plan.id}/")

    coordinator.open(f"/places/{place.id}/edit").submit({"name": "Sūrat"})

    again = reader.send(f"/plans/{plan.id}/", headers={"If-None-Match": kept.headers["ETag"]})
    assert again.status_code == 200
    assert "Sūrat" in again.text
    assert session().get_one(Pairing, plan.pairing_id).name_key == "surat – rotterdam"


def test_networks_are_chosen_and_taken_away(client: PageClient, surat: UUID) -> None:
    client.sign_in(make_coordinator())
    form = client.open(f"/places/{surat}/edit")
    first, second = (str(box["value"]) for box in form.soup.select("input[name=networks]")[:2])

    form.submit({"networks": [first, second]})
    client.open(f"/places/{surat}/edit").submit({"networks": [second]})

    assert [str(one.network_id) for one in session().query(NetworkPlace)] == [second]


def test_over_a_newer_version_nothing_is_lost_and_the_differences_are_shown(client: PageClient, surat: UUID) -> None:
    client.sign_in(make_coordinator())
    form = client.open(f"/places/{surat}/edit")
    client.open(f"/places/{surat}/edit").submit({"note": "Theirs", "kind": "region"})

    conflict = form.submit({"note": "Mine", "website": "https://surat.example"})

    assert conflict.status == 409
    assert "Note, as saved meanwhile: Theirs" in conflict.text
    assert "Kind, as saved meanwhile: Region" in conflict.text
    assert "Website, as saved meanwhile: nothing" in conflict.text
    assert "Population, as saved" not in conflict.text
    assert conflict.form()["note"] == "Mine"
    assert standing(surat).note == "Theirs"
    assert conflict.submit().title == "Surat"
    assert (standing(surat).note, standing(surat).version) == ("Mine", 3)


def test_bad_input_is_refused_and_nothing_changes(client: PageClient, surat: UUID) -> None:
    client.sign_in(make_coordinator())
    form = client.open(f"/places/{surat}/edit")

    assert form.submit({"time_zone": "nowhere"}).error_at("time_zone")
    assert form.submit({"name": "Kochi"}).error_at("name")
    assert form.submit({"version": "9" * 400}).status == 409
    assert form.submit({"version": "x"}).status == 409
    assert standing(surat).version == 1


def test_only_coordinators_change_places_that_stand(client: PageClient, surat: UUID) -> None:
    merged = Place(name="Soorat", country="IN", kind=PlaceKind.CITY, merged_into_id=surat)
    session().add(merged)
    session().commit()
    merged_id = merged.id
    plan = make_plan("Pune", "Oslo")

    assert client.open(f"/places/{surat}/edit").path.startswith("/sign-in")
    client.sign_in(make_member(plan, Role.LEAD))
    assert client.open(f"/places/{surat}/edit").status == 403
    assert "Edit" not in client.open(f"/places/{surat}/").text
    client.sign_in(make_coordinator())
    assert client.open(f"/places/{merged_id}/edit").status == 404


def test_every_change_is_shown_and_the_history_verifies(client: PageClient, surat: UUID) -> None:
    client.sign_in(make_coordinator())
    client.open(f"/places/{surat}/edit").submit({"population": "7 000 000", "population_year": "2024"})

    page = client.open(f"/places/{surat}/")

    assert "Year of the count: is now 2024" in page.text
    (chain,) = [one for one in kept_chains() if one.id == surat]
    assert list(verify_place(chain))[-1] == Verified(2, None)
    session().execute(update(Model.metadata.tables["places"]).values(population=1))
    (*_numbers, found) = verify_place(chain)
    assert isinstance(found, Verified)
    assert found.fault is not None
