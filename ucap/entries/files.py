"""What is said of files that come with entries: their kinds, and which entries hold one."""

from ucap.core.text import message
from ucap.entries.fields import Choices
from ucap.entries.models import Entry

MOST_FILES = 12
"""How many files an entry carries at most."""


class FileKind(Choices):
    """What a file is, by the ending of its name."""

    PHOTO = "jpg", message("Photo (JPEG)")
    PDF = "pdf", message("PDF")
    DOCX = "docx", message("Word document")
    XLSX = "xlsx", message("Excel workbook")
    PPTX = "pptx", message("PowerPoint slides")
    ODT = "odt", message("OpenDocument text")
    ODS = "ods", message("OpenDocument sheet")
    ODP = "odp", message("OpenDocument slides")
    CSV = "csv", message("Table (CSV)")
    TXT = "txt", message("Plain text")


def holds_file(entry_type: type[Entry]) -> bool:
    """Tell whether entries of the type hold a file each, and so are made with one only."""
    return "digest" in entry_type.fields and entry_type.fields["digest"].is_given
