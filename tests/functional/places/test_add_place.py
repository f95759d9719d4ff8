import pytest

from tests.factories import make_coordinator, make_member, make_person, make_plan
from tests.pages import FormValues, PageClient
from ucap.core.database import session
from ucap.directory.models import NetworkPlace, Place, PlaceKind
from ucap.directory.operations import load_networks
from ucap.pairings.models import Role

FILLED: FormValues = {
    "name": "Córdoba",
    "country": "AR",
    "kind": "city",
    "population": "1 329 604",
    "population_year": "2010",
    "population_source": "INDEC",
    "latitude": "-31.4135",
    "longitude": "-64.18105",
    "time_zone": "America/Argentina/Cordoba",
    "languages": "es, es",
    "website": "https://cordoba.gob.ar",
}


@pytest.fixture
def coordinator(client: PageClient) -> PageClient:
    return client.sign_in(make_coordinator())


def test_a_coordinator_adds_a_place(coordinator: PageClient) -> None:
    load_networks()
    form = coordinator.open("/places/").follow("Add a place")
    network = form.soup.find("label", string="C40 Cities")
    assert network
    chosen = str(form.soup.select_one(f"#{network['for']}")["value"])  # type: ignore[index]

    page = form.submit({**FILLED, "networks": [chosen]})

    assert page.title == "Córdoba"
    for shown in ("Córdoba added.", "Argentina", "1,329,604", "Counted in 2010.", "INDEC", "Spanish", "C40 Cities"):
        assert shown in page.text
    assert "31.413° S, 64.181° W" in page.text
    place = session().query(Place).one()
    assert (place.name_key, place.languages, place.version) == ("cordoba", ["es"], 1)
    assert session().query(NetworkPlace).count() == 1


def test_places_called_alike_or_nearby_are_shown_before_one_is_added(coordinator: PageClient) -> None:
    for name, country, latitude in (("Cordoba", "AR", None), ("Alta Gracia", "AR", -31.42), ("Córdoba", "ES", 37.9)):
        longitude = None if latitude is None else -64.18
        session().add(Place(name=name, country=country, kind=PlaceKind.CITY, latitude=latitude, longitude=longitude))
    session().commit()

    asked = coordinator.open("/places/add").submit(FILLED)

    assert asked.error_at("is_other")
    listed = asked.soup.select_one(".ucap-callout ul")
    assert listed
    assert listed.get_text(" ", strip=True) == "Cordoba , Argentina Alta Gracia , Argentina, 1 km away"
    assert session().query(Place).count() == 3
    assert asked.submit({"is_other": "y"}).title == "Córdoba"


def test_the_very_same_name_in_the_country_is_refused(coordinator: PageClient) -> None:
    session().add(Place(name="Córdoba", country="AR", kind=PlaceKind.CITY))
    session().commit()

    page = coordinator.open("/places/add").submit(FILLED).submit({"is_other": "y"})

    assert "already" in page.error_at("name")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"country": ""}, "country"),
        ({"country": "ZZ"}, "country"),
        ({"kind": "planet"}, "kind"),
        ({"latitude": ""}, "latitude"),
        ({"latitude": "91"}, "latitude"),
        ({"longitude": "east"}, "longitude"),
        ({"population": "-1"}, "population"),
        ({"population": "1.5"}, "population"),
        ({"population": ""}, "population"),
        ({"population_year": "3000"}, "population_year"),
        ({"population_source": ""}, "population_source"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"languages": "castellano!"}, "languages"),
        ({"languages": "en de fr es it pt nl sv da"}, "languages"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"networks": ["x"]}, "networks"),
        ({"networks": ["00000000-0000-0000-0000-000000000001"]}, "networks"),
        ({"note": "x" * 1_001}, "note"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    coordinator: PageClient, changes: FormValues, field: str
) -> None:
    page = coordinator.open("/places/add").submit({**FILLED, **changes})

    assert page.status == 200
    assert page.error_at(field)
    assert session().query(Place).count() == 0


def test_only_coordinators_add_places_and_others_are_told_whom_to_ask(client: PageClient) -> None:
    plan = make_plan()
    make_coordinator(name="Carla Conti")

    for person in (make_member(plan, Role.LEAD), make_person()):
        page = client.sign_in(person).open("/places/add")
        assert page.status == 403
        assert "Carla Conti" in page.text
        assert "Add a place" not in client.open("/places/").text
        assert (
            client.send("/places/add", method="POST", data={**FILLED, "csrf_token": page.csrf_token}).status_code == 403
        )
    assert session().query(Place).filter_by(name="Córdoba").count() == 0
