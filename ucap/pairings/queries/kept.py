"""What is kept with each pairing so that lists of thousands are sorted and searched quickly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.core.languages import country_names
from ucap.core.text import folded
from ucap.directory.models import Place, Term
from ucap.pairings.models import Pairing, Phase, Side, SidePlace

LONGEST_NAME_KEY = 200
_PHASES = list(Phase)


@dataclass(frozen=True)
class KeptForLists:
    """What follows from a pairing's own fields, its places and its theme."""

    name_key: str
    phase_order: int
    theme_order: int
    search_text: str


def kept_for_lists(pairing_ids: Sequence[UUID] | None = None) -> Mapping[UUID, KeptForLists]:
    """Return what should be kept with these pairings, or with all."""
    statement = (
        select(
            Pairing.id,
            Pairing.topic,
            Pairing.phase,
            Term.position.label("theme_order"),
            Side.position.label("side"),
            Place.name,
            Place.country,
        )
        .join(Term, Term.id == Pairing.theme_id)
        .join(Side, Side.pairing_id == Pairing.id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Place, Place.id == SidePlace.place_id)
        .order_by(Pairing.id, Side.position, SidePlace.position, Place.id)
    )
    if pairing_ids is not None:
        statement = statement.where(Pairing.id.in_(pairing_ids))
    rows = session().execute(statement).all()
    return {pairing_id: _kept(list(of_pairing)) for pairing_id, of_pairing in groupby(rows, key=attrgetter("id"))}


def _kept(rows: Sequence[Any]) -> KeptForLists:
    first = rows[0]
    sides = [", ".join(row.name for row in of_side) for _side, of_side in groupby(rows, key=attrgetter("side"))]
    countries = [name for row in rows for name in country_names(row.country)]
    words = [*(row.name for row in rows), *countries, first.topic]
    return KeptForLists(
        name_key=folded(" – ".join(sides))[:LONGEST_NAME_KEY],
        phase_order=_PHASES.index(first.phase),
        theme_order=first.theme_order,
        search_text="\n".join(dict.fromkeys(folded(word) for word in words)),
    )
