"""Questions to the vocabularies."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.directory.models import Term


@dataclass(frozen=True)
class TermFacts:
    """A term as plain values."""

    id: UUID
    scheme: str
    code: str
    label: str


def terms_of(schemes: Sequence[str]) -> list[TermFacts]:
    """Return the terms of these vocabularies, each in its order."""
    statement = (
        select(Term.id, Term.scheme, Term.code, Term.label)
        .where(Term.scheme.in_(schemes))
        .order_by(Term.scheme, Term.position, Term.id)
    )
    return [TermFacts(*row) for row in session().execute(statement)]


def terms_named(term_ids: Sequence[UUID]) -> dict[UUID, TermFacts]:
    """Return these terms by their ids."""
    statement = select(Term.id, Term.scheme, Term.code, Term.label).where(Term.id.in_(term_ids)).order_by(Term.id)
    return {row.id: TermFacts(*row) for row in session().execute(statement)}


def term_by_code(scheme: str, code: str) -> TermFacts | None:
    """Return the term with this code."""
    return next((term for term in terms_of([scheme]) if term.code == code), None)
