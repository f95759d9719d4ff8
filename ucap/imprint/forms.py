"""The form in which an administrator writes a page."""

from wtforms import HiddenField, SubmitField, TextAreaField

from ucap.core.text import visible_text
from ucap.imprint.models import LONGEST_TEXT
from ucap.web.forms import PageForm, Present, StorableText, clean_text, said_later

_MOST_DIGITS = 9
_NEVER_WRITTEN = -1


class AboutPageForm(PageForm):
    """The text of a page, and the version that was read."""

    text = TextAreaField(
        said_later("Text"),
        [Present(said_later("Write what the page is to say.")), StorableText(LONGEST_TEXT)],
        filters=[clean_text],
        description=said_later("Markdown: ## for a heading, a line beginning with - for a list, **bold**."),
        render_kw={"rows": 24},
    )
    version = HiddenField(filters=[visible_text])
    preview = SubmitField(said_later("Preview"))

    @property
    def seen_version(self) -> int:
        """Return the version the person read; one that no text has if the form does not say it."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else _NEVER_WRITTEN
