"""Tables of the log: one chain of events for each plan, and the values they speak of."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, key

POSITION = "position"
"""What the log calls a record's place in an order. Moving a record leaves its version as it is."""


ERASED = "erased"
"""What the log calls that values of a record were erased; the event's value, if any, names their field."""


class Chain(Model):
    """A chain of events: each one carries the hash of the one before.

    A chain has the id of the record it belongs to, such as a plan. Its length tells how often that record changed.
    """

    __tablename__ = "chains"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    length: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64), default="")


class Event(Model):
    """One field of one record that got a new value.

    Attributes:
        number: place in the chain, from 1.
        field: name of the field; for a link, of the field that holds it.
        language: of a translatable text, else empty.
        version: the record's version that this change made.
        old_digest: SHA-256 of salt and value before, empty if there was none.
        new_digest: the same of the value after.
        is_by_link: whether somebody without an account made it, by a link that `by_id` gave them.
        hash: SHA-256 of all the above and the hash of the event before.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("chain_id", "number"),
        Index(None, "record_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[UUID] = key()
    chain_id: Mapped[UUID] = mapped_column(ForeignKey("chains.id"), index=True)
    number: Mapped[int]
    record_type: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[UUID]
    field: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    old_digest: Mapped[str] = mapped_column(String(64))
    new_digest: Mapped[str] = mapped_column(String(64))
    is_by_link: Mapped[bool] = mapped_column(default=False, server_default=false())
    hash: Mapped[str] = mapped_column(String(64))


class EventValue(Model):
    """A value an event speaks of, as JSON; blanking it leaves the chain whole, since that holds only the digest."""

    __tablename__ = "event_values"
    __table_args__ = (CheckConstraint("side IN ('old', 'new')", name="side"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), primary_key=True)
    side: Mapped[str] = mapped_column(String(3), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    value: Mapped[str | None] = mapped_column(Text)


class Tracked:
    """A record whose every change is written to the log; to be mixed into a model.

    Attributes:
        record_type: what the log calls this kind of record.
    """

    record_type: ClassVar[str]

    def logged_record(self) -> UUID:
        """Return the id of the record that the change belongs to."""
        raise NotImplementedError

    def logged_version(self) -> int:
        """Return the version of that record which the change makes."""
        raise NotImplementedError

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return, for each attribute to log, the name of the field and its language."""
        raise NotImplementedError
