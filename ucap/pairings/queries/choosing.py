"""What a form of a pairing offers to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from ucap.core.database import session
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.directory.models import Place, Term
from ucap.directory.queries import closest_label, tags_of
from ucap.pairings.queries.plans import PlaceFacts
from ucap.pairings.rules import THEMES


@dataclass(frozen=True)
class Choosable:
    """Themes by their ids and names, and places."""

    themes: Sequence[tuple[UUID, str]]
    places: Sequence[PlaceFacts]


def choosable(theme_id: UUID | None = None, language: str = DEFAULT_LANGUAGE) -> Choosable:
    """Return the themes, that of a pairing included, and all places that are no duplicates, by name."""
    wanted = Term.scheme == THEMES if theme_id is None else or_(Term.scheme == THEMES, Term.id == theme_id)
    labelled = select(Term.id, closest_label().label("label")).where(wanted).order_by(Term.position, Term.id)
    themes = session().execute(labelled, {"languages": tags_of(language)})
    places = select(Place.id, Place.name, Place.country).where(Place.merged_into_id.is_(None))
    rows = session().execute(places.order_by(Place.name_key, Place.id))
    return Choosable([(row.id, row.label) for row in themes], [PlaceFacts(*row) for row in rows])
