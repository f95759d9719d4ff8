"""Where the form of an entry takes files: each with a line that says what it shows."""

from typing import Any

from flask import request
from wtforms import BooleanField, FileField, StringField, ValidationError

from ucap.core.errors import RuleBroken
from ucap.core.files import ENDINGS, MEDIA_TYPES, MOST_BYTES, brought_file
from ucap.core.text import message
from ucap.entries.fields import Part
from ucap.entries.models import types_of_section
from ucap.entries.operations.attaching import NewFile
from ucap.web.filters import said
from ucap.web.forms import PageForm, StorableText, clean_text, said_later

SLOTS = 4
"""How many files come with one form."""

_LARGEST_WITH_FILES = 25 * 1024 * 1024
"""How many bytes such a form has at most."""

_LONGEST_SAYING = 300
_PHOTOS = ("image/jpeg", "image/png", "image/webp")
_ACCEPTED = ",".join([*_PHOTOS, *(f".{ending}" for ending in ENDINGS if ending in MEDIA_TYPES and ending != "jpg")])
SAYS = "_says"
"""What the name of the line ends in that says what a file shows."""


class FileSlot(FileField):
    """Where one file is chosen; what is wrong with it is said beside it.

    Attributes:
        new_file: what came, if it can be kept.
        was_chosen: whether a file came.
    """

    most_bytes = MOST_BYTES
    new_file: NewFile | None = None
    was_chosen = False

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - of fields by their names
        """Look at the file.

        Raises:
            ValidationError: if it cannot be kept.
        """
        sent = request.files.get(self.name)
        if sent is None or not sent.filename:
            return
        self.was_chosen = True
        try:
            brought = brought_file(sent.filename, sent.read(MOST_BYTES + 1))
        except RuleBroken as broken:
            raise ValidationError(said(broken.message)) from broken
        self.new_file = NewFile(brought, str(form[f"{self.name}{SAYS}"].data or ""), self.name)


class SayingField(StringField):
    """What a file shows, or what it is."""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - of fields by their names
        """Ask for it where there is a file, and for the file where there is none.

        Raises:
            ValidationError: if one of the two is missing.
        """
        was_chosen = form[self.name.removesuffix(SAYS)].was_chosen
        if was_chosen and not self.data:
            raise ValidationError(said(message("Say in a few words what the photo shows, or what the file is.")))
        if self.data and not was_chosen:
            raise ValidationError(said(message("Choose the file that this line is about, or empty the line.")))


class EraseFileForm(PageForm):
    """The question whether a file is really to be erased."""

    is_sure = BooleanField(said_later("I know that this cannot be undone"))

    def validate_is_sure(self, field: BooleanField) -> None:
        """Refuse the form unless it is really meant."""
        if not field.data:
            raise ValidationError(said(message("Tick the box if you mean it.")))


def largest_request(*, section: Part, type_name: str = "", **_parts: object) -> int | None:
    """Return how many bytes the form at an address takes, if files can come along; else None, as for all forms."""
    carriers = [one for one in types_of_section(section) if one.files_in and type_name in {"", one.type_name()}]
    return _LARGEST_WITH_FILES if carriers else None


def file_slots() -> dict[str, object]:
    """Return the fields of a form in which files are chosen."""
    slots: dict[str, object] = {}
    for number in range(1, SLOTS + 1):
        label = (
            said_later("Photo or file")
            if number == 1
            else said(message("Another photo or file (%(number)s)", number=number))
        )
        slots[f"file_{number}"] = FileSlot(
            label, render_kw={"class": "govuk-file-upload", "accept": _ACCEPTED, "data-file": "true"}
        )
        slots[f"file_{number}{SAYS}"] = SayingField(
            said(message("What it shows (%(number)s)", number=number)) if number > 1 else said_later("What it shows"),
            [StorableText(_LONGEST_SAYING)],
            [clean_text],
            said_later("For those who cannot see it, and for who looks for it later."),
        )
    return slots
