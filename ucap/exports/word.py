"""Word: a document that a city can edit, with real styles, headings, header rows, alt texts and language marks."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ucap.core.text import blocks_of
from ucap.document.models import (
    Block,
    Bullets,
    Counts,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    PageBreak,
    Prose,
    Table,
    Words,
)
from ucap.exports.typesetting import pictures_of

_INK = RGBColor(0x13, 0x26, 0x2F)
_BRAND = RGBColor(0x12, 0x50, 0x6B)
_MUTED = RGBColor(0x4A, 0x5C, 0x65)
_WARM = RGBColor(0x8A, 0x34, 0x13)
_TINT = "E6EEF1"
_WIDTH = Mm(170)
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LISTS = {"bullet": "List Bullet", "number": "List Number", "paragraph": "Normal"}
_SCALE_OF_COUNTED_PAGES = 0.82
_LABEL, _NOTE, _WARNING = "Label", "Remark", "Warning"
_STYLES = (
    ("Normal", 10.5, None),
    ("Title", 24, _BRAND),
    ("Subtitle", 11, _MUTED),
    ("Heading 1", 16, _BRAND),
    ("Heading 2", 13, _INK),
    ("Heading 3", 11.5, _INK),
    ("Heading 4", 10.5, _MUTED),
    ("Caption", 9, _MUTED),
    ("Footer", 8.5, _MUTED),
)


def docx_of(document: Document) -> bytes:
    """Return the document as a Word document.

    Raises:
        TypesettingError: if its pictures could not be made.
    """
    writer = _Writer(document)
    writer.write_cover()
    for block in document.blocks:
        writer.write(block)
    written = BytesIO()
    writer.word.save(written)
    return written.getvalue()


class _Writer:
    """Writes blocks into a new Word document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._pictures: Iterator[bytes] = iter(
            pictures_of([figure.svg for figure in document.figures], document.language)
        )
        self.word: WordDocument = docx.Document()
        _set_up(self.word, document)

    def write_cover(self) -> None:
        """Write what the document is, whose, and where it stands."""
        document = self._document
        self._paragraph(document.kind, "Subtitle")
        self._paragraph(document.title, "Title")
        if document.lead:
            self._paragraph(document.lead)
        for label, value in document.cover:
            paragraph = self._paragraph("")
            paragraph.add_run(f"{_plain(label)}: ").bold = True
            paragraph.add_run(_plain(value))
        self._paragraph(" · ".join(part for part in (document.status, document.illustration) if part), _NOTE)
        if document.has_contents:
            self._contents()

    def write(self, block: Block) -> None:  # noqa: C901 - a case for each block
        """Write a block."""
        match block:
            case Heading():
                self._said(block.words, f"Heading {min(block.level, 4)}")
                if block.marks:
                    self._paragraph(" · ".join(block.marks), _NOTE)
            case Prose():
                self._prose(block.words)
            case Facts():
                self._facts(block)
            case Bullets():
                for item in block.items:
                    self._said(item, "List Bullet")
            case Table():
                self._table(block)
            case Counts():
                self._paragraph(" · ".join(f"{one.number} {one.label}" for one in block.counts)).runs[0].bold = True
            case Figure():
                self._figure(block)
            case Note():
                self._paragraph(block.text, _WARNING if block.is_warning else _NOTE)
            case PageBreak():
                self._paragraph("").add_run().add_break(WD_BREAK.PAGE)

    def _paragraph(self, text: str, style: str = "Normal") -> Paragraph:
        paragraph = self.word.add_paragraph(_plain(text))
        if style != "Normal":
            paragraph._p.style = _style_id(style)  # noqa: SLF001 - python-docx has no quick way
        return paragraph

    def _said(self, words: Words, style: str = "Normal") -> Paragraph:
        paragraph = self._paragraph(words.text, style)
        for run in paragraph.runs:
            self._mark(run, words)
        return paragraph

    def _mark(self, run: Run, words: Words) -> None:
        """Say in which language a run is, if it is another than the document's."""
        if words.language and words.language != self._document.language:
            mark = OxmlElement("w:lang")
            mark.set(qn("w:val"), words.language)
            run._r.get_or_add_rPr().append(mark)  # noqa: SLF001 - python-docx has no languages

    def _facts(self, block: Facts) -> None:
        for fact in block.facts:
            self._paragraph(fact.label, _LABEL)
            for value in fact.values:
                if fact.is_prose:
                    self._prose(value)
                else:
                    self._said(value, "Normal" if len(fact.values) == 1 else "List Bullet")

    def _prose(self, words: Words) -> None:
        for block in blocks_of(words.text):
            paragraph = self._paragraph("", _LISTS[block.kind])
            for piece in block.runs:
                run = paragraph.add_run(_plain(piece.text))
                run.bold = piece.is_strong or None
                run.italic = piece.is_emphasis or None
                self._mark(run, words)

    def _table(self, block: Table) -> None:
        self._paragraph(block.caption, "Caption")
        table = self.word.add_table(rows=len(block.rows) + 1, cols=len(block.heads), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _describe_table(table, block.caption)
        widths = [round(_WIDTH * weight / sum(block.weights)) for weight in block.weights]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        rows = [[Words(head) for head in block.heads], *block.rows]
        cells = iter(table._cells)  # noqa: SLF001 - asked cell by cell they are counted again each time
        for texts in rows:
            for column, (words, width) in enumerate(zip(texts, widths, strict=True)):
                cell = next(cells)
                cell.width = width
                paragraph = cell.paragraphs[0]
                if column in block.figures:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                run = paragraph.add_run(_plain(words.text))
                run.font.size = Pt(9)
                self._mark(run, words)
                paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2)
        _mark_rows(table)
        self._paragraph("")

    def _figure(self, block: Figure) -> None:
        paragraph = self._paragraph("")
        picture = paragraph.add_run().add_picture(BytesIO(next(self._pictures)), width=Mm(130))
        properties = picture._inline.docPr  # noqa: SLF001 - python-docx has no alt texts
        properties.set("descr", _plain(block.description))
        properties.set("title", _plain(block.caption))
        paragraph.paragraph_format.keep_with_next = True
        self._paragraph(block.caption, "Caption")

    def _contents(self) -> None:
        """Write a list of the chapters, which Word replaces by one with page numbers when it is asked to."""
        self._paragraph(self._document.frame.contents, _LABEL)
        paragraph = self._paragraph("")
        _add_field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', "\n".join(one.words.text for one in self._document.chapters))
        self._paragraph("").add_run().add_break(WD_BREAK.PAGE)


@cache
def _style_id(name: str) -> str:
    """Return what the file calls the style; python-docx would look through all of them for each paragraph."""
    if name in {_LABEL, _NOTE, _WARNING}:
        return name
    found: str = docx.Document().styles[name].style_id
    return found


def _plain(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _set_up(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title = _plain(f"{document.kind}: {document.title}")
    properties.author = _plain(document.author)
    properties.language = document.language
    properties.comments = ""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    scale = 1 if document.pages is None else _SCALE_OF_COUNTED_PAGES
    for name, size, colour in _STYLES:
        style = word.styles[name]
        if isinstance(style, ParagraphStyle):
            _set_style(style, size * scale, colour)
    if document.pages is not None:
        _set_tight(word)
    for name, colour in ((_LABEL, _MUTED), (_NOTE, _MUTED), (_WARNING, _WARM)):
        _add_style(word, name, colour)
    _set_language(word, document)
    footer = section.footer.paragraphs[0]
    footer.text = _plain(" · ".join(part for part in (document.title, document.status, document.illustration) if part))
    footer.add_run(f" · {_plain(document.frame.page)} ")
    _add_field(footer, "PAGE", "1")


def _set_tight(word: WordDocument) -> None:
    """Leave little room between paragraphs, where pages are counted."""
    for style in word.styles:
        if isinstance(style, ParagraphStyle) and style.name != "Title":
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(2), Pt(2)
    section = word.sections[0]
    section.top_margin = section.bottom_margin = Mm(14)


def _set_style(style: ParagraphStyle, size: float, colour: RGBColor | None) -> None:
    style.font.name = "Calibri"
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if colour is not None:
        style.font.color.rgb = colour


def _add_style(word: WordDocument, name: str, colour: RGBColor) -> None:
    style = word.styles.add_style(name, 1)
    if isinstance(style, ParagraphStyle):
        style.base_style = word.styles["Normal"]
        style.font.size, style.font.bold = Pt(9.5), name == _LABEL
        style.font.color.rgb = colour
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(2)
        style.paragraph_format.keep_with_next = name == _LABEL


def _set_language(word: WordDocument, document: Document) -> None:
    """Say in which language the text is, so that spelling and speech follow it, and the direction of its writing."""
    for mark in word.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), document.language)
        mark.set(qn("w:bidi" if document.direction == "rtl" else "w:eastAsia"), document.language)
    if document.direction == "rtl":
        word.styles["Normal"].element.get_or_add_pPr().insert(0, OxmlElement("w:bidi"))
        section = word.sections[0]._sectPr  # noqa: SLF001 - python-docx has no directions
        grid = section.find(qn("w:docGrid"))
        section.insert(len(section) if grid is None else section.index(grid), OxmlElement("w:bidi"))


def _add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Add a field, which Word fills, with what is shown until it does."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run(_plain(shown) if kind == "shown" else "")
        if kind == "code":
            part = OxmlElement("w:instrText")
            part.text = f" {code} "
            run._r.append(part)  # noqa: SLF001 - python-docx has no fields
        elif kind != "shown":
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            run._r.append(part)  # noqa: SLF001 - likewise


def _describe_table(table: WordTable, caption: str) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no alt texts
    mark = OxmlElement("w:tblCaption")
    mark.set(qn("w:val"), _plain(caption))
    properties.append(mark)


def _mark_rows(table: WordTable) -> None:
    """Keep rows whole, and mark the first as the head, which repeats on each page and is read with each cell."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx cannot keep rows whole
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
            _shade(row._tr.tc_lst)  # noqa: SLF001 - python-docx has no shades
            for cell in row.cells:
                for run in cell.paragraphs[0].runs:
                    run.bold = True


def _shade(cells: Sequence[BaseOxmlElement]) -> None:
    for cell in cells:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _TINT)
        cell.get_or_add_tcPr().append(shade)
