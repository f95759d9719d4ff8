"""What the history of a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from ucap.history.compare import Part, word_parts
from ucap.imprint import queries
from ucap.imprint.models import AboutPage
from ucap.imprint.queries import TextFacts


@dataclass(frozen=True)
class HistoryPage:
    """Every text that a page had, the newest first, and one of them compared with the one before it.

    Attributes:
        parts: the comparison, word by word; empty of the first text, before which there was none.
    """

    about: AboutPage
    texts: Sequence[TextFacts]
    chosen: TextFacts
    parts: Sequence[Part]


def history_page(page: AboutPage, version: str | None) -> HistoryPage:
    """Return the history with this version chosen; the newest if there is no such."""
    texts = queries.texts_of(page)
    place = next((place for place, text in enumerate(texts) if str(text.version) == version), 0)
    chosen, *earlier = texts[place:]
    return HistoryPage(page, texts, chosen, word_parts(earlier[0].text, chosen.text) if earlier else [])
