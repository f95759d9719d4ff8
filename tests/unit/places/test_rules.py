from typing import Any

import pytest

from ucap.directory.models import PlaceKind
from ucap.places.rules import PlaceValues, degrees_nearby, distance_km, is_similar_name, refusal_to_keep, whole_website

GRANADA = PlaceValues("Granada", "ES", PlaceKind.CITY)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("surat", "surat", True),
        ("surat", "soorat", True),
        ("merida", "merida city", True),
        ("frankfurt", "frankfurt am main", True),
        ("cordoba", "cordova", True),
        ("ulm", "kulmbach", False),
        ("parma", "padova", False),
        ("rome", "roma", True),
        ("nagano", "nagoya", False),
        ("pune", "oslo", False),
    ],
)
def test_names_that_may_be_the_same(one: str, other: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_similar_name(one, other) is expected
    assert is_similar_name(other, one) is expected


def test_distances_are_those_of_a_globe() -> None:
    assert distance_km((52.52, 13.405), (48.8566, 2.3522)) == pytest.approx(878, abs=2)
    assert distance_km((0, 179.99), (0, -179.99)) == pytest.approx(2.2, abs=0.1)
    assert distance_km((90, 0), (90, 120)) == pytest.approx(0, abs=0.01)


def test_what_lies_within_ten_km_lies_within_the_degrees() -> None:
    north, east = degrees_nearby(60.0)

    assert distance_km((60.0, 10.0), (60.0 + north, 10.0)) == pytest.approx(10, abs=0.1)
    assert distance_km((60.0, 10.0), (60.0, 10.0 + east)) == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"latitude": 0.0, "longitude": 0.0}, None),
        ({"latitude": 1.0}, "longitude"),
        ({"longitude": 1.0}, "latitude"),
        ({"population": 0, "population_source": "INE"}, None),
        ({"population": 1}, "population_source"),
        ({"population_year": 2021}, "population"),
        ({"time_zone": "Europe/Madrid"}, None),
        ({"time_zone": "Europe/Granada"}, "time_zone"),
        ({"languages": ("es", "ca", "zh-Hant")}, None),
        ({"languages": ("xx-nope",)}, "languages"),
        ({"languages": ("en", "de", "fr", "es", "it", "pt", "nl", "sv")}, None),
        ({"languages": ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da")}, "languages"),
        ({"website": "https://granada.org/?a=b"}, None),
        ({"website": "granada.org"}, "website"),
        ({"website": "ftp://granada.org"}, "website"),
        ({"website": "https://gra nada.org"}, "website"),
        ({"website": "https://[::1"}, "website"),
    ],
)
def test_what_makes_sense_is_kept(changes: dict[str, Any], field: str | None) -> None:
    refusal = refusal_to_keep(PlaceValues(**{**vars(GRANADA), **changes}))

    assert (refusal.field if refusal else None) == field


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("granada.org", "https://granada.org"),
        ("www.granada.org/en?a=b", "https://www.granada.org/en?a=b"),
        ("http://granada.org", "http://granada.org"),
        ("granada", "granada"),
        ("ask granada.org", "ask granada.org"),
        ("javascript:alert.name", "javascript:alert.name"),
        ("mayor@granada.org", "mayor@granada.org"),
        ("", ""),
    ],
)
def test_an_address_without_its_scheme_gets_one(typed: str, whole: str) -> None:
    assert whole_website(typed) == whole
