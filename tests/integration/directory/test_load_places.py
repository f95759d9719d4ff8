import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ucap.core.database import session
from ucap.directory.models import Place, PlaceKind
from ucap.directory.operations import load_places


def test_the_places_of_the_pairings_are_loaded_once(app: Flask) -> None:
    first = load_places()

    second = load_places()

    assert first == second
    assert len(first) == 134
    assert session().scalar(select(func.count()).select_from(Place)) == 134


def test_a_place_carries_what_the_gazetteer_says(app: Flask) -> None:
    granada = session().get_one(Place, load_places()["Granada", "ES"])

    assert granada.kind is PlaceKind.CITY
    assert (granada.latitude, granada.longitude) == (37.18817, -3.60667)
    assert (granada.population, granada.population_year) == (233_532, None)
    assert "GeoNames" in granada.population_source
    assert (granada.time_zone, granada.languages, granada.geonames_id) == ("Europe/Madrid", ["es"], 2_517_117)


def test_no_figure_is_made_up_where_the_gazetteer_knows_only_the_seat(app: Flask) -> None:
    consortium = session().get_one(Place, load_places()["Consórcio Intermunicipal Grande ABC", "BR"])

    assert consortium.kind is PlaceKind.CONSORTIUM
    assert consortium.population is None
    assert consortium.geonames_id is None
    assert "Santo André" in consortium.note


def test_what_people_changed_stays(app: Flask) -> None:
    surat = session().get_one(Place, load_places()["Surat", "IN"])
    surat.population, surat.version = 7_000_000, 2
    session().commit()

    load_places()

    assert session().get_one(Place, surat.id).population == 7_000_000


def test_a_place_that_was_merged_stands_for_the_one_kept(app: Flask) -> None:
    ids = load_places()
    session().get_one(Place, ids["Torino", "IT"]).merged_into_id = ids["Genoa", "IT"]
    session().commit()

    assert load_places()["Torino", "IT"] == ids["Genoa", "IT"]


@pytest.mark.parametrize(
    "wrong", [{"latitude": 91.0, "longitude": 0.0}, {"latitude": 10.0}, {"population": -1}, {"version": 0}]
)
def test_nonsense_is_refused_by_the_table(app: Flask, wrong: dict[str, float]) -> None:
    session().add(Place(name="Nowhere", country="IN", kind=PlaceKind.CITY, **wrong))

    with pytest.raises(IntegrityError):
        session().flush()
