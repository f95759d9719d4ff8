"""Word: a summary as a document that a city can edit, with real styles, headings and header rows."""

import re
from functools import cache
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from ucap.core.text import Block
from ucap.exports.glance import Glance, GlanceArea, GlanceMeasure

_INK = RGBColor(0x13, 0x26, 0x2F)
_BRAND = RGBColor(0x12, 0x50, 0x6B)
_MUTED = RGBColor(0x4A, 0x5C, 0x65)
_TINT = "E6EEF1"
_COLUMNS = (Mm(48), Mm(44), Mm(22), Mm(24), Mm(32))
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LISTS = {"bullet": "List Bullet", "number": "List Number", "paragraph": "Normal"}


def glance_docx(glance: Glance) -> bytes:
    """Return the summary as a Word document."""
    document = Document()
    _set_up(document, glance)
    words = glance.words
    _add_paragraph(document, words.kind, "Subtitle")
    _add_paragraph(document, _plain(glance.title), "Title")
    for label, value in (
        (words.programme, glance.programme),
        (words.theme, glance.theme),
        (words.topic, glance.topic),
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(_plain(value))
    document.add_paragraph(", ".join(f"{count} {label}" for count, label in glance.counts))
    _add_paragraph(document, words.areas, "Heading 1")
    if not glance.areas:
        document.add_paragraph(words.no_areas)
    for area in glance.areas:
        _add_area(document, glance, area)
    _add_paragraph(document, words.measures, "Heading 1")
    if not glance.measures:
        document.add_paragraph(words.no_measures)
    for measure in glance.measures:
        _add_measure(document, glance, measure)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


@cache
def _style_id(name: str) -> str:
    """Return what the file calls the style; python-docx would look through all of them for each paragraph."""
    found: str = Document().styles[name].style_id
    return found


def _add_paragraph(document: WordDocument, text: str, style: str) -> Paragraph:
    paragraph = document.add_paragraph(text)
    if style != "Normal":
        paragraph._p.style = _style_id(style)  # noqa: SLF001 - python-docx has no quick way
    return paragraph


def _plain(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _set_up(document: WordDocument, glance: Glance) -> None:
    document.core_properties.title = _plain(f"{glance.words.kind}: {glance.title}")
    document.core_properties.author = _plain(glance.programme)
    document.core_properties.language = glance.language
    document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    for name, size, colour in (
        ("Normal", 10.5, None),
        ("Title", 24, _BRAND),
        ("Subtitle", 11, _MUTED),
        ("Heading 1", 15, _BRAND),
        ("Heading 2", 12, _INK),
        ("Heading 3", 10.5, _MUTED),
        ("Footer", 8.5, _MUTED),
    ):
        style = document.styles[name]
        if isinstance(style, ParagraphStyle):
            _set_style(style, size, colour)
    _set_language(document, glance.language)
    footer = section.footer.paragraphs[0]
    footer.text = _plain(" · ".join(part for part in (glance.title, glance.status, glance.illustration) if part))
    footer.add_run(f" · {glance.words.page} ")
    _add_page_number(footer.add_run()._r)  # noqa: SLF001 - python-docx has no page numbers of its own


def _set_style(style: ParagraphStyle, size: float, colour: RGBColor | None) -> None:
    style.font.name = "Calibri"
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if colour is not None:
        style.font.color.rgb = colour


def _set_language(document: WordDocument, language: str) -> None:
    """Say in which language the text is, so that spelling and speech follow it."""
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)


def _add_page_number(run: BaseOxmlElement) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run.append(part)


def _add_area(document: WordDocument, glance: Glance, area: GlanceArea) -> None:
    _add_paragraph(document, _plain(area.focus), "Heading 2")
    if not area.objectives:
        return
    words = glance.words
    heads = [words.objective, words.indicator, words.baseline, words.target, words.due]
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, _COLUMNS, strict=True):
        column.width = width
    _fill_row(table, 0, heads)
    _mark_head(table)
    for objective in area.objectives:
        table.add_row()
        cells = [
            objective.statement,
            objective.indicator,
            objective.baseline,
            objective.target,
            objective.due,
        ]
        _fill_row(table, len(table.rows) - 1, cells)


def _fill_row(table: Table, number: int, texts: list[str]) -> None:
    row = table.rows[number]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx cannot keep rows whole
    for cell, text, width in zip(row.cells, texts, _COLUMNS, strict=True):
        cell.text = _plain(text)
        cell.width = width
        cell.paragraphs[0].paragraph_format.space_after = Pt(3)
        cell.paragraphs[0].paragraph_format.space_before = Pt(3)


def _mark_head(table: Table) -> None:
    """Mark the first row as the table's head, which repeats on each page and is read out with each cell."""
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no header rows
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _TINT)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shades
        cell.paragraphs[0].runs[0].bold = True


def _add_measure(document: WordDocument, glance: Glance, measure: GlanceMeasure) -> None:
    _add_paragraph(document, _plain(measure.title), "Heading 2")
    facts = [measure.direction, measure.mode, measure.state]
    document.add_paragraph().add_run(_plain(" · ".join(fact for fact in facts if fact))).bold = True
    for text in measure.texts:
        _add_paragraph(document, _plain(text.label), "Heading 3")
        for block in text.blocks:
            _add_block(document, block)
    if measure.serves:
        _add_paragraph(document, glance.words.serves, "Heading 3")
        for title in measure.serves:
            _add_paragraph(document, _plain(title), "List Bullet")


def _add_block(document: WordDocument, block: Block) -> None:
    paragraph = _add_paragraph(document, "", _LISTS[block.kind])
    for piece in block.runs:
        run = paragraph.add_run(_plain(piece.text))
        run.bold = piece.is_strong or None
        run.italic = piece.is_emphasis or None
