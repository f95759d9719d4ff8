"""CSV: a zip with a table for each entry type, for programs and spreadsheets; no cell of it is ever a formula."""

import csv
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ucap.core.languages import words_in
from ucap.core.sheets import cell_text
from ucap.document.records import PlanRecords
from ucap.document.wording import Wording
from ucap.entries.models import Entry, entry_types
from ucap.exports.columns import Cell, cells_of, columns_of

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The day that every file in the zip bears, so that the same plan makes the same zip."""


def csv_of(records: PlanRecords, *, language: str) -> bytes:
    """Return the plan as a zip of tables, named after the entry types."""
    written = BytesIO()
    wording = Wording(records, language)
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for entry_type in entry_types():
            member = ZipInfo(f"{entry_type.type_name()}.csv", _BEGINNING)
            member.compress_type = ZIP_DEFLATED
            archive.writestr(member, _table(entry_type, wording))
    return written.getvalue()


def _table(entry_type: type[Entry], wording: Wording) -> bytes:
    columns = columns_of(entry_type)
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow([cell_text(words_in(column.label, wording.language)) for column in columns])
    for entry in wording.records.of_type(entry_type):
        writer.writerow([_written(cell) for cell in cells_of(entry, columns, wording)])
    return file.getvalue().encode("utf-8-sig")  # with the mark by which spreadsheets know the encoding


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell_text(cell) if isinstance(cell, str) else str(cell)
