"""Rows that people copy from a spreadsheet, or lines of a list, read from their text; and cells that are only text."""

import re
import unicodedata

_QUOTED = re.compile(r'"((?:[^"]++|"")*+)("?)')
"""From a quotation mark to the one that ends it; inside, two stand for one."""


class UnclosedQuotation(ValueError):  # noqa: N818 - named after what it says
    """A cell begins with a quotation mark and never ends.

    Attributes:
        row: the number of its row, from 1.
    """

    def __init__(self, row: int) -> None:
        """Remember the row."""
        super().__init__(f"row {row} begins a quotation that never ends")
        self.row = row


def rows_from(text: str, separator: str) -> list[list[str]]:
    """Return the cells of each row of a text, as spreadsheets copy and save them.

    A cell that holds the separator, a line break or a quotation mark stands in quotation marks, those in it doubled.
    What begins with a quotation mark but goes on after it ends, such as `"Green" roofs`, is taken as it stands.

    Raises:
        UnclosedQuotation: if a quotation never ends.
    """
    rows: list[list[str]] = [[]]
    ends = re.compile(f"[{re.escape(separator)}\n]|\\Z")
    at = 0
    while True:
        quoted = _quoted(text, at, separator, len(rows))
        end = ends.search(text, quoted.end() if quoted else at)
        until = end.start() if end else len(text)
        rows[-1].append(quoted[1].replace('""', '"') if quoted else text[at:until])
        at = until
        if at == len(text):
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


def _quoted(text: str, at: int, separator: str, row: int) -> re.Match[str] | None:
    """Return the quoted cell that begins here, or None if what begins here is none."""
    found = _QUOTED.match(text, at)
    if found is None:
        return None
    if not found[2]:
        raise UnclosedQuotation(row)
    return found if text[found.end() : found.end() + 1] in {separator, "\n", ""} else None


_BEGINS_FORMULA = ("=", "+", "-", "@")


def cell_text(text: str) -> str:
    """Return the text with a mark before it, if a spreadsheet would take it for a formula."""
    if text[:1].isascii() and text[:1].isalnum():
        return text  # as nearly all do
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(one for one in plain if unicodedata.category(one)[0] not in "CZ")
    return f"'{text}" if seen.startswith(_BEGINS_FORMULA) else text
