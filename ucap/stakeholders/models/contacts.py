"""Contact people: whom to ask at a stakeholder. Personal data, in a history of their own beside the plan's."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, choice_type, key
from ucap.core.text import message
from ucap.entries.fields import Choices
from ucap.history.models import Tracked


class ContactBasis(Choices):
    """On what ground somebody's data is kept."""

    CONSENT = "consent", message("They agreed to it")
    NOTICE = "notice", message("They were told of it")


class ContactPerson(Tracked, Model):
    """Somebody who speaks for a stakeholder of one plan. The chain of its history has its id.

    Attributes:
        email: in small letters; empty if it is not known.
        purpose: what the data is kept for.
        source: where it was taken from.
        basis_on: when they agreed or were told.
        review_on: by when somebody looks whether the data is still needed.
    """

    __tablename__ = "contact_people"
    __table_args__ = (
        CheckConstraint("basis IN ('consent', 'notice')", name="basis"),
        CheckConstraint("review_on > basis_on", name="review_after_basis"),
        CheckConstraint("version > 0", name="version_positive"),
    )
    record_type = "contact"

    id: Mapped[UUID] = key()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    stakeholder_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), active_history=True)
    post: Mapped[str] = mapped_column(String(200), default="", active_history=True)
    email: Mapped[str] = mapped_column(String(254), default="", index=True, active_history=True)
    phone: Mapped[str] = mapped_column(String(60), default="", active_history=True)
    purpose: Mapped[str] = mapped_column(String(500), active_history=True)
    source: Mapped[str] = mapped_column(String(300), active_history=True)
    basis: Mapped[ContactBasis] = mapped_column(choice_type(ContactBasis), active_history=True)
    basis_on: Mapped[date] = mapped_column(active_history=True)
    review_on: Mapped[date] = mapped_column(index=True, active_history=True)
    version: Mapped[int] = mapped_column(default=1)

    def logged_record(self) -> UUID:
        """Return the contact's id."""
        return self.id

    def logged_version(self) -> int:
        """Return the version the change makes."""
        return self.version

    def logged_fields(self) -> dict[str, tuple[str, str]]:
        """Return all that is known of the person."""
        return {name: (name, "") for name in CONTACT_FIELDS}


CONTACT_FIELDS = ("name", "post", "email", "phone", "purpose", "source", "basis", "basis_on", "review_on")
"""What of a contact is logged, and goes when the person is erased."""
