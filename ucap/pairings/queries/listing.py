"""Lists of pairings: what the reader may know of, narrowed down, sorted, and read a page at a time by key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from ucap.core.database import session
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.core.text import folded
from ucap.directory.models import Place, Term
from ucap.directory.queries import closest_label, tags_of
from ucap.pairings.models import Pairing, Phase, Plan, PlanExpert, Post, PostHolder, Role, Side, SidePlace
from ucap.pairings.queries.plans import BetweenSides, PlaceFacts, SideFacts

PAGE = 50
MOST_ON_MAP = 200
_MOST_WORDS = 8


class Sorting(StrEnum):
    """What a list is sorted by."""

    PLACES = "places"
    PHASE = "phase"
    THEME = "theme"
    CHANGED = "changed"


_KEYS: Mapping[Sorting, tuple[InstrumentedAttribute[Any], ...]] = {
    Sorting.PLACES: (Pairing.name_key, Pairing.id),
    Sorting.PHASE: (Pairing.phase_order, Pairing.name_key, Pairing.id),
    Sorting.THEME: (Pairing.theme_order, Pairing.name_key, Pairing.id),
    Sorting.CHANGED: (Pairing.changed_at, Pairing.id),
}
_NEWEST_FIRST = {Sorting.CHANGED}


@dataclass(frozen=True)
class Reach:
    """Which pairings somebody may open: those of whole programmes, and single ones."""

    programme_ids: frozenset[UUID]
    pairing_ids: frozenset[UUID]

    def condition(self) -> ColumnElement[bool]:
        """Return the condition on pairings; of one programme in a form for which its index is in order."""
        parts: list[ColumnElement[bool]] = []
        if len(self.programme_ids) == 1:
            parts.append(Pairing.programme_id == next(iter(self.programme_ids)))
        elif self.programme_ids:
            parts.append(Pairing.programme_id.in_(self.programme_ids))
        if self.pairing_ids:
            parts.append(Pairing.id.in_(self.pairing_ids))
        return or_(*parts) if parts else false()


def reach_of(person_id: UUID) -> Reach:
    """Return which pairings the person may open; one question, for it is asked with every list.

    It is what `permissions.may_view_pairing` says of each: a post on a side, the programme's coordination, or a plan
    that was given to them as an expert.
    """
    statement = (
        select(Post.role, Post.programme_id, Side.pairing_id, Plan.pairing_id.label("given_id"))
        .join(PostHolder, PostHolder.post_id == Post.id)
        .outerjoin(Side, Side.id == Post.side_id)
        .outerjoin(PlanExpert, and_(PlanExpert.post_id == Post.id, Post.role == Role.EXPERT))
        .outerjoin(Plan, Plan.id == PlanExpert.plan_id)
        .where(PostHolder.person_id == person_id, PostHolder.until.is_(None))
        .order_by(Post.id, Plan.id)
    )
    rows = session().execute(statement).all()
    coordinated = (row.programme_id for row in rows if row.role is Role.COORDINATOR)
    single = (pairing_id for row in rows for pairing_id in (row.pairing_id, row.given_id) if pairing_id)
    return Reach(frozenset(coordinated), frozenset(single))


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed down to; what is None or empty asks for nothing.

    Attributes:
        text: words that places, countries or the topic have.
        theme: the code of a theme.
        country: ISO 3166-1 alpha-2.
        is_paused: whether only those that rest are asked for.
    """

    text: str = ""
    theme: str | None = None
    country: str | None = None
    phase: Phase | None = None
    is_paused: bool = False
    sorting: Sorting = Sorting.PLACES

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions on pairings."""
        for word in folded(self.text).split()[:_MOST_WORDS]:
            yield Pairing.search_text.contains(word, autoescape=True)
        if self.theme:
            yield Pairing.theme_id.in_(select(Term.id).where(Term.code == self.theme))
        if self.country:
            yield Pairing.id.in_(_pairings_in(self.country))
        if self.phase:
            yield Pairing.phase == self.phase
        if self.is_paused:
            yield Pairing.paused_at.is_not(None)


def _pairings_in(country: str) -> Select[UUID]:
    """Select the pairings that have a place in the country."""
    return (
        select(Side.pairing_id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Place, Place.id == SidePlace.place_id)
        .where(Place.country == country)
        .correlate(None)
    )


@dataclass(frozen=True)
class Turn:
    """Where a page begins: after a pairing of the list, or before it; at the beginning, if neither is given."""

    after: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True)
class ListedPairing(BetweenSides):
    """A pairing in a list."""

    id: UUID
    sides: tuple[SideFacts, ...]
    plan_ids: tuple[UUID, ...]
    theme: str
    topic: str
    phase: Phase
    paused_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True)
class PairingsOnPage:
    """A page of a list; where it can be turned to, if there is more."""

    pairings: Sequence[ListedPairing]
    has_earlier: bool
    has_later: bool


def count_of_pairings(reach: Reach, asked: Asked) -> int:
    """Return how many pairings are asked for."""
    statement = select(func.count()).select_from(Pairing).where(reach.condition(), *asked.conditions())
    return session().scalar(statement) or 0


def counts_by_phase(reach: Reach) -> dict[Phase, int]:
    """Return how many pairings are in each phase; phases without any are left out."""
    statement = select(Pairing.phase, func.count().label("pairings")).where(reach.condition()).group_by(Pairing.phase)
    return {row.phase: row.pairings for row in session().execute(statement)}


def pairings_on_page(
    reach: Reach, asked: Asked, turn: Turn, language: str = DEFAULT_LANGUAGE, *, most: int | None = None
) -> PairingsOnPage:
    """Return a page of the pairings asked for; at most two questions, wherever in the list it is."""
    most = most or PAGE
    keys = _KEYS[asked.sorting]
    start = _keys_of(turn.after or turn.before, keys)
    is_backwards = start is not None and turn.after is None
    is_descending = (asked.sorting in _NEWEST_FIRST) is not is_backwards
    statement = select(Pairing).where(reach.condition(), *asked.conditions())
    if start is not None:
        limit = tuple_(*(literal(value, column.type) for value, column in zip(start, keys, strict=True)))
        statement = statement.where(tuple_(*keys) < limit if is_descending else tuple_(*keys) > limit)
    ordered = [column.desc() if is_descending else column.asc() for column in keys]
    listed = _listed(statement.order_by(*ordered).limit(most + 1).subquery("listed"), keys, is_descending=is_descending)
    rows = session().execute(listed, {"languages": tags_of(language)}).all()
    found = [_pairing(list(of_pairing)) for _id, of_pairing in groupby(rows, key=attrgetter("id"))]
    more, shown = len(found) > most, found[:most]
    if is_backwards:
        return PairingsOnPage(shown[::-1], has_earlier=more, has_later=True)
    return PairingsOnPage(shown, has_earlier=start is not None, has_later=more)


def _keys_of(pairing_id: UUID | None, keys: Sequence[InstrumentedAttribute[Any]]) -> Sequence[Any] | None:
    """Return what the pairing is sorted by; None if there is none, as when it was taken away meanwhile."""
    if pairing_id is None:
        return None
    return session().execute(select(*keys).where(Pairing.id == pairing_id)).one_or_none()


def _listed(
    listed: Subquery, keys: Sequence[InstrumentedAttribute[Any]], *, is_descending: bool
) -> Select[*tuple[Any, ...]]:
    columns = listed.c
    ordered = [columns[key.key].desc() if is_descending else columns[key.key].asc() for key in keys]
    return (
        select(
            *(columns[name] for name in ("id", "topic", "phase", "paused_at", "changed_at")),
            closest_label().label("theme"),
            Side.id.label("side_id"),
            Side.position,
            Side.language,
            Place.id.label("place_id"),
            Place.name,
            Place.country,
            Plan.id.label("plan_id"),
        )
        .join(Term, Term.id == columns.theme_id)
        .join(Side, Side.pairing_id == columns.id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Place, Place.id == SidePlace.place_id)
        .outerjoin(Plan, Plan.pairing_id == columns.id)
        .order_by(*ordered, Side.position, SidePlace.position, Place.id, Plan.id)
    )


def _pairing(rows: Sequence[Any]) -> ListedPairing:
    first = rows[0]
    sides = []
    for side_id, of_side in groupby(rows, key=attrgetter("side_id")):
        own = list(of_side)
        places = {row.place_id: PlaceFacts(row.place_id, row.name, row.country) for row in own}
        sides.append(SideFacts(side_id, own[0].position, own[0].language, tuple(places.values())))
    return ListedPairing(
        id=first.id,
        sides=tuple(sides),
        plan_ids=tuple(dict.fromkeys(row.plan_id for row in rows if row.plan_id)),
        theme=first.theme,
        topic=first.topic,
        phase=first.phase,
        paused_at=first.paused_at,
        changed_at=first.changed_at,
    )


@dataclass(frozen=True)
class Answers:
    """What a list can be narrowed down to: themes by code and label, and countries."""

    themes: Sequence[tuple[str, str]]
    countries: Sequence[str]


def answers_within(reach: Reach, language: str = DEFAULT_LANGUAGE) -> Answers:
    """Return the themes and countries of the pairings within reach.

    Of whole programmes it is not counted who is where, for that takes as long as there are many.
    """
    own = true() if reach.programme_ids else Pairing.id.in_(reach.pairing_ids)
    of_theme = exists().where(Pairing.theme_id == Term.id, own)
    of_place = exists().where(SidePlace.place_id == Place.id, Side.id == SidePlace.side_id)
    of_place = of_place.where(Pairing.id == Side.pairing_id, own) if not reach.programme_ids else of_place
    themes = select(Term.position.label("order"), Term.code, closest_label().label("label")).where(of_theme)
    countries = select(literal(0).label("order"), Place.country, null()).where(of_place).distinct()
    rows: Sequence[Any] = session().execute(union_all(themes, countries), {"languages": tags_of(language)}).all()
    named = sorted((row for row in rows if row.label is not None), key=lambda row: (row.order, row.code))
    return Answers([(row.code, row.label) for row in named], sorted(row.code for row in rows if row.label is None))


@dataclass(frozen=True)
class PlacePoint:
    """Where a place of a pairing lies; latitude and longitude are None if nobody knows."""

    pairing_id: UUID
    side: int
    place_id: UUID
    name: str
    country: str
    latitude: float | None
    longitude: float | None


def points_of(reach: Reach, asked: Asked, only: Sequence[UUID] | None = None) -> list[PlacePoint]:
    """Return where the places of the pairings asked for lie, or of those among them that are named."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            Pairing.id,
            Side.position,
            Place.id.label("place_id"),
            Place.name,
            Place.country,
            Place.latitude,
            Place.longitude,
        )
        .join(Side, Side.pairing_id == Pairing.id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Place, Place.id == SidePlace.place_id)
        .order_by(Pairing.name_key, Pairing.id, Side.position, SidePlace.position, Place.id)
    )
    if only is None:
        statement = statement.where(reach.condition(), *asked.conditions())
    else:
        statement = statement.where(Pairing.id.in_(only))
    return [PlacePoint(*row) for row in session().execute(statement)]
