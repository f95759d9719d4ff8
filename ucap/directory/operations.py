"""Loading the vocabularies and the places that the project keeps in files."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session, transactional
from ucap.directory.models import Place, PlaceKind, Term

_DATA = Path(__file__).resolve().parent / "data"
_UNITED_NATIONS = "United Nations, https://sdgs.un.org/goals; short label of our own"
_GOALS = "United Nations, https://sdgs.un.org/goals"
_U4SSC = "U4SSC (ITU-T Y.4903)"


@transactional
def load_vocabularies() -> int:
    """Bring the terms to what the data files say, and return how many were new; terms are never taken away."""
    kept = {(term.scheme, term.code): term for term in session().scalars(select(Term).order_by(Term.id))}
    new = 0
    for row in _rows():
        term = kept.get((row["scheme"], row["code"]))
        if term is None:
            term = Term(scheme=row["scheme"], code=row["code"])
            session().add(term)
            new += 1
        term.label, term.source = row["label"], row["source"]
        term.position, term.is_verified = int(row["position"]), row["verified"] == "yes"
    return new


@transactional
def load_places() -> dict[tuple[str, str], UUID]:
    """Bring the places to what the file says, and return their ids by name and country (ISO 3166-1 alpha-2).

    A place that people changed since stays as they left it. Of one that was merged into another, the other's id is
    returned.
    """
    kept = {(place.name, place.country): place for place in session().scalars(select(Place).order_by(Place.id))}
    found = {}
    for row in _read("places.csv"):
        named = (row["name"], row["country"])
        place = kept.get(named)
        if place is None:
            place = Place(name=row["name"], country=row["country"], version=1)
            session().add(place)
        if place.version == 1:
            _fill_place(place, row)
        found[named] = place
    session().flush()
    return {named: place.merged_into_id or place.id for named, place in found.items()}


def _fill_place(place: Place, row: Mapping[str, str]) -> None:
    place.kind = PlaceKind(row["kind"])
    place.latitude, place.longitude = float(row["latitude"]), float(row["longitude"])
    place.population, place.population_year = _number(row["population"]), _number(row["population_year"])
    place.population_source = row["population_source"]
    place.time_zone, place.languages = row["time_zone"], row["languages"].split()
    place.geonames_id = _number(row["geonames_id"])
    place.source, place.note = row["source"], row["note"]


def _number(text: str) -> int | None:
    return int(text) if text else None


def _rows() -> Iterator[Mapping[str, str]]:
    yield from _read("vocabularies.csv")
    for number, row in enumerate(_read("sdg_goals.csv"), start=1):
        yield {
            "scheme": "sdg_goal",
            "code": row["code"],
            "label": row["title"],
            "position": str(number),
            "source": _GOALS,
            "verified": "yes",
        }
    for number, row in enumerate(_read("sdg_targets.csv"), start=1):
        yield {
            "scheme": "sdg_target",
            "code": row["code"],
            "label": row["short_label"],
            "position": str(number),
            "source": _UNITED_NATIONS,
            "verified": "yes",
        }
    for number, row in enumerate(_read("u4ssc_kpis.csv"), start=1):
        yield {
            "scheme": "u4ssc_kpi",
            "code": row["kpi_code"],
            "label": row["name"],
            "position": str(number),
            "source": _U4SSC,
            "verified": "yes",
        }


def _read(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
