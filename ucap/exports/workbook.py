"""XLSX: a workbook with a sheet for each entry type, typed cells and frozen heads; no cell of it is ever a formula."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from ucap.core.languages import words_in
from ucap.core.sheets import cell_text
from ucap.core.text import message
from ucap.document.records import PlanRecords
from ucap.document.wording import Wording
from ucap.entries.models import Entry, entry_types
from ucap.exports.columns import CellKind, Column, cells_of, columns_of
from ucap.exports.sheet import Sheet

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONGEST_SHEET_NAME = 31
_WIDTHS = {CellKind.TEXT: 30, CellKind.NUMBER: 14, CellKind.DAY: 12}


def xlsx_of(records: PlanRecords, *, language: str) -> bytes:
    """Return the plan as a workbook."""
    written = BytesIO()
    write_workbook(written, [records], language=language)
    return written.getvalue()


def write_workbook(target: BinaryIO | Path, plans: Iterable[PlanRecords], *, language: str) -> None:
    """Write a workbook of plans, which are read one after another and forgotten; rows say which plan they are of."""
    with Workbook(target if not isinstance(target, Path) else str(target), {**_OPTIONS}) as workbook:
        sheets = _Sheets(workbook, language)
        for records in plans:
            sheets.add(records)


class _Sheets:
    """The sheets of a workbook that is being written."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._language = language
        self._head = workbook.add_format({"bold": True, "bg_color": "#E6EEF1", "text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        text = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._sheets: dict[type[Entry], tuple[Sheet, Sequence[Column]]] = {}
        for entry_type in entry_types():
            columns = columns_of(entry_type)
            sheet = workbook.add_worksheet(self._name_of(workbook, entry_type), worksheet_class=Sheet)
            sheet.use_formats(day=day, text=text)
            self._begin(sheet, columns)
            self._sheets[entry_type] = (sheet, columns)

    def add(self, records: PlanRecords) -> None:
        """Write the entries of a plan."""
        wording, plan = Wording(records, self._language), records.plan.title
        for entry in records.entries:
            sheet, columns = self._sheets[entry.type]
            sheet.add_row([plan, *cells_of(entry, columns, wording)])

    def _name_of(self, workbook: Workbook, entry_type: type[Entry]) -> str:
        """Return the name of a sheet: short, without what names may not hold, and each once."""
        label = words_in(entry_type.plural, self._language)
        plain = "".join(" " if one in "[]:*?/\\'" else one for one in label).strip() or entry_type.type_name()
        taken = {sheet.get_name().casefold() for sheet in workbook.worksheets()}
        name = plain[:_LONGEST_SHEET_NAME]
        return name if name.casefold() not in taken else f"{plain[:26]} {len(taken)}"

    def _begin(self, sheet: Sheet, columns: Sequence[Column]) -> None:
        labels = [message("Plan"), *(column.label for column in columns)]
        for number, label in enumerate(labels):
            sheet.write_string(0, number, cell_text(words_in(label, self._language)), self._head)
        sheet.set_column(0, 0, 24)
        for number, column in enumerate(columns, start=1):
            sheet.set_column(number, number, _WIDTHS[column.kind])
        sheet.freeze_panes(1, 0)
