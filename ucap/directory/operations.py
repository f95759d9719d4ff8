"""Loading the vocabularies, places and networks that the project keeps in files."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session, transactional
from ucap.directory.models import Network, NetworkRole, Place, PlaceKind, Term, TermLabel

_DATA = Path(__file__).resolve().parent / "data"
_UNITED_NATIONS = "United Nations, https://sdgs.un.org/goals"
_LISTS = (
    ("sdg_goals.csv", "sdg_goal", "code", "title", _UNITED_NATIONS),
    ("sdg_targets.csv", "sdg_target", "code", "short_label", f"{_UNITED_NATIONS} (short label of our own)"),
    ("u4ssc_kpis.csv", "u4ssc_kpi", "kpi_code", "name", "U4SSC (ITU-T Y.4903)"),
    ("countries.csv", "country", "alpha_2", "name", "ISO 3166-1"),
)
"""Files that hold one vocabulary each: its name, the columns of code and label, and where it was taken from."""


@transactional
def load_vocabularies() -> int:
    """Bring the terms to what the data files say, and return how many were new; terms are never taken away.

    So with what they are called in other languages.
    """
    kept = {(term.scheme, term.code): term for term in session().scalars(select(Term).order_by(Term.id))}
    new = 0
    for row in _rows():
        term = kept.get((row["scheme"], row["code"]))
        if term is None:
            term = kept[row["scheme"], row["code"]] = Term(scheme=row["scheme"], code=row["code"])
            session().add(term)
            new += 1
        term.label, term.source = row["label"], row["source"]
        term.position, term.is_verified = int(row["position"]), row["verified"] == "yes"
    session().flush()
    _load_labels(kept)
    return new


def _load_labels(terms: Mapping[tuple[str, str], Term]) -> None:
    kept = {
        (label.term_id, label.language): label
        for label in session().scalars(select(TermLabel).order_by(TermLabel.term_id, TermLabel.language))
    }
    for row in _read("term_labels.csv"):
        term = terms[row["scheme"], row["code"]]
        label = kept.get((term.id, row["language"]))
        if label is None:
            label = TermLabel(term_id=term.id, language=row["language"])
            session().add(label)
        label.label, label.source, label.is_verified = row["label"], row["source"], row["verified"] == "yes"


@transactional
def load_networks() -> int:
    """Bring the networks to what the file says, and return how many were new; networks are never taken away."""
    kept = {network.name: network for network in session().scalars(select(Network).order_by(Network.id))}
    new = 0
    for row in _read("networks.csv"):
        network = kept.get(row["name"])
        if network is None:
            network = Network(name=row["name"])
            session().add(network)
            new += 1
        _fill_network(network, row)
    return new


def _fill_network(network: Network, row: Mapping[str, str]) -> None:
    network.role, network.acronym, network.website = NetworkRole(row["role"]), row["acronym"], row["website"]
    network.seat, network.country, network.focus = row["seat"], row["country"], row["focus"]
    network.members, network.members_detail = _number(row["members"]), row["members_detail"]
    network.founded, network.contact_email = _number(row["founded"]), row["contact_email"]
    network.notes = row["notes"]
    network.as_of, network.source = int(row["as_of"]), row["source"]
    network.checked_on = date.fromisoformat(row["checked_on"]) if row["checked_on"] else None


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
    """Return the terms of all files, each as a row of `vocabularies.csv` has it."""
    yield from _read("vocabularies.csv")
    for file, scheme, code, label, source in _LISTS:
        for number, row in enumerate(_read(file), start=1):
            yield {
                "scheme": scheme,
                "code": row[code],
                "label": row[label],
                "position": str(number),
                "source": source,
                "verified": "yes",
            }


def _read(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
