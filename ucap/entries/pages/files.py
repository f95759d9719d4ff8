"""Files that come with entries, as pages show them."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from flask import url_for

from ucap.core.languages import number_text
from ucap.entries.fields import Choices
from ucap.entries.files import holds_file
from ucap.entries.queries.reading import EntryFacts
from ucap.web.filters import page_language, said


@dataclass(frozen=True)
class ShownFile:
    """A photo or another file.

    Attributes:
        about: its kind and size, in words.
        photo_url: of a photo, where its pixels are; else empty.
        edit_url: where what is said of it is changed; empty for who may not.
    """

    id: UUID
    title: str
    language: str
    name: str
    about: str
    download_url: str
    photo_url: str
    edit_url: str
    width: str
    height: str


def shown_file(entry: EntryFacts, *, can_edit: bool) -> ShownFile | None:
    """Return the file that an entry holds; None if it holds none, or none any more."""
    if not holds_file(entry.type) or not entry.value("digest"):
        return None
    where = {"plan_id": entry.plan_id, "entry_id": entry.id}
    kind, size = entry.value("kind"), entry.value("size")
    words = said(kind.label) if isinstance(kind, Choices) else ""
    kilobytes = number_text(size, page_language()) if isinstance(size, Decimal) else ""
    edit_url = url_for("entries.edit_entry", **where, section=entry.type.section) if can_edit else ""  # type: ignore[arg-type] # parts of an address
    return ShownFile(
        id=entry.id,
        title=entry.title(page_language()),
        language=entry.language,
        name=str(entry.value("name") or ""),
        about=f"{words}, {kilobytes} kB",
        download_url=url_for("files.download_file", **where),  # type: ignore[arg-type] # likewise
        photo_url=url_for("files.show_photo", **where) if entry.value("small_digest") else "",  # type: ignore[arg-type] # likewise
        edit_url=edit_url,
        width=str(entry.value("width") or ""),
        height=str(entry.value("height") or ""),
    )
