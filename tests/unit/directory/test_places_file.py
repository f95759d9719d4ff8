import csv
from collections import Counter
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale

from ucap.directory.models import PlaceKind

FILE = Path("ucap/directory/data/places.csv")


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_place_is_there_once() -> None:
    assert set(Counter((row["name"], row["country"]) for row in rows()).values()) == {1}


def test_every_fact_can_be_true() -> None:
    for row in rows():
        assert PlaceKind(row["kind"])
        assert abs(float(row["latitude"])) <= 90
        assert abs(float(row["longitude"])) <= 180
        assert row["time_zone"] in available_timezones()
        assert all(Locale.parse(tag, sep="-") for tag in row["languages"].split())
        assert row["languages"]


def test_every_figure_has_a_source_and_every_place_says_how_it_was_found() -> None:
    for row in rows():
        assert bool(row["population"]) == bool(row["population_source"])
        assert not row["population_year"] or row["population"]
        assert row["source"]
        assert row["matched"]


def test_what_is_an_area_has_the_point_of_its_seat_and_no_figure_of_the_seat() -> None:
    areas = [row for row in rows() if row["matched"].startswith(("seat ", "within "))]

    assert len(areas) == 20
    assert not any(row["population"] or row["geonames_id"] for row in areas)
