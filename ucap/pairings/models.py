"""Pairings: their sides, the posts people hold in them, and the plans they write."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, choice_type, key
from ucap.core.text import message


class Role(StrEnum):
    """What a post lets its holder do: for a side, for a programme, or for the whole installation."""

    EDITOR = "editor"
    LEAD = "lead"
    OBSERVER = "observer"
    EXPERT = "expert"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


SIDE_ROLES = (Role.EDITOR, Role.LEAD, Role.OBSERVER)
"""The roles of posts on a side."""

PROGRAMME_ROLES = (Role.EXPERT, Role.COORDINATOR)
"""The roles of posts in a programme."""

ROLE_LABELS = {
    Role.EDITOR: message("Editor"),
    Role.LEAD: message("Lead"),
    Role.OBSERVER: message("Observer"),
    Role.EXPERT: message("Expert"),
    Role.COORDINATOR: message("Coordinator"),
    Role.ADMINISTRATOR: message("Administrator"),
}
"""What people call the roles."""


class Phase(StrEnum):
    """How far a pairing has come, in this order."""

    APPLIED = "applied"
    MATCHED = "matched"
    AGREEMENT_SIGNED = "agreement_signed"
    EXPLORING = "exploring"
    FOCUS_AGREED = "focus_agreed"
    DRAFTING = "drafting"
    ENDORSED = "endorsed"
    PILOTING = "piloting"
    DECIDED = "decided"
    AFTERCARE = "aftercare"
    ARCHIVED = "archived"


PHASE_LABELS = {
    Phase.APPLIED: message("Applied"),
    Phase.MATCHED: message("Matched"),
    Phase.AGREEMENT_SIGNED: message("Agreement signed"),
    Phase.EXPLORING: message("Exploring"),
    Phase.FOCUS_AGREED: message("Focus agreed"),
    Phase.DRAFTING: message("Drafting"),
    Phase.ENDORSED: message("Endorsed"),
    Phase.PILOTING: message("Piloting"),
    Phase.DECIDED: message("Decided"),
    Phase.AFTERCARE: message("Aftercare"),
    Phase.ARCHIVED: message("Archived"),
}
"""What people call the phases."""


class Pairing(Model):
    """A cooperation of places on two or three sides.

    Attributes:
        topic: what they work on, in a few words.
    """

    __tablename__ = "pairings"
    __table_args__ = (CheckConstraint(f"phase IN ({', '.join(repr(str(phase)) for phase in Phase)})", name="phase"),)

    id: Mapped[UUID] = key()
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("terms.id"), index=True)
    topic: Mapped[str] = mapped_column(String(300))
    phase: Mapped[Phase] = mapped_column(choice_type(Phase), default=Phase.EXPLORING)


class Side(Model):
    """One side of a pairing: one or more places with a working language.

    Attributes:
        position: 0 for the first side.
        language: the side's working language, as a BCP 47 tag.
    """

    __tablename__ = "sides"
    __table_args__ = (
        UniqueConstraint("pairing_id", "position"),
        CheckConstraint("position BETWEEN 0 AND 2", name="position"),
    )

    id: Mapped[UUID] = key()
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairings.id"), index=True)
    position: Mapped[int]
    language: Mapped[str] = mapped_column(String(20))


class SidePlace(Model):
    """A place on a side."""

    __tablename__ = "side_places"

    side_id: Mapped[UUID] = mapped_column(ForeignKey("sides.id"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True, index=True)
    position: Mapped[int]


def _is_one_of(roles: Sequence[Role]) -> str:
    return f"role IN ({', '.join(repr(str(role)) for role in roles)})"


_FITS = " OR ".join(
    [
        f"({_is_one_of(SIDE_ROLES)} AND side_id IS NOT NULL AND programme_id IS NULL)",
        f"({_is_one_of(PROGRAMME_ROLES)} AND side_id IS NULL AND programme_id IS NOT NULL)",
        f"(role = '{Role.ADMINISTRATOR}' AND side_id IS NULL AND programme_id IS NULL)",
    ]
)
"""Where posts of each role are: on a side, in a programme, or in neither."""


class Post(Model):
    """A post: what its holder may do stays with the post when people change.

    Attributes:
        side_id: the side it is on, if its role is one for a side.
        programme_id: the programme it is in, if its role is one for a programme.
        closed_at: since when nobody can hold it any more; None if it is open.
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint(_is_one_of(tuple(Role)), name="role"),
        CheckConstraint(_FITS, name="place_fits_role"),
    )

    id: Mapped[UUID] = key()
    side_id: Mapped[UUID | None] = mapped_column(ForeignKey("sides.id"), index=True)
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    role: Mapped[Role] = mapped_column(choice_type(Role))
    title: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime | None]


class PostHolder(Model):
    """Somebody holds a post, or held it once: each post is held by one person at a time.

    Attributes:
        given_by_id: who gave it; None if it was given at the command line.
        until: when it was handed over or ended; None as long as it is held.
        ended_by_id: who handed it over or ended it.
    """

    __tablename__ = "post_holders"
    __table_args__ = (
        CheckConstraint("ended_by_id IS NULL OR until IS NOT NULL", name="ended"),
        Index(
            "uq_post_holders_post_id_held",
            "post_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[UUID] = key()
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[datetime]
    given_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    until: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)


class PlanExpert(Model):
    """A plan is given to the expert who holds a post."""

    __tablename__ = "plan_experts"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), primary_key=True, index=True)


class Plan(Model):
    """The Urban Cooperation Action Plan of a pairing. Its id is also the id of its history's chain.

    Attributes:
        is_illustrative: whether the text was invented for demonstration.
    """

    __tablename__ = "plans"

    id: Mapped[UUID] = mapped_column(ForeignKey("chains.id"), primary_key=True)
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairings.id"), index=True)
    is_illustrative: Mapped[bool] = mapped_column(default=False)
