"""The pages about the installation, and every text that an administrator gave them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ucap.core.database import Model, key
from ucap.core.text import Message, message

LONGEST_TEXT = 20_000


class AboutPage(StrEnum):
    """A page about the installation; its value is its address."""

    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"
    IMPRINT = "imprint"
    HELP = "help"

    @property
    def label(self) -> Message:
        """Return what the page is called."""
        return _TITLES[self]


_TITLES = {
    AboutPage.PRIVACY: message("Privacy notice"),
    AboutPage.ACCESSIBILITY: message("Accessibility statement"),
    AboutPage.IMPRINT: message("Imprint"),
    AboutPage.HELP: message("Help and contact"),
}


class AboutText(Model):
    """A text that somebody gave a page. Texts are added, never changed: the newest is shown, the others are history.

    Attributes:
        version: counts the texts of the page, from 1; 0 is the text that the tracker comes with.
    """

    __tablename__ = "about_texts"
    __table_args__ = (
        UniqueConstraint("page", "version"),
        CheckConstraint(f"page IN ({', '.join(repr(str(page)) for page in AboutPage)})", name="page"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[UUID] = key()
    page: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    written_at: Mapped[datetime]
