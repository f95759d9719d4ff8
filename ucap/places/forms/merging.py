"""The forms with which a duplicate is merged: which place it is a duplicate of, and the word to do it."""

from uuid import UUID

from wtforms import HiddenField, StringField, ValidationError

from ucap.core.text import message
from ucap.web.filters import said
from ucap.web.forms import AddressForm, PageForm, StorableText, clean_text, said_later

_LONGEST_TEXT = 100
_LONGEST_VERSION = 10


class OtherPlaceForm(AddressForm):
    """Which place to look for."""

    q = StringField(
        said_later("Part of the other place’s name"), [StorableText(_LONGEST_TEXT)], filters=[clean_text], default=""
    )

    def __init__(self) -> None:
        """Read the address."""
        super().__init__()
        self.validate()

    @property
    def text(self) -> str:
        """Return what to look for; empty if that makes no sense."""
        return "" if self.q.errors else str(self.q.data or "")


class MergeForm(PageForm):
    """The word to merge: which place to keep, and the version of the other that was read."""

    into = HiddenField()
    version = HiddenField()

    def validate_into(self, field: HiddenField) -> None:
        """Refuse what names no place."""
        try:
            UUID(str(field.data))
        except ValueError:
            raise ValidationError(said(message("Choose the place that is to be kept."))) from None

    @property
    def kept_id(self) -> UUID:
        """Return the place to keep."""
        return UUID(str(self.into.data))

    @property
    def seen_version(self) -> int:
        """Return the version that was read; 0 if the form does not say."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < _LONGEST_VERSION else 0
