"""The form with which somebody says that an earlier text is to stand again."""

from wtforms import HiddenField

from ucap.core.text import visible_text
from ucap.web.forms import PageForm

_MOST_DIGITS = 9


class RestoreForm(PageForm):
    """Carries the version of the entry that the person compared with."""

    version = HiddenField(filters=[visible_text])

    @property
    def seen_version(self) -> int:
        """Return the version the person saw; 0, which no entry has, if the form does not say it."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0
