"""Questions about organisations: lists of a register, one of them, and where a place stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.core.paging import page_by_key
from ucap.core.text import folded
from ucap.directory.models import Helix, Organisation, Place, Term
from ucap.entries.models import Entry
from ucap.pairings.models import Pairing, Plan, Post, PostHolder, Role, Side, SidePlace
from ucap.stakeholders.models.entries import Stakeholder
from ucap.stakeholders.permissions import Standing

PAGE = 50
_MOST_NAMES = 5


@dataclass(frozen=True)
class OrganisationFacts:
    """An organisation as plain values; what each means stands at `Organisation`."""

    id: UUID
    place_id: UUID
    place: str
    country: str
    name: str
    helix: Helix
    subtype_id: UUID | None
    website: str
    languages: list[str]
    note: str
    version: int
    archived_at: datetime | None
    merged_into_id: UUID | None


def _facts() -> Select[*tuple[Any, ...]]:
    return select(
        Organisation.id,
        Organisation.place_id,
        Place.name.label("place"),
        Place.country,
        Organisation.name,
        Organisation.helix,
        Organisation.subtype_id,
        Organisation.website,
        Organisation.languages,
        Organisation.note,
        Organisation.version,
        Organisation.archived_at,
        Organisation.merged_into_id,
    ).join(Place, Place.id == Organisation.place_id)


@dataclass(frozen=True)
class RegisterFilter:
    """Which organisations of a place to list.

    Attributes:
        text: a part of the name.
        is_archived: whether those are wanted that nobody new is asked of.
    """

    text: str = ""
    helix: Helix | None = None
    subtype_id: UUID | None = None
    is_archived: bool = False


@dataclass(frozen=True)
class RegisterPage:
    """A page of a register.

    Attributes:
        total: how many the whole list has.
        has_earlier: whether there is a page before this one; `has_later` after it.
    """

    organisations: Sequence[OrganisationFacts]
    total: int
    has_earlier: bool
    has_later: bool


def register_of_place(
    place_id: UUID, wanted: RegisterFilter, *, after: UUID | None = None, before: UUID | None = None
) -> RegisterPage:
    """Return those organisations of the list that follow one of it, or come before it; the first if none is known."""
    conditions = _conditions(place_id, wanted)
    total = session().scalar(select(func.count()).select_from(Organisation).where(*conditions)) or 0
    page = page_by_key(
        _facts().where(*conditions),
        (Organisation.name_key.expression, Organisation.id.expression),
        Organisation.id.expression,
        size=PAGE,
        after=after,
        before=before,
    )
    return RegisterPage([OrganisationFacts(*row) for row in page.rows], total, page.has_earlier, page.has_later)


def _conditions(place_id: UUID, wanted: RegisterFilter) -> list[ColumnElement[bool]]:
    is_archived = Organisation.archived_at.is_not(None)
    conditions: list[ColumnElement[bool]] = [
        Organisation.place_id == place_id,
        is_archived if wanted.is_archived else ~is_archived,
        Organisation.merged_into_id.is_(None),
    ]
    if wanted.text:
        conditions.append(Organisation.name_key.contains(folded(wanted.text), autoescape=True))
    if wanted.helix:
        conditions.append(Organisation.helix == wanted.helix)
    if wanted.subtype_id:
        conditions.append(Organisation.subtype_id == wanted.subtype_id)
    return conditions


def organisation_by_id(organisation_id: UUID) -> OrganisationFacts | None:
    """Return the organisation; None if there is none."""
    row = session().execute(_facts().where(Organisation.id == organisation_id)).one_or_none()
    return OrganisationFacts(*row) if row else None


def organisations_by_ids(organisation_ids: Collection[UUID]) -> dict[UUID, OrganisationFacts]:
    """Return these organisations by their ids."""
    statement = _facts().where(Organisation.id.in_(organisation_ids)).order_by(Organisation.id)
    return {row.id: OrganisationFacts(*row) for row in session().execute(statement)}


def whole_register(place_id: UUID) -> list[OrganisationFacts]:
    """Return all organisations of the place but for those merged, archived ones, too, by their names."""
    statement = _facts().where(Organisation.place_id == place_id, Organisation.merged_into_id.is_(None))
    in_order = statement.order_by(Organisation.name_key, Organisation.id)
    return [OrganisationFacts(*row) for row in session().execute(in_order)]


def organisations_of(place_ids: Collection[UUID]) -> list[UUID]:
    """Return the ids of all organisations of the places, of merged and archived ones, too."""
    statement = select(Organisation.id).where(Organisation.place_id.in_(place_ids)).order_by(Organisation.id)
    return list(session().scalars(statement))


def organisations_merged_into(organisation_id: UUID) -> dict[UUID, str]:
    """Return the names of the organisations that turned out to be duplicates of this one."""
    statement = select(Organisation.id, Organisation.name).where(Organisation.merged_into_id == organisation_id)
    in_order = statement.order_by(Organisation.name_key, Organisation.id)
    return {row.id: row.name for row in session().execute(in_order)}


def is_in_a_plan(organisation_id: UUID) -> bool:
    """Tell whether an entry of a plan names the organisation, be it deleted."""
    own = Stakeholder.__table__.c
    return session().scalar(select(own.id).where(own.organisation_id == organisation_id).limit(1)) is not None


def organisations_to_ask(
    place_ids: Collection[UUID], helices: Collection[Helix], *, but: Collection[UUID]
) -> list[OrganisationFacts]:
    """Return the first organisations of each place and helix that are none of these, by their names."""
    number = func.row_number().over(
        partition_by=(Organisation.place_id, Organisation.helix), order_by=(Organisation.name_key, Organisation.id)
    )
    ranked = (
        select(Organisation.id, number.label("number"))
        .where(
            Organisation.place_id.in_(place_ids),
            Organisation.helix.in_(helices),
            Organisation.archived_at.is_(None),
            Organisation.id.not_in(but),
        )
        .subquery()
    )
    statement = _facts().join(ranked, ranked.c.id == Organisation.id).where(ranked.c.number <= _MOST_NAMES)
    return [
        OrganisationFacts(*row) for row in session().execute(statement.order_by(Organisation.name_key, Organisation.id))
    ]


def organisation_to_change(organisation_id: UUID) -> Organisation | None:
    """Lock the organisation until the transaction ends, and return it as it stands now; None if there is none."""
    statement = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    return session().scalar(statement, execution_options={"populate_existing": True})


def is_name_taken(place_id: UUID, name: str, *, but: UUID | None = None) -> bool:
    """Tell whether the place has another organisation of this name, written with or without accents."""
    statement = select(Organisation.id).where(
        Organisation.place_id == place_id,
        Organisation.name_key == folded(name)[:200],
        Organisation.merged_into_id.is_(None),
    )
    if but is not None:
        statement = statement.where(Organisation.id != but)
    return session().scalar(statement.limit(1)) is not None


def helix_of_subtype(subtype_id: UUID | None, scheme: str) -> str | None:
    """Return the helix of a kind of organisations; nothing for none, None if there is no such kind."""
    if subtype_id is None:
        return ""
    code = session().scalar(select(Term.code).where(Term.id == subtype_id, Term.scheme == scheme))
    return None if code is None else code.partition("-")[0]


def standing_of_place(place_id: UUID) -> Standing:
    """Return where the place stands."""
    statement = (
        select(Side.id, Pairing.programme_id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Pairing, Pairing.id == Side.pairing_id)
        .where(SidePlace.place_id == place_id)
        .order_by(Side.id)
    )
    rows = session().execute(statement).all()
    return Standing({row.id for row in rows}, {row.programme_id for row in rows})


def keepers_of_register(side_ids: Collection[UUID]) -> list[str]:
    """Return the names of the first people who keep the register of a place on these sides."""
    statement = (
        select(Person.name)
        .join(PostHolder, PostHolder.person_id == Person.id)
        .join(Post, Post.id == PostHolder.post_id)
        .where(
            Post.role.in_((Role.LEAD, Role.EDITOR)),
            Post.side_id.in_(side_ids),
            PostHolder.until.is_(None),
            Person.is_active,
        )
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
        .limit(_MOST_NAMES)
    )
    return list(session().scalars(statement))


def plans_with(organisation_id: UUID) -> list[tuple[UUID, UUID]]:
    """Return the plans, each with its pairing, in which the organisation is a stakeholder."""
    entry = Entry.__table__.c
    statement = (
        select(Plan.id, Plan.pairing_id)
        .join(Entry.__table__, entry.plan_id == Plan.id)
        .join(Stakeholder.__table__, Stakeholder.__table__.c.id == entry.id)
        .where(Stakeholder.__table__.c.organisation_id == organisation_id, entry.deleted_at.is_(None))
        .distinct()
        .order_by(Plan.id)
    )
    return [(row.id, row.pairing_id) for row in session().execute(statement)]
