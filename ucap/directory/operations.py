"""Loading the vocabularies."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import select

from ucap.core.database import session, transactional
from ucap.directory.models import Term

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
