"""Pairings: their sides, the posts people hold in them, and the plans they write."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, choice_type, key
from ucap.core.text import message


class Role(StrEnum):
    """What a post lets its holder do for a side."""

    EDITOR = "editor"
    LEAD = "lead"
    OBSERVER = "observer"


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


class Post(Model):
    """A post on a side: what its holder may do stays with the post when people change."""

    __tablename__ = "posts"
    __table_args__ = (CheckConstraint(f"role IN ({', '.join(repr(str(role)) for role in Role)})", name="role"),)

    id: Mapped[UUID] = key()
    side_id: Mapped[UUID] = mapped_column(ForeignKey("sides.id"), index=True)
    role: Mapped[Role] = mapped_column(choice_type(Role))
    title: Mapped[str] = mapped_column(String(200))


class PostHolder(Model):
    """Somebody holds a post."""

    __tablename__ = "post_holders"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    since: Mapped[datetime]


class Plan(Model):
    """The Urban Cooperation Action Plan of a pairing. Its id is also the id of its history's chain.

    Attributes:
        is_illustrative: whether the text was invented for demonstration.
    """

    __tablename__ = "plans"

    id: Mapped[UUID] = mapped_column(ForeignKey("chains.id"), primary_key=True)
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairings.id"), index=True)
    is_illustrative: Mapped[bool] = mapped_column(default=False)
