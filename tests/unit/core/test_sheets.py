import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.core.sheets import UnclosedQuotation, rows_from

CELLS = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["", '"', '""', "a\tb", "a\nb", 'say "yes"', '"Green" roofs', "1,200;50", "=cmd|' /C calc'!A0", "\u202etxt"]
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6)


@given(TABLES, st.sampled_from("\t,;"))
def test_any_table_reads_back_as_it_was_written(table: list[list[str]], separator: str) -> None:
    assert rows_from(written(table, separator), separator) == table


@given(st.text(st.characters(exclude_characters='\r"', exclude_categories=["Cs"])))
def test_text_without_quotation_marks_is_split_and_nothing_else(text: str) -> None:
    assert rows_from(text, "\t") == [line.split("\t") for line in text.split("\n")]


@given(st.text(st.sampled_from('ab"\t\n')))
def test_anything_is_read_or_refused_with_its_row(text: str) -> None:
    try:
        last = len(rows_from(text, "\t"))
    except UnclosedQuotation as unclosed:
        last = unclosed.row

    assert 1 <= last <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [[""]]),
        ("one", [["one"]]),
        ("one\ntwo", [["one"], ["two"]]),
        ("one\n", [["one"], [""]]),
        ("a\tb\n\tc", [["a", "b"], ["", "c"]]),
        ('"a\nb"\tc', [["a\nb", "c"]]),
        ('"say ""yes"""\tc', [['say "yes"', "c"]]),
        ('""\tc', [["", "c"]]),
        ('"Green" roofs\tc', [['"Green" roofs', "c"]]),
        ('5" pipes\t6" pipes', [['5" pipes', '6" pipes']]),
        ('"a", "b"', [['"a", "b"']]),
    ],
)
def test_what_spreadsheets_copy_is_read(text: str, rows: list[list[str]]) -> None:
    assert rows_from(text, "\t") == rows


@pytest.mark.parametrize(
    ("text", "row"), [('"', 1), ('"""', 1), ('a\n"b', 2), ('a\t"b\nc\nd', 1), ('"a\nb"\n\n"c""', 3)]
)
def test_a_quotation_that_never_ends_is_refused(text: str, row: int) -> None:
    with pytest.raises(UnclosedQuotation) as caught:
        rows_from(text, "\t")

    assert caught.value.row == row


@pytest.mark.parametrize("piece", ['"', '""', '"a', '"a""\n', '"""', 'a"\t', "\t", "\n", '"a"b\n'])
def test_long_text_is_read_in_one_go(piece: str) -> None:
    try:
        rows = rows_from(piece * 50_000, "\t")
    except UnclosedQuotation:
        return

    assert sum(len(row) for row in rows) <= 50_000 * len(piece) + 1


def written(table: list[list[str]], separator: str) -> str:
    """Return the table as a spreadsheet copies it."""
    return "\n".join(separator.join(quoted(cell, separator) for cell in row) for row in table)


def quoted(cell: str, separator: str) -> str:
    needs_marks = any(character in cell for character in (separator, "\n", '"'))
    return '"{}"'.format(cell.replace('"', '""')) if needs_marks else cell
