"""The reader of workbooks: a program of its own with little memory and time, for workbooks come from anywhere.

It reads an XLSX file from standard input and writes JSON to standard output: `{"rows": [[text, ...], ...]}` of the
first sheet, or `{"problem": word}`. Formulas are text to it. Its arguments are how many rows and columns it reads.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import openpyxl

_MEMORY_BYTES = 300 * 1024 * 1024
_CPU_SECONDS = 4
_MOST_PARTS = 1_000
_MOST_UNPACKED = 24 * 1024 * 1024
_LONGEST_CELL = 32_767
_MOST_ROWS = 30_000
"""Of any sheet: where none says how large it is, all of it is parsed before its first row is known."""

_SHEET = re.compile(r"xl/worksheets/[^/]*\.xml")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")


class Unreadable(Exception):  # noqa: N818 - named after what it says
    """The file is refused; the argument is a word that says why."""


def main() -> None:
    """Read one workbook."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    most_rows, most_columns = map(int, sys.argv[1:])
    try:
        content = sys.stdin.buffer.read()
        _refuse_parts(content)
        answer: dict[str, object] = {"rows": list(_rows_of(content, most_rows, most_columns))}
    except Unreadable as unreadable:
        answer = {"problem": str(unreadable)}
    except MemoryError:
        answer = {"problem": "large"}
    except Exception:  # noqa: BLE001 - whatever a hostile file makes the parsers raise, it is no workbook
        answer = {"problem": "broken"}
    sys.stdout.write(json.dumps(answer))


def _refuse_parts(content: bytes) -> None:
    """Refuse what is no workbook, has macros or unpacks to too much, before anything of it is unpacked."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            found = parts.infolist()
            if len(found) > _MOST_PARTS or sum(part.file_size for part in found) > _MOST_UNPACKED:
                raise Unreadable("large")
            names = {part.filename.casefold() for part in found}
            if "[content_types].xml" not in names:
                raise Unreadable("broken")
            types = parts.read("[Content_Types].xml")
            for part in found:
                if _SHEET.fullmatch(part.filename.casefold()) and len(_ROW.findall(parts.read(part))) > _MOST_ROWS:
                    raise Unreadable("long")
    except (BadZipFile, KeyError) as error:
        raise Unreadable("broken") from error
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroenabled" in types.lower():
        raise Unreadable("macros")


def _rows_of(content: bytes, most_rows: int, most_columns: int) -> Iterator[list[str]]:
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
    if not book.worksheets:
        raise Unreadable("broken")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > most_rows:
            raise Unreadable("long")
        texts = [_text_of(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > most_columns:
            raise Unreadable("wide")
        yield texts


def _text_of(value: object) -> str:
    """Return the cell as people see it; a formula is its text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:_LONGEST_CELL]


if __name__ == "__main__":
    main()
