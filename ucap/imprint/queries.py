"""What the pages about the installation say, and said before."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Select, select

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.imprint.models import AboutPage, AboutText

_TEXTS = Path(__file__).resolve().parent / "texts"


@dataclass(frozen=True)
class TextFacts:
    """A text of a page; by whom and when is None of the one that the tracker comes with."""

    version: int
    text: str
    by: str | None
    at: datetime | None


def text_of(page: AboutPage) -> TextFacts:
    """Return what the page says now."""
    row = session().execute(_texts(page).limit(1)).one_or_none()
    return _first_text(page) if row is None else TextFacts(*row)


def texts_of(page: AboutPage) -> list[TextFacts]:
    """Return every text that the page had, the newest first."""
    return [*(TextFacts(*row) for row in session().execute(_texts(page))), _first_text(page)]


def _texts(page: AboutPage) -> Select[int, str, str, datetime]:
    return (
        select(AboutText.version, AboutText.text, Person.name, AboutText.written_at)
        .join(Person, Person.id == AboutText.written_by_id)
        .where(AboutText.page == page)
        .order_by(AboutText.version.desc())
    )


@cache
def _first_text(page: AboutPage) -> TextFacts:
    """Return the text that the tracker comes with."""
    return TextFacts(0, (_TEXTS / f"{page}.md").read_text(encoding="utf-8").strip(), None, None)
