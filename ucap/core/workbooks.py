"""Sheets that people bring, XLSX or CSV, as the text that they would have copied from them."""

import csv
import io

from ucap.core.errors import RuleBroken
from ucap.core.readers import read_apart
from ucap.core.text import Message, message

MOST_BYTES = 1_500_000
_MOST_COLUMNS = 100
_ZIP = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_SHEET = "sheet"

_PROBLEMS = {
    "large": message("This workbook unpacks to more than can be read. Copy the rows you need into a new one."),
    "macros": message("This workbook has macros. Save it without them, as .xlsx, and choose it again."),
    "long": message("The first sheet has too many rows. Bring it in parts."),
    "wide": message("The first sheet has too many columns. Delete those that are not needed."),
    "broken": message("This file cannot be read as a workbook. Save it as .xlsx or .csv, and choose it again."),
}
_WRONG_NAME = message("The name of this file says something else than it is. Save it as .xlsx or .csv.")
_WRONG_KIND = message("Choose a file that ends in .xlsx or .csv.")


def text_of_sheet(filename: str, content: bytes, *, most_rows: int) -> str:
    """Return the rows of the file, cells separated by tabs; nothing in it is carried out.

    Raises:
        RuleBroken: if it is no sheet, too large, or not what its name says.
    """
    ending = filename.rpartition(".")[2].casefold()
    if ending not in {"xlsx", "csv"}:
        raise _refusal(_PROBLEMS["macros"] if ending == "xlsm" else _WRONG_KIND)
    if len(content) > MOST_BYTES:
        raise _refusal(_PROBLEMS["large"])
    if (ending == "xlsx") != content.startswith(_ZIP) or content.startswith(_OLD_WORKBOOK):
        raise _refusal(_WRONG_NAME)
    return _tabbed(_rows_of_workbook(content, most_rows)) if ending == "xlsx" else _text_of_csv(content)


def _refusal(text: Message) -> RuleBroken:
    return RuleBroken(text, field=_SHEET)


def _rows_of_workbook(content: bytes, most_rows: int) -> list[list[str]]:
    limits = (str(most_rows), str(_MOST_COLUMNS))
    answer, _nothing = read_apart("ucap.core.workbook_reader", *limits, content=content)
    if "problem" in answer:
        raise _refusal(_PROBLEMS[answer["problem"]])
    rows: list[list[str]] = answer["rows"]
    return rows


def _tabbed(rows: list[list[str]]) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter="\t", lineterminator="\n").writerows(rows)
    return file.getvalue()


def _text_of_csv(content: bytes) -> str:
    """Return the text of the file; which character separates its cells shows in its headings."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise _refusal(_PROBLEMS["broken"])
