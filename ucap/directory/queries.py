"""Questions to the vocabularies."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select

from ucap.core.database import rows
from ucap.directory.models import Term

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
        heading: what it stands under in a list: the whole it is a part of, or else its vocabulary.
        is_verified: whether it was checked against its source.
    """

    id: UUID
    scheme: str
    code: str
    label: str
    heading: str = ""
    is_verified: bool = True


def terms_of(schemes: Sequence[str]) -> list[TermFacts]:
    """Return the terms of these vocabularies, each in its order."""
    kept = rows(_terms(), {"schemes": [_SCHEMES, *_WHOLES.values(), *schemes]})
    labels = {(row.scheme, row.code): row.label for row in kept}
    return [
        TermFacts(row.id, row.scheme, row.code, row.label, _heading(row, labels), row.is_verified)
        for row in kept
        if row.scheme in schemes
    ]


@cache
def _terms() -> Select[*tuple[Any, ...]]:
    return (
        select(Term.id, Term.scheme, Term.code, Term.label, Term.is_verified)
        .where(Term.scheme.in_(bindparam("schemes", expanding=True)))
        .order_by(Term.scheme, Term.position, Term.id)
    )


def _heading(term: Row[*tuple[Any, ...]], labels: Mapping[tuple[str, str], str]) -> str:
    whole = term.code.partition(".")[0]
    label = labels.get((_WHOLES.get(term.scheme, ""), whole))
    return f"{whole} {label}" if label else labels.get((_SCHEMES, term.scheme), "")


def terms_named(term_ids: Sequence[UUID]) -> dict[UUID, TermFacts]:
    """Return these terms by their ids, without their headings."""
    found = rows(_terms_named(), {"term_ids": list(term_ids)})
    return {row.id: TermFacts(row.id, row.scheme, row.code, row.label, is_verified=row.is_verified) for row in found}


@cache
def _terms_named() -> Select[*tuple[Any, ...]]:
    return (
        select(Term.id, Term.scheme, Term.code, Term.label, Term.is_verified)
        .where(Term.id.in_(bindparam("term_ids", expanding=True)))
        .order_by(Term.id)
    )


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
