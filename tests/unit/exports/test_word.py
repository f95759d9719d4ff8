from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tests.unit.exports.documents import TODAY, full_plan, make_facts, make_glance, make_side, piloted_plan
from ucap.document.models import Document
from ucap.document.pilot_sheets import pilots_document
from ucap.exports.word import docx_of


def opened(document: Document) -> WordDocument:
    return docx.Document(BytesIO(docx_of(document)))


def styled(document: WordDocument) -> list[tuple[str, str]]:
    return [(str(one.style.name if one.style else ""), one.text) for one in document.paragraphs]


def test_headings_tell_the_structure() -> None:
    headings = [(style, text) for style, text in styled(opened(full_plan())) if style.startswith(("Head", "Title"))]

    assert headings[:6] == [
        ("Title", "Surat  – Rotterdam "),
        ("Heading 1", "Context"),
        ("Heading 1", "Objectives"),
        ("Heading 2", "Areas of cooperation"),
        ("Heading 2", "Specific objectives"),
        ("Heading 1", "Transfer measures"),
    ]
    assert ("Heading 2", "Water plaza ") in headings


def test_the_first_row_of_each_table_is_marked_as_its_head() -> None:
    (_areas, table) = opened(full_plan()).tables

    marks = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]  # noqa: SLF001 - python-docx shows it no other way

    assert marks == [True, False]
    assert [cell.text for cell in table.rows[0].cells] == ["Objective", "Area of cooperation", "Indicator", "Unit"]
    assert [cell.text for cell in table.rows[1].cells] == ["Dry streets ", "Squares ", "Closed streets ", "streets"]


@pytest.mark.parametrize("language", ["en", "de", "pt-BR"])
def test_the_document_says_its_language_and_title(language: str) -> None:
    document = opened(make_glance(language=language).document)

    marks = [mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))]

    assert marks
    assert set(marks) == {language}
    assert document.core_properties.language == language
    assert document.core_properties.title == "Urban Cooperation Action Plan at a glance: Surat – Rotterdam"


def test_a_text_in_another_language_says_so_and_writing_to_the_left_is_said() -> None:
    document = opened(full_plan(language="ar"))

    run = next(one for one in document.paragraphs if one.text == "A square that stores rain.").runs[0]

    assert run._r.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:val")) == "en"  # noqa: SLF001 - likewise
    assert document.styles["Normal"].element.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None


def test_lists_and_emphasis_have_styles() -> None:
    document = opened(full_plan("A **square** that *stores* rain.\n\n- one\n\n1. first"))

    paragraph = next(one for one in document.paragraphs if one.text == "A square that stores rain.")

    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        ("A ", None, None),
        ("square", True, None),
        (" that ", None, None),
        ("stores", None, True),
        (" rain.", None, None),
    ]
    assert ("List Bullet", "one") in styled(document)
    assert ("List Number", "first") in styled(document)


def test_pictures_have_words() -> None:
    document = opened(pilots_document(piloted_plan(), language="en", on=TODAY))

    (picture,) = document.inline_shapes

    assert picture._inline.docPr.get("descr").startswith("Hours under water : 3 readings")  # noqa: SLF001 - likewise
    assert ("Heading 1", "Market square ") in styled(document)


def test_what_xml_cannot_hold_becomes_a_visible_mark() -> None:
    document = opened(full_plan("a\x01b \ud800 \ufffe", name="c\x00d\x1f"))

    assert ("Normal", "a\ufffdb \ufffd \ufffd") in styled(document)
    assert ("Heading 2", "Water plaza c\ufffdd\ufffd") in styled(document)


@pytest.mark.parametrize("text", ["<w:p/>", "]]>", "&amp; <b>x</b>", "नमस्ते 東京 🌊", "=cmd|' /C calc'!A0"])
def test_text_is_text(text: str) -> None:
    document = opened(full_plan(f"```\n{text}\n```", name=text))

    assert ("Heading 2", f"Water plaza {text}") in styled(document)
    assert any(said.strip() == text for _style, said in styled(document))


def test_the_foot_of_each_page_says_what_it_is_and_counts_pages() -> None:
    plan = make_facts(make_side(0, "Surat"), make_side(1, "Rotterdam"), is_illustrative=True)

    footer = opened(make_glance(plan=plan).document).sections[0].footer.paragraphs[0]

    assert "Surat – Rotterdam · Working draft of 22 November 2026 · Illustrative" in footer.text
    fields = [(mark.text or "").strip() for mark in footer._p.iter(qn("w:instrText"))]  # noqa: SLF001 - likewise
    assert fields == ["PAGE"]
