from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tests.unit.exports.documents import full_glance, make_facts, make_glance
from ucap.exports.glance import Glance
from ucap.exports.word import glance_docx


def opened(glance: Glance) -> WordDocument:
    return Document(BytesIO(glance_docx(glance)))


def styled(document: WordDocument) -> list[tuple[str, str]]:
    return [(str(one.style.name if one.style else ""), one.text) for one in document.paragraphs]


def test_headings_tell_the_structure() -> None:
    headings = [(style, text) for style, text in styled(opened(full_glance())) if style.startswith(("Head", "Title"))]

    assert headings == [
        ("Title", "Surat  – Rotterdam "),
        ("Heading 1", "What we work on together"),
        ("Heading 2", "Squares "),
        ("Heading 1", "What travels between the cities"),
        ("Heading 2", "Water plaza "),
        ("Heading 3", "The practice"),
        ("Heading 3", "Serves"),
    ]


def test_the_first_row_of_each_table_is_marked_as_its_head() -> None:
    (table,) = opened(full_glance()).tables

    marks = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]  # noqa: SLF001 - python-docx shows it no other way

    assert marks == [True, False]
    assert [cell.text for cell in table.rows[0].cells][1:] == ["What is measured", "Today", "Target", "By"]


@pytest.mark.parametrize("language", ["en", "de", "pt-BR"])
def test_the_document_says_its_language_and_title(language: str) -> None:
    document = opened(make_glance(language=language))

    marks = [mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))]

    assert marks
    assert set(marks) == {language}
    assert document.core_properties.language == language
    assert document.core_properties.title == "Urban Cooperation Action Plan at a glance: Surat – Rotterdam"


def test_lists_and_emphasis_have_styles() -> None:
    document = opened(full_glance("A **square** that *stores* rain.\n\n- one\n\n1. first"))

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
    assert ("List Bullet", "Dry streets ") in styled(document)


def test_what_xml_cannot_hold_becomes_a_visible_mark() -> None:
    document = opened(full_glance("a\x01b \ud800 \ufffe", name="c\x00d\x1f"))

    assert ("Normal", "a\ufffdb \ufffd \ufffd") in styled(document)
    assert ("Heading 2", "Water plaza c\ufffdd\ufffd") in styled(document)


@pytest.mark.parametrize("text", ["<w:p/>", "]]>", "&amp; <b>x</b>", "नमस्ते 東京 🌊", "=cmd|' /C calc'!A0"])
def test_text_is_text(text: str) -> None:
    document = opened(full_glance(f"```\n{text}\n```", name=text))

    assert ("Heading 2", f"Water plaza {text}") in styled(document)
    assert any(said.strip() == text for _style, said in styled(document))


def test_an_empty_plan_has_words_for_it() -> None:
    said = [text for _style, text in styled(opened(make_glance()))]

    assert "No area of cooperation has been written yet." in said
    assert "No transfer measure has been written yet." in said
    assert "0 areas of cooperation, 0 objectives, 0 transfer measures" in said


def test_the_foot_of_each_page_says_what_it_is_and_counts_pages() -> None:
    footer = opened(make_glance(plan=make_facts(is_illustrative=True))).sections[0].footer.paragraphs[0]

    assert "Surat – Rotterdam · Working draft of 22 November 2026 · Illustrative" in footer.text
    assert [mark.text for mark in footer._p.iter(qn("w:instrText"))] == ["PAGE"]  # noqa: SLF001 - likewise
