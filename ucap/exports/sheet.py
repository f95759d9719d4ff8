"""A sheet of a workbook whose rows are written as XML right away: cell by cell, xlsxwriter takes ten times as long."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ucap.core.sheets import cell_text
from ucap.exports.columns import Cell

_LONGEST_CELL = 32_767
_MOST_DIGITS = 15
"""Of a number; with more, a spreadsheet would change it."""

_FIRST_YEAR = 1900
_ORDINAL_OF_DAY_ZERO = 693_594
_MARCH_1900 = 61
"""From this day on: spreadsheets believe that February 1900 had 29 days."""

_HELD_OTHERWISE = "&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_SPECIAL = re.compile(f"[{_HELD_OTHERWISE}]|_x[0-9A-Fa-f]{{4}}_")
_ORDINARY = re.compile(rf"[0-9A-Za-z](?:[^_{_HELD_OTHERWISE}]{{0,1000}}[^_\s{_HELD_OTHERWISE}])?")
"""A text of which a cell holds each character as it is; nearly all are such."""
_NOT_IN_UNICODE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_READ_AS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")


class Sheet(Worksheet):  # type: ignore[misc] # xlsxwriter has no types
    """A sheet to which rows are added one after another; no cell of them is ever a formula."""

    def use_formats(self, *, day: Format, text: Format) -> None:
        """Give all days and texts of the rows these formats."""
        self._day_format, self._text_format = day._get_xf_index(), text._get_xf_index()  # noqa: SLF001 - by which the file knows them

    @cached_property
    def _columns(self) -> list[str]:
        return [xl_col_to_name(number) for number in range(self.dim_colmax + 1)]

    def add_row(self, cells: Iterable[Cell]) -> None:
        """Add a row under the last one; it has no more cells than the first."""
        if self.table:
            self._write_single_row()  # the head, which was written cell by cell
        self.dim_rowmax += 1
        row = str(self.dim_rowmax + 1)
        made = [
            self._made(f'<c r="{column}{row}"', cell)
            for column, cell in zip(self._columns, cells, strict=False)
            if cell is not None
        ]
        self.fh.write(f'<row r="{row}">{"".join(made)}</row>')

    def _made(self, begin: str, cell: str | Decimal | date) -> str:
        match cell:
            case str() if _ORDINARY.fullmatch(cell):
                return f'{begin} s="{self._text_format}" t="inlineStr"><is><t>{cell}</t></is></c>'
            case str():
                text = cell_text(cell)[:_LONGEST_CELL]
                space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
                return f'{begin} s="{self._text_format}" t="inlineStr"><is><t{space}>{_escaped(text)}</t></is></c>'
            case date() if cell.year >= _FIRST_YEAR:
                return f'{begin} s="{self._day_format}"><v>{_day_number(cell)}</v></c>'
            case Decimal() if len(cell.as_tuple().digits) <= _MOST_DIGITS:
                return f"{begin}><v>{float(cell):.16G}</v></c>"
            case _:
                return self._made(begin, str(cell))


def _day_number(day: date) -> int:
    number = day.toordinal() - _ORDINAL_OF_DAY_ZERO
    return number if number >= _MARCH_1900 else number - 1


def _escaped(text: str) -> str:
    """Return the text as XML has it, and what XML cannot hold as spreadsheets have it, or as a visible mark."""
    if not _SPECIAL.search(text):
        return text
    held = _NOT_IN_UNICODE.sub("\N{REPLACEMENT CHARACTER}", text)
    held = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _READ_AS_ESCAPED.sub("_x005F_", held))
    return held.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
