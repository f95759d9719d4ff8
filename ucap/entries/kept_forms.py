"""Tables of forms: as somebody left them, and as they were sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, key


class Draft(Model):
    """A form as somebody left it, kept while they type, so that it can be filled again.

    Attributes:
        form_key: made with the form; one for each time that it was opened.
        path: where the form is.
        fields: names and texts as the form would send them.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("person_id", "form_key"),)

    id: Mapped[UUID] = key()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), index=True)
    form_key: Mapped[UUID]
    type: Mapped[str] = mapped_column(String(40))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("entries.id"), index=True)
    path: Mapped[str] = mapped_column(String(400))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    kept_at: Mapped[datetime]


class SentForm(Model):
    """A form that was saved, so that the same one sent again is answered as the first time.

    Attributes:
        digest: SHA-256 of what was sent.
        version: the version that it made of the entry.
    """

    __tablename__ = "sent_forms"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    form_key: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), index=True)
    version: Mapped[int]
    sent_at: Mapped[datetime]
