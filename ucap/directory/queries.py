"""Questions to the vocabularies and the list of networks."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, or_, select

from ucap.core.database import rows, session
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.core.text import folded
from ucap.directory.models import Network, NetworkPlace, NetworkRole, Organisation, Place, Term, TermLabel

_CROSSWALK = Path(__file__).resolve().parent / "data" / "crosswalk.csv"
_SCHEMES = "scheme"
"""The vocabulary whose terms are the names of the others."""

_WHOLES = {"sdg_target": "sdg_goal"}
"""Vocabularies whose terms are parts of another's: the code before the point is that of the whole."""

PARTNERSHIP = ("partnership", "itself")
"""Stands in the crosswalk for what every pairing does, whatever its theme."""


@dataclass(frozen=True)
class TermFacts:
    """A term as plain values.

    Attributes:
        label: in the reader's language if it is known in that, else in English.
        heading: what it stands under in a list: the whole it is a part of, or else its vocabulary.
        is_verified: whether term and label were checked against their sources.
        language: that of the label, as a BCP 47 tag.
    """

    id: UUID
    scheme: str
    code: str
    label: str
    heading: str = ""
    is_verified: bool = True
    language: str = DEFAULT_LANGUAGE


def terms_of(schemes: Sequence[str], language: str = DEFAULT_LANGUAGE) -> list[TermFacts]:
    """Return the terms of these vocabularies, each in its order, with labels in the language where they are known."""
    asked = {"schemes": [_SCHEMES, *_WHOLES.values(), *schemes], "languages": tags_of(language)}
    terms = term_facts(rows(_terms(), asked))
    labels = {(term.scheme, term.code): term.label for term in terms}
    return [replace(term, heading=_heading(term, labels)) for term in terms if term.scheme in schemes]


def tags_of(language: str) -> list[str]:
    """Return the tags under which a label for a reader of the language may be kept: fr-CA, and fr."""
    parts = language.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def term_facts(kept: Iterable[Row[*tuple[Any, ...]]]) -> list[TermFacts]:
    """Return each term once; of the labels found for it, the one for the closest language."""
    found: dict[UUID, TermFacts] = {}
    for row in kept:
        known = found.get(row.id)
        if known is None or len(row.language or "") > len(known.language):
            found[row.id] = _term(row)
    return list(found.values())


def _term(row: Row[*tuple[Any, ...]]) -> TermFacts:
    if row.language is None:
        return TermFacts(row.id, row.scheme, row.code, row.label, is_verified=row.is_verified)
    is_verified = row.is_verified and row.is_label_verified
    return TermFacts(row.id, row.scheme, row.code, row.own_label, is_verified=is_verified, language=row.language)


def with_labels() -> Select[*tuple[Any, ...]]:
    """Return the question for terms with what they are called in `languages`, if they are called anything there."""
    return select(
        Term.id,
        Term.scheme,
        Term.code,
        Term.label,
        Term.is_verified,
        TermLabel.language,
        TermLabel.label.label("own_label"),
        TermLabel.is_verified.label("is_label_verified"),
    ).outerjoin(
        TermLabel,
        (TermLabel.term_id == Term.id) & TermLabel.language.in_(bindparam("languages", expanding=True)),
    )


def closest_label() -> ColumnElement[str]:
    """Return what a term of an enclosing question is called in the closest of `languages`, or else in English."""
    own = (
        select(TermLabel.label)
        .where(TermLabel.term_id == Term.id, TermLabel.language.in_(bindparam("languages", expanding=True)))
        .order_by(func.length(TermLabel.language).desc())
        .limit(1)
        .correlate(Term)
    )
    return func.coalesce(own.scalar_subquery(), Term.label)


@cache
def _terms() -> Select[*tuple[Any, ...]]:
    return (
        with_labels()
        .where(Term.scheme.in_(bindparam("schemes", expanding=True)))
        .order_by(Term.scheme, Term.position, Term.id, TermLabel.language)
    )


def _heading(term: TermFacts, labels: Mapping[tuple[str, str], str]) -> str:
    whole = term.code.partition(".")[0]
    label = labels.get((_WHOLES.get(term.scheme, ""), whole))
    return f"{whole} {label}" if label else labels.get((_SCHEMES, term.scheme), "")


def terms_named(term_ids: Sequence[UUID], language: str = DEFAULT_LANGUAGE) -> dict[UUID, TermFacts]:
    """Return these terms by their ids, without their headings."""
    asked = {"term_ids": list(term_ids), "languages": tags_of(language)}
    return {term.id: term for term in term_facts(rows(_terms_named(), asked))}


def label_in(language: str, term_id: UUID, label: str) -> str:
    """Return what the term, whose English label is known, is called in the language if that is known."""
    return label if language == DEFAULT_LANGUAGE else terms_named([term_id], language)[term_id].label


@cache
def _terms_named() -> Select[*tuple[Any, ...]]:
    return with_labels().where(Term.id.in_(bindparam("term_ids", expanding=True))).order_by(Term.id, TermLabel.language)


def term_by_code(scheme: str, code: str) -> TermFacts | None:
    """Return the term with this code."""
    return next((term for term in terms_of([scheme]) if term.code == code), None)


@cache
def crosswalk() -> Mapping[tuple[str, str], frozenset[tuple[str, str]]]:
    """Return, for a term, those of other vocabularies that are often chosen with it; each by scheme and code."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    with _CROSSWALK.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["from_scheme"], row["from_code"]].add((row["to_scheme"], row["to_code"]))
    return {term: frozenset(others) for term, others in found.items()}


@dataclass(frozen=True)
class VocabularyFacts:
    """A vocabulary as plain values.

    Attributes:
        language: that of the name, as a BCP 47 tag.
        unverified_count: how many terms nobody has compared with their source yet.
        sources: where its terms were taken from.
    """

    scheme: str
    name: str
    language: str
    term_count: int
    unverified_count: int
    sources: Sequence[str]


def vocabularies(language: str) -> list[VocabularyFacts]:
    """Return all vocabularies by their names, but the one that holds the names; two questions."""
    names = {term.code: term for term in terms_of([_SCHEMES], language)}
    statement = (
        select(Term.scheme, Term.source, func.count(), func.sum(case((Term.is_verified, 0), else_=1)))
        .where(Term.scheme != _SCHEMES)
        .group_by(Term.scheme, Term.source)
        .order_by(Term.scheme, Term.source)
    )
    found = [
        _vocabulary(scheme, [row[1:] for row in kept], names.get(scheme))
        for scheme, kept in groupby(session().execute(statement).all(), key=itemgetter(0))
    ]
    return sorted(found, key=lambda one: (folded(one.name), one.scheme))


def _vocabulary(scheme: str, kept: Sequence[Any], named: TermFacts | None) -> VocabularyFacts:
    return VocabularyFacts(
        scheme=scheme,
        name=named.label if named else scheme,
        language=named.language if named else DEFAULT_LANGUAGE,
        term_count=sum(count for _source, count, _unverified in kept),
        unverified_count=sum(unverified for _source, _count, unverified in kept),
        sources=[source for source, _count, _unverified in kept],
    )


def has_vocabulary(scheme: str) -> bool:
    """Tell whether there is a vocabulary of the name to look at; the one that holds the names is none."""
    statement = select(Term.id).where(Term.scheme == scheme, Term.scheme != _SCHEMES).limit(1)
    return session().execute(statement).first() is not None


@dataclass(frozen=True)
class LabelFacts:
    """What a term is called in a language."""

    language: str
    label: str
    source: str
    is_verified: bool


@dataclass(frozen=True)
class TermEntry:
    """A term as its vocabulary lists it: its own label, source and mark, and what it is called in other languages."""

    code: str
    label: str
    source: str
    is_verified: bool
    labels: Sequence[LabelFacts]


def entries_of_vocabulary(scheme: str) -> list[TermEntry]:
    """Return the terms of the vocabulary in their order, with all their labels; one question."""
    statement = (
        select(
            Term.id,
            Term.code,
            Term.label,
            Term.source,
            Term.is_verified,
            TermLabel.language,
            TermLabel.label.label("own_label"),
            TermLabel.source.label("own_source"),
            TermLabel.is_verified.label("is_label_verified"),
        )
        .outerjoin(TermLabel, TermLabel.term_id == Term.id)
        .where(Term.scheme == scheme)
        .order_by(Term.position, Term.id, TermLabel.language)
    )
    kept = session().execute(statement).all()
    return [_term_entry(list(of_term)) for _id, of_term in groupby(kept, key=attrgetter("id"))]


def _term_entry(kept: Sequence[Any]) -> TermEntry:
    first = kept[0]
    labels = [
        LabelFacts(row.language, row.own_label, row.own_source, row.is_label_verified) for row in kept if row.language
    ]
    return TermEntry(first.code, first.label, first.source, first.is_verified, labels)


@dataclass(frozen=True)
class NetworkFacts:
    """A network as plain values; what each means stands at `Network`."""

    id: UUID
    name: str
    acronym: str
    role: NetworkRole
    website: str
    seat: str
    country: str
    members: int | None
    members_detail: str
    founded: int | None
    focus: str
    contact_email: str
    notes: str
    as_of: int
    source: str
    checked_on: date | None


@cache
def _networks() -> Select[*tuple[Any, ...]]:
    columns = [getattr(Network, one.name) for one in fields(NetworkFacts)]
    return select(*columns).order_by(func.lower(Network.name), Network.id)


def networks() -> list[NetworkFacts]:
    """Return all networks by their names."""
    return [NetworkFacts(*row) for row in session().execute(_networks())]


def network_by_id(network_id: UUID) -> NetworkFacts | None:
    """Return the network; None if there is none."""
    row = session().execute(_networks().where(Network.id == network_id)).one_or_none()
    return NetworkFacts(*row) if row else None


def networks_of_place(place_id: UUID) -> list[NetworkFacts]:
    """Return the networks that the place belongs to, by their names."""
    statement = _networks().join(NetworkPlace, NetworkPlace.network_id == Network.id)
    return [NetworkFacts(*row) for row in session().execute(statement.where(NetworkPlace.place_id == place_id))]


@dataclass(frozen=True)
class PlaceName:
    """A place by name and country (ISO 3166-1 alpha-2)."""

    id: UUID
    name: str
    country: str


def places_of_network(network_id: UUID) -> list[PlaceName]:
    """Return the places that are known to belong to the network, by their names."""
    statement = (
        select(Place.id, Place.name, Place.country)
        .join(NetworkPlace, NetworkPlace.place_id == Place.id)
        .where(NetworkPlace.network_id == network_id)
        .order_by(Place.name_key, Place.id)
    )
    return [PlaceName(*row) for row in session().execute(statement)]


def merged_places(place_ids: Collection[UUID]) -> dict[UUID, tuple[str, UUID]]:
    """Return those of the places that were merged into another: what each was called, and the other."""
    statement = select(Place.id, Place.name, Place.merged_into_id).where(
        Place.id.in_(place_ids), Place.merged_into_id.is_not(None)
    )
    return {row.id: (row.name, row.merged_into_id) for row in session().execute(statement.order_by(Place.id))}


@dataclass(frozen=True)
class OrganisationName:
    """An organisation where only its name is needed."""

    id: UUID
    name: str
    place: str = ""

    @property
    def label(self) -> str:
        """Return the name with the place, which tells organisations of one name apart."""
        return f"{self.name} ({self.place})" if self.place else self.name


def organisations_of_places(
    place_ids: Collection[UUID], *, text: str = "", most: int | None = None
) -> list[OrganisationName]:
    """Return the organisations in the registers of these places, but for those archived, by their names.

    Args:
        text: a part of the name, or the whole with the place behind it in brackets.
        most: how many to return; all if it is None.
    """
    statement = (
        select(Organisation.id, Organisation.name, Place.name)
        .join(Place, Place.id == Organisation.place_id)
        .where(Organisation.place_id.in_(place_ids), Organisation.archived_at.is_(None))
    )
    if text:
        wanted = {folded(text), folded(text.rpartition(" (")[0]) if text.endswith(")") else ""} - {""}
        parts = [Organisation.name_key.contains(one, autoescape=True) for one in sorted(wanted)]
        statement = statement.where(or_(*parts))
        statement = statement.order_by(case((Organisation.name_key.in_(wanted), 0), else_=1))
    statement = statement.order_by(Organisation.name_key, Place.name_key, Organisation.id)
    found = session().execute(statement if most is None else statement.limit(most))
    return [OrganisationName(*row) for row in found]


def organisation_of_places(organisation_id: UUID, place_ids: Collection[UUID]) -> OrganisationName | None:
    """Return the organisation if it is in the register of one of these places, be it archived, and not merged."""
    statement = (
        select(Organisation.id, Organisation.name, Place.name)
        .join(Place, Place.id == Organisation.place_id)
        .where(
            Organisation.id == organisation_id,
            Organisation.place_id.in_(place_ids),
            Organisation.merged_into_id.is_(None),
        )
    )
    row = session().execute(statement).one_or_none()
    return OrganisationName(*row) if row else None


def in_registers(organisation_ids: Collection[UUID], place_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the organisations that are in the register of one of these places, be it archived, not merged."""
    return {row.id for row in rows(_in_registers(), {"ids": list(organisation_ids), "places": list(place_ids)})}


@cache
def _in_registers() -> Select[UUID]:
    return select(Organisation.id).where(
        Organisation.id.in_(bindparam("ids", expanding=True)),
        Organisation.place_id.in_(bindparam("places", expanding=True)),
        Organisation.merged_into_id.is_(None),
    )
