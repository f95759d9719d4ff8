"""Questions about plans: what they are called, who is in them, what changed last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select

from ucap.core.database import rows
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.directory.models import Place, Programme, Term
from ucap.directory.queries import closest_label, tags_of
from ucap.history.models import Chain
from ucap.pairings.models import Pairing, Phase, Plan, Post, PostHolder, Side, SidePlace


@dataclass(frozen=True)
class PlaceFacts:
    """A place on a side; country is ISO 3166-1 alpha-2."""

    id: UUID
    name: str
    country: str


@dataclass(frozen=True)
class SideFacts:
    """A side of a pairing, its places in order; the language is the one its people write in."""

    id: UUID
    position: int
    language: str
    places: tuple[PlaceFacts, ...]

    @property
    def name(self) -> str:
        """Return the names of the side's places."""
        return ", ".join(place.name for place in self.places)

    @property
    def countries(self) -> list[str]:
        """Return the countries of the side's places, each once, in the order of the places."""
        return list(dict.fromkeys(place.country for place in self.places))


class BetweenSides:
    """What is called by the places on its sides, in their order."""

    sides: tuple[SideFacts, ...]

    @property
    def title(self) -> str:
        """Return the names of the sides, as people say them: Surat – Rotterdam."""
        return " – ".join(side.name for side in self.sides)

    @property
    def places(self) -> list[PlaceFacts]:
        """Return the places of all sides."""
        return [place for side in self.sides for place in side.places]


@dataclass(frozen=True)
class PlanFacts(BetweenSides):
    """A plan and its pairing, as plain values.

    Attributes:
        version: how many changes the plan has seen.
        paused_at: since when the pairing rests; None if it does not.
        theme: what the theme is called, in English unless it was asked for in another language.
    """

    id: UUID
    pairing_id: UUID
    programme_id: UUID
    programme: str
    theme_id: UUID
    theme: str
    topic: str
    phase: Phase
    version: int
    is_illustrative: bool
    paused_at: datetime | None
    pause_reason: str | None
    sides: tuple[SideFacts, ...]


_PERSON = bindparam("person_id", type_=Uuid())


def plans(plan_ids: Sequence[UUID] | None = None, language: str = DEFAULT_LANGUAGE) -> list[PlanFacts]:
    """Return these plans, or all, by the names of their places; one query, for it is asked on every page."""
    asked: dict[str, object] = {"languages": tags_of(language)}
    asked |= {} if plan_ids is None else {"plan_ids": list(plan_ids)}
    answer = rows(plans_statement() if plan_ids is None else _plans_of_ids(), asked)
    found = [plan_of(list(of_plan)) for _id, of_plan in groupby(answer, key=lambda row: row.id)]
    return sorted(found, key=lambda plan: (plan.title, plan.id))


def plan_of_id(plan_id: UUID) -> PlanFacts | None:
    """Return the plan."""
    return next(iter(plans([plan_id])), None)


@cache
def plans_statement(*, in_english: bool = False) -> Select[*tuple[Any, ...]]:
    """Return the question for all plans: a row for each place, in the order in which `plan_of` takes them.

    It asks for themes in the closest of `languages`, or in English, which is quicker.
    """
    return (
        select(
            Plan.id,
            Plan.pairing_id,
            Pairing.programme_id,
            Plan.is_illustrative,
            Programme.name.label("programme"),
            Pairing.theme_id,
            (Term.label if in_english else closest_label()).label("theme"),
            Pairing.topic,
            Pairing.phase,
            Pairing.paused_at,
            Pairing.pause_reason,
            Chain.length.label("version"),
            Side.id.label("side_id"),
            Side.position,
            func.coalesce(Pairing.common_language, Side.language).label("language"),
            Place.id.label("place_id"),
            Place.name,
            Place.country,
        )
        .join(Chain, Chain.id == Plan.id)
        .join(Pairing, Pairing.id == Plan.pairing_id)
        .join(Programme, Programme.id == Pairing.programme_id)
        .join(Term, Term.id == Pairing.theme_id)
        .join(Side, Side.pairing_id == Pairing.id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Place, Place.id == SidePlace.place_id)
        .order_by(Plan.id, Side.position, SidePlace.position, Place.id)
    )


@cache
def _plans_of_ids() -> Select[*tuple[Any, ...]]:
    return plans_statement().where(Plan.id.in_(bindparam("plan_ids", expanding=True, type_=Uuid())))


def plan_of(places: Sequence[Any]) -> PlanFacts:
    """Return the plan whose places these rows are; a place may be told several times."""
    first = places[0]
    return PlanFacts(
        id=first.id,
        pairing_id=first.pairing_id,
        programme_id=first.programme_id,
        programme=first.programme,
        theme_id=first.theme_id,
        theme=first.theme,
        topic=first.topic,
        phase=first.phase,
        version=first.version,
        is_illustrative=first.is_illustrative,
        sides=tuple(side_of(list(of_side)) for _id, of_side in groupby(places, key=lambda row: row.side_id)),
        paused_at=first.paused_at,
        pause_reason=first.pause_reason,
    )


def side_of(places: Sequence[Any]) -> SideFacts:
    """Return the side whose places these rows are."""
    first = places[0]
    facts = dict.fromkeys(PlaceFacts(row.place_id, row.name, row.country) for row in places)
    return SideFacts(first.side_id, first.position, first.language, tuple(facts))


def plans_of_person(person_id: UUID, language: str = DEFAULT_LANGUAGE) -> list[PlanFacts]:
    """Return the plans of the pairings in which the person holds a post on a side."""
    plan_ids = [row.id for row in rows(_ids_of_own_plans(), {"person_id": person_id})]
    return plans(plan_ids, language) if plan_ids else []


@cache
def _ids_of_own_plans() -> Select[*tuple[Any, ...]]:
    return (
        select(Plan.id)
        .join(Side, Side.pairing_id == Plan.pairing_id)
        .join(Post, Post.side_id == Side.id)
        .join(PostHolder, PostHolder.post_id == Post.id)
        .where(PostHolder.person_id == _PERSON, PostHolder.until.is_(None))
        .distinct()
        .order_by(Plan.id)
    )


def sides_of_people(pairing_id: UUID) -> dict[UUID, set[int]]:
    """Return, for everybody who holds or held a post in the pairing, the positions of the sides it is or was on."""
    statement = (
        select(PostHolder.person_id, Side.position)
        .join(Post, Post.id == PostHolder.post_id)
        .join(Side, Side.id == Post.side_id)
        .where(Side.pairing_id == pairing_id)
        .order_by(PostHolder.person_id, Side.position)
    )
    found: dict[UUID, set[int]] = {}
    for row in rows(statement):
        found.setdefault(row.person_id, set()).add(row.position)
    return found
