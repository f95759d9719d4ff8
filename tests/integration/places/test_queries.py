from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert

from ucap.core.database import Model, session
from ucap.directory.models import PlaceKind
from ucap.places.queries.listing import PAGE, PlaceFilter, PlaceOrder, PlacePage, countries_with_places, list_of_places

COUNTRIES = ("DE", "ES", "AT", "IN")


def make_places(count: int) -> None:
    """Make so many places; many share name, country or population."""
    rows: list[dict[str, object]] = [
        {
            "id": UUID(int=number + 1),
            "name": f"Place {number}",
            "name_key": f"place {number % 40:03}",
            "country": COUNTRIES[number % len(COUNTRIES)],
            "kind": PlaceKind.CITY,
            "population": None if number % 3 == 0 else number % 50,
            "population_source": "",
            "time_zone": "",
            "languages": [],
            "website": "",
            "source": "",
            "note": "",
            "version": 1,
        }
        for number in range(count)
    ]
    session().execute(insert(Model.metadata.tables["places"]), rows)
    session().commit()


@pytest.mark.parametrize("order", PlaceOrder)
def test_one_walks_through_the_whole_list_and_back(app: Flask, order: PlaceOrder) -> None:
    make_places(170)
    wanted = PlaceFilter(order=order)

    pages = list(walk(wanted))
    back = [list_of_places(wanted, countries_with_places(), before=page.places[0].id) for page in pages[:0:-1]]

    assert [len(page.places) for page in pages] == [PAGE, PAGE, PAGE, 20]
    assert len({place.id for page in pages for place in page.places}) == 170
    assert [page.places for page in back] == [page.places for page in pages[-2::-1]]
    assert [page.has_earlier for page in back] == [True, True, False]
    assert {page.total for page in pages} == {170}


def test_countries_stand_in_the_order_of_their_names_in_the_readers_language(app: Flask) -> None:
    make_places(8)
    countries = countries_with_places()

    english = list_of_places(PlaceFilter(order=PlaceOrder.COUNTRY, language="en"), countries)
    german = list_of_places(PlaceFilter(order=PlaceOrder.COUNTRY, language="de"), countries)

    assert [place.country for place in english.places][::2] == ["AT", "DE", "IN", "ES"]
    assert [place.country for place in german.places][::2] == ["DE", "IN", "AT", "ES"]


def test_those_with_most_people_come_first_and_those_not_counted_last(app: Flask) -> None:
    make_places(12)

    found = list_of_places(PlaceFilter(order=PlaceOrder.POPULATION), COUNTRIES)

    assert [place.population for place in found.places] == [11, 10, 8, 7, 5, 4, 2, 1, None, None, None, None]


def walk(wanted: PlaceFilter) -> Iterator[PlacePage]:
    page = list_of_places(wanted, countries_with_places())
    yield page
    while page.has_later:
        page = list_of_places(wanted, countries_with_places(), after=page.places[-1].id)
        yield page
