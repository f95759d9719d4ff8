"""Reading what is kept about somebody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, union
from sqlalchemy.orm import aliased

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.directory.models import Place
from ucap.entries.kept_forms import Draft
from ucap.entries.models import Entry, entry_types
from ucap.history.models import Event, EventValue
from ucap.pairings.models import Plan, Post, PostHolder, Role, Side, SidePlace
from ucap.privacy.queries.personal import PERSONAL, Personal, Subject
from ucap.stakeholders.models.contacts import ContactPerson

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """What one table keeps about somebody, the newest first."""

    declared: Personal
    rows: Sequence[Row]


def kept_about(subject: Subject, *, most: int | None = None) -> list[Kept]:
    """Return what is kept about somebody, of each table all or at most so much; one query a table."""
    return [Kept(declared, _rows(declared, subject, most)) for declared in PERSONAL]


def _rows(declared: Personal, subject: Subject, most: int | None) -> list[Row]:
    found = session().execute(declared.rows_about(subject).limit(most)).mappings()
    return [{name: row[name] for name in declared.columns} for row in found]


@dataclass(frozen=True)
class SolePost:
    """A post that nobody else could stand in for; places are those of its side, if it is on one."""

    role: Role
    places: tuple[str, ...]


_NEVER_EMPTY = (Role.LEAD, Role.ADMINISTRATOR)


def wait_for_sole_posts() -> None:
    """Wait until nobody else changes posts of leads and administrators."""
    session().execute(select(Post.id).where(Post.role.in_(_NEVER_EMPTY)).order_by(Post.id).with_for_update())


def sole_posts_of(person_id: UUID) -> list[SolePost]:
    """Return the posts of leads and administrators that the person holds alone."""
    alone = [post for post in _held_posts(person_id) if not _is_held_by_another(post, person_id)]
    return [SolePost(post.role, _places_of(post.side_id)) for post in alone]


def _held_posts(person_id: UUID) -> list[Any]:
    statement = (
        select(Post.role, Post.side_id)
        .join(PostHolder, PostHolder.post_id == Post.id)
        .where(PostHolder.person_id == person_id, PostHolder.until.is_(None), Post.role.in_(_NEVER_EMPTY))
        .distinct()
        .order_by(Post.role, Post.side_id)
    )
    return list(session().execute(statement))


def _is_held_by_another(post: Any, person_id: UUID) -> bool:  # noqa: ANN401 - a row
    other = aliased(Person)
    wanted = (
        select(PostHolder.id)
        .join(Post, Post.id == PostHolder.post_id)
        .join(other, other.id == PostHolder.person_id)
        .where(
            Post.role == post.role,
            Post.side_id.is_(None) if post.side_id is None else Post.side_id == post.side_id,
            PostHolder.until.is_(None),
            other.is_active,
            other.id != person_id,
        )
    )
    return bool(session().scalar(select(exists(wanted))))


def _places_of(side_id: UUID | None) -> tuple[str, ...]:
    statement = (
        select(Place.name)
        .join(SidePlace, SidePlace.place_id == Place.id)
        .where(SidePlace.side_id == side_id)
        .order_by(SidePlace.position, Place.id)
    )
    return tuple(session().scalars(statement)) if side_id else ()


@dataclass(frozen=True)
class NamingField:
    """A field of a record that is declared to name people, and of which the history knows values."""

    chain_id: UUID
    record_id: UUID
    field: str


def fields_that_may_name(words: str) -> list[NamingField]:
    """Return the fields declared to name people whose history holds these words somewhere."""
    named = _naming_fields()
    statement = (
        select(Event.chain_id, Event.record_id, Event.field)
        .join(EventValue, EventValue.event_id == Event.id)
        .join(Entry, Entry.id == Event.record_id)
        .where(
            Event.field.in_(sorted({field for _type, field in named})),
            Entry.type.in_(sorted({entry_type for entry_type, _field in named})),
            EventValue.value.icontains(words, autoescape=True),
        )
        .distinct()
        .order_by(Event.chain_id, Event.record_id, Event.field)
    )
    return [NamingField(*row) for row in session().execute(statement)]


def _naming_fields() -> Collection[tuple[str, str]]:
    return {
        (entry_type.type_name(), field.name)
        for entry_type in entry_types()
        for field in entry_type.fields.values()
        if field.names_people
    }


def plans_known_to(person_id: UUID, email: str) -> list[UUID]:
    """Return the plans on whose sides somebody holds or held a post, and those that keep them as a contact person."""
    posts = (
        select(Plan.id)
        .join(Side, Side.pairing_id == Plan.pairing_id)
        .join(Post, Post.side_id == Side.id)
        .join(PostHolder, PostHolder.post_id == Post.id)
        .where(PostHolder.person_id == person_id)
    )
    contacts = select(ContactPerson.plan_id).where(ContactPerson.email == email)
    return sorted(session().scalars(union(posts, contacts)))


def drafts_to_change(plan_id: UUID) -> list[Draft]:
    """Return the drafts in the plan as objects to be changed."""
    return list(session().scalars(select(Draft).where(Draft.plan_id == plan_id).order_by(Draft.id)))
