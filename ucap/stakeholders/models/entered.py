"""Lists of organisations that were put into a register at once, so that each can be undone as one step."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, key


class EnteredList(Model):
    """What one list changed in a register. Its id is the key of the form that sent it, so that it counts once.

    Attributes:
        made: for each organisation its id, the version that the list made, and what stood there before; nothing stood
            there if the list added it.
    """

    __tablename__ = "entered_lists"
    __table_args__ = (CheckConstraint("undone_at IS NULL OR undone_at >= made_at", name="undone_after"),)

    id: Mapped[UUID] = key()
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    made: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
