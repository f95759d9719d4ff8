"""The page from which everything of a plan is exported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from ucap.core.languages import language_text, translated_languages
from ucap.core.text import Message, message
from ucap.document.glance import Length, glance_of
from ucap.document.records import PlanRecords
from ucap.entries.fields import PARTS
from ucap.exports.catalogue import DATA, WRITERS, DocumentKind, FileFormat
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.permissions import may_see_contacts
from ucap.web.filters import page_language, said
from ucap.web.frame import Link

_ABOUT = {
    DocumentKind.PLAN: message(
        "Every section with all its entries, the stakeholders and the pilots. Choose what is in it."
    ),
    DocumentKind.GLANCE: message("What you work on and what travels between the cities, on exactly two pages."),
    DocumentKind.MEMO: message(
        "One page for a council: what is asked, what it costs, who takes part, what comes next."
    ),
    DocumentKind.PILOTS: message("Each pilot on a page of its own: charts, milestones, money, risks, latest news."),
    DocumentKind.STAKEHOLDERS: message("Who takes part, who is missing, what was asked and what became of it."),
}
_CHOICES = {DocumentKind.PLAN, DocumentKind.STAKEHOLDERS}
"""Documents of which something can be chosen."""

_DATA_ABOUT = {
    FileFormat.XLSX: message("A sheet for each kind of entry, for a spreadsheet."),
    FileFormat.CSV: message("A table for each kind of entry, zipped, for programs."),
    FileFormat.JSON: message("All languages, with codes and ids; it keeps to a published schema."),
    FileFormat.ICS: message("All days of the plan, for your calendar."),
}


@dataclass(frozen=True)
class File:
    """A format in which something can be had."""

    format: FileFormat
    label: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Option:
    """Something that can be chosen; the name and value by which the address says it."""

    name: str
    value: str
    label: str
    is_checked: bool


@dataclass(frozen=True)
class Offer:
    """A document, the formats in which it can be had, and what can be chosen of it.

    Attributes:
        given: names and values that go with whatever is chosen.
    """

    kind: DocumentKind
    label: str
    about: str
    files: Sequence[File]
    legend: str
    options: Sequence[Option]
    given: dict[str, str]


@dataclass(frozen=True)
class ExportPage:
    """All that can be exported of a plan, and how long its summary is."""

    plan: OpenPlan
    languages: Sequence[Link]
    offers: Sequence[Offer]
    data: Sequence[File]
    lengths: Sequence[Length]
    schema_url: str


def export_page(plan: OpenPlan, records: PlanRecords, language: str, on: date) -> ExportPage:
    """Return what the page shows, with files in the language."""
    return ExportPage(
        plan=plan,
        languages=[
            Link(
                language_text(one, page_language()),
                url_for("exports.show_exports", plan_id=plan.id, lang=one),
                current=one == language,
            )
            for one in languages_of(plan)
        ],
        offers=[_offer(plan, kind, language) for kind in DocumentKind],
        data=[File(one, said(one.label), _address(plan, one, lang=language), said(_DATA_ABOUT[one])) for one in DATA],
        lengths=glance_of(records, language=language, on=on).lengths,
        schema_url=url_for("exports.show_schema"),
    )


def languages_of(plan: PlanFacts) -> list[str]:
    """Return the languages in which files can be had: those of our pages, and those that the sides write in."""
    written = [side.language for side in plan.sides]
    return list(dict.fromkeys([page_language(), *written, *translated_languages()]))


def _offer(plan: OpenPlan, kind: DocumentKind, language: str) -> Offer:
    given = {"document": str(kind), "lang": language}
    options = _options(plan, kind)
    parts = {} if kind in _CHOICES and options else given
    return Offer(
        kind=kind,
        label=said(kind.label),
        about=said(_ABOUT[kind]),
        files=[File(one, said(one.label), _address(plan, one, **parts)) for one in WRITERS],
        legend=said(_legend(kind)),
        options=options,
        given=given,
    )


def _legend(kind: DocumentKind) -> Message:
    return message("What is in it") if kind is DocumentKind.PLAN else message("Personal data")


def _options(plan: OpenPlan, kind: DocumentKind) -> list[Option]:
    if kind is DocumentKind.PLAN:
        return [Option("part", str(part), said(part.label), is_checked=True) for part in PARTS]
    if kind is DocumentKind.STAKEHOLDERS and may_see_contacts(plan.rights):
        return [Option("contacts", "yes", said(message("With contact people; the file is marked")), is_checked=False)]
    return []


def _address(plan: OpenPlan, file_format: FileFormat, **parts: str) -> str:
    if file_format is FileFormat.HTML:
        return url_for("exports.show_document", plan_id=plan.id, **parts)  # type: ignore[arg-type] # parts of an address
    return url_for("exports.download_export", plan_id=plan.id, file_format=file_format, **parts)  # type: ignore[arg-type] # likewise
