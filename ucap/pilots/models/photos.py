"""Photos and files of the progress updates of pilots."""

from decimal import Decimal

from sqlalchemy.orm import Mapped

from ucap.core.text import message, plural_forms
from ucap.entries.fields import Beside, Number
from ucap.entries.files import FileKind
from ucap.entries.models import Entry, choice, line, links, number, translated_line
from ucap.pilots.models.following import Update

_WHOLE = Number(least=Decimal(0), decimals=0)


class Attachment(Entry):
    """A photo or file of a progress update: what it shows, and what it is. The file itself lies in the store."""

    __tablename__ = "pilot_attachments"
    section = Beside.PILOTS
    singular = message("Photo or file")
    plural = message("Photos and files")
    adding = message("Add a photo or file")
    count = plural_forms("%(count)s photo or file", "%(count)s photos and files")
    purpose = message("What shows how it goes. It is added with a progress update.")
    is_per_place = True
    part_of = "update"

    title = translated_line(
        message("What it shows"),
        help=message("For those who cannot see it, and for who looks for it later."),
        example=message("The first basin after the rain, full to the second step"),
        is_essential=True,
        is_running=True,
        names_people=True,
    )
    update = links(
        message("Progress update"),
        Update.type_name(),
        is_single=True,
        is_essential=True,
        is_running=True,
        help=message("What it came with."),
    )
    name: Mapped[str | None] = line(
        message("Name of the file"),
        help=message("As it was called when it came, made harmless."),
        is_running=True,
        is_given=True,
        names_people=True,
    )
    kind: Mapped[FileKind | None] = choice(
        FileKind, message("Kind of file"), help=message("What its content is."), is_running=True, is_given=True
    )
    size: Mapped[Decimal | None] = number(
        message("Size"),
        Number(least=Decimal(0), decimals=0, unit="kB"),
        help=message("How large the file is as it is kept."),
        is_running=True,
        is_given=True,
    )
    width: Mapped[Decimal | None] = number(
        message("Width as shown"), _WHOLE, help=message("In pixels, of a photo."), is_running=True, is_given=True
    )
    height: Mapped[Decimal | None] = number(
        message("Height as shown"), _WHOLE, help=message("In pixels, of a photo."), is_running=True, is_given=True
    )
    digest: Mapped[str | None] = line(
        message("SHA-256"),
        help=message("By which everybody can tell that the file is the one that came."),
        is_running=True,
        is_given=True,
    )
    small_digest: Mapped[str | None] = line(
        message("SHA-256 of the photo as shown"),
        help=message("Of the smaller photo on the page."),
        is_running=True,
        is_given=True,
    )
