"""Pairings: their sides, the posts people hold in them, and the plans they write."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, choice_type, key
from ucap.core.text import Message, message
from ucap.history.models import Tracked


class Role(StrEnum):
    """What a post lets its holder do: for a side, for a programme, or for the whole installation."""

    EDITOR = "editor"
    LEAD = "lead"
    OBSERVER = "observer"
    EXPERT = "expert"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Message:
        """Return what people call the role."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.EDITOR: message("Editor"),
    Role.LEAD: message("Lead"),
    Role.OBSERVER: message("Observer"),
    Role.EXPERT: message("Expert"),
    Role.COORDINATOR: message("Coordinator"),
    Role.ADMINISTRATOR: message("Administrator"),
}

SIDE_ROLES = (Role.EDITOR, Role.LEAD, Role.OBSERVER)
"""The roles of posts on a side."""

PROGRAMME_ROLES = (Role.EXPERT, Role.COORDINATOR)
"""The roles of posts in a programme."""


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

    @property
    def label(self) -> Message:
        """Return what people call the phase."""
        return PHASE_LABELS[self]


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


class Pairing(Tracked, Model):
    """A cooperation of places on two or three sides. Its id is also the id of its history's chain.

    Attributes:
        topic: what they work on, in a few words.
        phase_reason: why it was moved to its phase, if that needed a reason.
        common_language: the language in which all sides work together; None if each works in its own.
        binding_language: the language whose text binds when two differ.
        paused_at: since when it rests; None if it does not.
        version: counts its changes; what a form was read at.
        made_at: when it was made; None if that was before it was noted.
        name_key: the names of its places as lists are sorted by them.
        phase_order: the place of its phase in the order of phases, for lists.
        theme_order: the place of its theme in the order of themes, for lists.
        search_text: what a search looks through: places, countries and topic, folded.
        changed_at: when it or one of its plans changed last.
    """

    __tablename__ = "pairings"
    __table_args__ = (
        CheckConstraint(f"phase IN ({', '.join(repr(str(phase)) for phase in Phase)})", name="phase"),
        CheckConstraint("(paused_at IS NULL) = (pause_reason IS NULL)", name="paused"),
        CheckConstraint("(made_at IS NULL) = (made_by_id IS NULL)", name="made"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "programme_id", "name_key", "id"),
        Index(None, "programme_id", "phase_order", "name_key", "id"),
        Index(None, "programme_id", "theme_order", "name_key", "id"),
        Index(None, "programme_id", "changed_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("chains.id"), primary_key=True)
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("terms.id"), index=True)
    topic: Mapped[str] = mapped_column(String(300))
    phase: Mapped[Phase] = mapped_column(choice_type(Phase), default=Phase.EXPLORING)
    phase_reason: Mapped[str | None] = mapped_column(String(1_000))
    common_language: Mapped[str | None] = mapped_column(String(20))
    binding_language: Mapped[str | None] = mapped_column(String(20))
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[str | None] = mapped_column(String(1_000))
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime | None]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    name_key: Mapped[str] = mapped_column(String(200), default="")
    phase_order: Mapped[int] = mapped_column(default=0)
    theme_order: Mapped[int] = mapped_column(default=0)
    search_text: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]

    record_type = "pairing"

    def logged_record(self) -> UUID:
        """Return the id of the pairing."""
        return self.id

    def logged_version(self) -> int:
        """Return the version that the change makes."""
        return self.version

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return the fields to log; what is kept for lists follows from them."""
        return {name: (name, "") for name in LOGGED_FIELDS}


LOGGED_FIELDS = (
    "programme_id",
    "theme_id",
    "topic",
    "phase",
    "phase_reason",
    "common_language",
    "binding_language",
    "paused_at",
    "pause_reason",
)
"""The fields of a pairing of which every change is kept."""


class PartOfPairing(Tracked):
    """A record that belongs to a pairing and has no version of its own: who changes it says which one that makes."""

    _changed_in: int

    def changed_in(self, version: int) -> Self:
        """Note the pairing's version in which the record is changed."""
        self._changed_in = version
        return self

    def logged_version(self) -> int:
        """Return the pairing's version that the change makes."""
        return self._changed_in


class Side(PartOfPairing, Model):
    """One side of a pairing: one or more places with a working language.

    Attributes:
        position: 0 for the first side.
        language: the side's own working language, as a BCP 47 tag.
        coordinating_body: who coordinates for the side from outside, if anybody does.
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
    coordinating_body: Mapped[str | None] = mapped_column(String(200))

    record_type = "side"

    def logged_record(self) -> UUID:
        """Return the id of the side."""
        return self.id

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return the fields to log."""
        return {name: (name, "") for name in ("position", "language", "coordinating_body")}


class SidePlace(PartOfPairing, Model):
    """A place on a side. The log tells of it as a field of the side: its place in the order, by the place's id."""

    __tablename__ = "side_places"

    side_id: Mapped[UUID] = mapped_column(ForeignKey("sides.id"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True, index=True)
    position: Mapped[int]

    record_type = "side"

    def logged_record(self) -> UUID:
        """Return the id of the side."""
        return self.side_id

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return the one field to log."""
        return {"position": (f"{PLACE_FIELD}{self.place_id}", "")}


PLACE_FIELD = "place."
"""What the log's name of a field begins with that tells of a place on a side."""


class Milestone(PartOfPairing, Model):
    """When a pairing wanted to reach a phase, and when it did."""

    __tablename__ = "milestones"
    __table_args__ = (
        CheckConstraint(f"phase IN ({', '.join(repr(str(phase)) for phase in Phase)})", name="phase"),
        CheckConstraint("planned_on IS NOT NULL OR reached_on IS NOT NULL", name="dated"),
    )

    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairings.id"), primary_key=True)
    phase: Mapped[Phase] = mapped_column(choice_type(Phase), primary_key=True)
    planned_on: Mapped[date | None]
    reached_on: Mapped[date | None]

    record_type = "pairing"

    def logged_record(self) -> UUID:
        """Return the id of the pairing."""
        return self.pairing_id

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return the two days to log."""
        return {name: (f"{name}.{self.phase}", "") for name in MILESTONE_FIELDS}


MILESTONE_FIELDS = ("planned_on", "reached_on")
"""What is kept of a milestone; the log's name of the field ends with the phase."""


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


class PlanExpertChange(Model):
    """A plan was given to the expert who holds a post, or taken back; kept as the history of that.

    Attributes:
        is_given: whether it was given, else it was taken back.
    """

    __tablename__ = "plan_expert_changes"

    id: Mapped[UUID] = key()
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    is_given: Mapped[bool]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)


class Invitation(Model):
    """Somebody is invited to a post by a one-use link; until they accept, whoever holds the post goes on holding it."""

    __tablename__ = "invitations"

    link_id: Mapped[UUID] = mapped_column(ForeignKey("one_use_links.id"), primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), index=True)


class Plan(Model):
    """The Urban Cooperation Action Plan of a pairing. Its id is also the id of its history's chain.

    Attributes:
        is_illustrative: whether the text was invented for demonstration.
    """

    __tablename__ = "plans"

    id: Mapped[UUID] = mapped_column(ForeignKey("chains.id"), primary_key=True)
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairings.id"), index=True)
    is_illustrative: Mapped[bool] = mapped_column(default=False)
