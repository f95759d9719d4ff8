"""What can be exported: documents, data, and the formats of each. A new document or writer is a line here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ucap.core.text import Message, message
from ucap.document.glance import GLANCE_TYPES, glance_of
from ucap.document.memo import memo_document
from ucap.document.models import Document
from ucap.document.pilot_sheets import pilots_document
from ucap.document.plan import plan_document
from ucap.document.records import PlanRecords
from ucap.document.stakeholders import stakeholders_document
from ucap.entries.fields import PARTS, Choices, Part
from ucap.entries.models import Entry
from ucap.exports.data import json_of
from ucap.exports.html import html_file_of
from ucap.exports.markdown import markdown_of
from ucap.exports.tables import csv_of
from ucap.exports.typesetting import pdf_of
from ucap.stakeholders.queries.contacts import ContactFacts


class DocumentKind(Choices):
    """What a document of a plan tells."""

    PLAN = "plan", message("Full plan")
    GLANCE = "glance", message("At a glance")
    MEMO = "memo", message("Council memo")
    PILOTS = "pilots", message("Pilots")
    STAKEHOLDERS = "stakeholders", message("Stakeholder report")


class FileFormat(Choices):
    """The formats in which something is exported; those before XLSX are of documents, the others of data."""

    HTML = "html", message("Web page")
    PDF = "pdf", message("PDF")
    DOCX = "docx", message("Word")
    MD = "md", message("Markdown")
    XLSX = "xlsx", message("Workbook (XLSX)")
    CSV = "csv", message("Tables (CSV)")
    JSON = "json", message("Data (JSON)")
    ICS = "ics", message("Calendar (ICS)")


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to have.

    Attributes:
        parts: those of the full plan that are in it.
        contacts: contact people for the stakeholder report; None if they are not asked for.
    """

    language: str
    at: datetime
    kind: DocumentKind = DocumentKind.PLAN
    parts: Collection[Part] = PARTS
    contacts: Sequence[ContactFacts] | None = None


def document_of(records: PlanRecords, wanted: Wanted) -> Document:
    """Return the document that is wanted."""
    language, on = wanted.language, wanted.at.date()
    match wanted.kind:
        case DocumentKind.PLAN:
            return plan_document(records, language=language, on=on, parts=wanted.parts)
        case DocumentKind.GLANCE:
            return glance_of(records, language=language, on=on).document
        case DocumentKind.MEMO:
            return memo_document(records, language=language, on=on)
        case DocumentKind.PILOTS:
            return pilots_document(records, language=language, on=on)
        case DocumentKind.STAKEHOLDERS:
            return stakeholders_document(records, language=language, on=on, contacts=wanted.contacts)


def _docx_of(document: Document) -> bytes:
    from ucap.exports.word import docx_of  # noqa: PLC0415 - its library is large, and few processes ever need it

    return docx_of(document)


def _xlsx_of(records: PlanRecords, wanted: Wanted) -> bytes:
    from ucap.exports.workbook import xlsx_of  # noqa: PLC0415 - as Word's

    return xlsx_of(records, language=wanted.language)


def _ics_of(records: PlanRecords, wanted: Wanted) -> bytes:
    from ucap.exports.calendar import ics_of  # noqa: PLC0415 - as Word's

    return ics_of(records, language=wanted.language)


WRITERS: Mapping[FileFormat, Callable[[Document], bytes]] = {
    FileFormat.HTML: lambda document: html_file_of(document).encode(),
    FileFormat.PDF: pdf_of,
    FileFormat.DOCX: _docx_of,
    FileFormat.MD: lambda document: markdown_of(document).encode(),
}
"""What writes documents."""

DATA: Mapping[FileFormat, Callable[[PlanRecords, Wanted], bytes]] = {
    FileFormat.XLSX: _xlsx_of,
    FileFormat.CSV: lambda records, wanted: csv_of(records, language=wanted.language),
    FileFormat.JSON: lambda records, wanted: json_of(records, at=wanted.at),
    FileFormat.ICS: _ics_of,
}
"""What writes data, which is always of the whole plan."""

MIME_TYPES: Mapping[FileFormat, str] = {
    FileFormat.HTML: "text/html",
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.MD: "text/markdown",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "application/zip",
    FileFormat.JSON: "application/json",
    FileFormat.ICS: "text/calendar",
}


def exported(records: PlanRecords, file_format: FileFormat, wanted: Wanted) -> bytes:
    """Return a file of the plan.

    Raises:
        TypesettingError: if a PDF, or the pictures of a Word document, could not be made.
    """
    if file_format in DATA:
        return DATA[file_format](records, wanted)
    return WRITERS[file_format](document_of(records, wanted))


def types_for(kind: DocumentKind, file_format: FileFormat) -> Sequence[type[Entry]] | None:
    """Return which entries have to be read; None if all."""
    return GLANCE_TYPES if kind is DocumentKind.GLANCE and file_format not in DATA else None


def ending_of(file_format: FileFormat) -> str:
    """Return how the name of a file ends: tables come in a zip."""
    return "zip" if file_format is FileFormat.CSV else str(file_format)


def file_title(kind: DocumentKind, file_format: FileFormat) -> Message:
    """Return what a file is called, before the name of its plan."""
    return message("UCAP data") if file_format in DATA else _TITLES[kind]


_TITLES = {
    DocumentKind.PLAN: message("UCAP"),
    DocumentKind.GLANCE: message("UCAP at a glance"),
    DocumentKind.MEMO: message("UCAP council memo"),
    DocumentKind.PILOTS: message("UCAP pilots"),
    DocumentKind.STAKEHOLDERS: message("UCAP stakeholder report"),
}
