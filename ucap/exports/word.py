"""Word: a document that a city can edit, with real styles, headings, header rows, alt texts and language marks."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

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
from ucap.exports.word_elements import Element, Said, add, add_page_break, add_paragraph, add_run, add_table, plain

_INK = RGBColor(0x13, 0x26, 0x2F)
_BRAND = RGBColor(0x12, 0x50, 0x6B)
_MUTED = RGBColor(0x4A, 0x5C, 0x65)
_WARM = RGBColor(0x8A, 0x34, 0x13)
_WIDTH = Mm(170)
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
    writer.write_all()
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
        self._body: Element = self.word.element.body

    def write_all(self) -> None:
        """Write the whole document."""
        section = self._body.sectPr  # stands at the end
        self._body.remove(section)
        self._cover()
        for block in self._document.blocks:
            self._block(block)
        self._body.append(section)

    def _cover(self) -> None:
        """Write what the document is, whose, and where it stands."""
        document = self._document
        self._paragraph(document.kind, "Subtitle")
        self._paragraph(document.title, "Title")
        if document.lead:
            self._paragraph(document.lead)
        for label, value in document.cover:
            add_paragraph(self._body, "", Said(f"{label}: ", is_bold=True), Said(value))
        self._paragraph(" · ".join(part for part in (document.status, document.illustration) if part), _NOTE)
        if document.has_contents:
            self._contents()

    def _block(self, block: Block) -> None:  # noqa: C901 - a case for each block
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
                told = " · ".join(f"{one.number} {one.label}" for one in block.counts)
                add_paragraph(self._body, "", Said(told, is_bold=True))
            case Figure():
                self._figure(block)
            case Note():
                self._paragraph(block.text, _WARNING if block.is_warning else _NOTE)
            case PageBreak():
                add_page_break(self._body)

    def _paragraph(self, text: str, style: str = "Normal") -> None:
        add_paragraph(self._body, _style_id(style), Said(text))

    def _said(self, words: Words, style: str = "Normal") -> None:
        add_paragraph(self._body, _style_id(style), Said(words.text, self._other_language(words)))

    def _other_language(self, words: Words) -> str:
        """Return in which language the text is, if it is another than the document's."""
        return "" if words.language == self._document.language else words.language

    def _facts(self, block: Facts) -> None:
        for fact in block.facts:
            self._paragraph(fact.label, _LABEL)
            for value in fact.values:
                if fact.is_prose:
                    self._prose(value)
                else:
                    self._said(value, "Normal" if len(fact.values) == 1 else "List Bullet")

    def _prose(self, words: Words) -> None:
        language = self._other_language(words)
        for block in blocks_of(words.text):
            said = [Said(one.text, language, is_bold=one.is_strong, is_italic=one.is_emphasis) for one in block.runs]
            add_paragraph(self._body, _style_id(_LISTS[block.kind]), *said)

    def _table(self, block: Table) -> None:
        self._paragraph(block.caption, "Caption")
        widths = [str(Emu(round(_WIDTH * weight / sum(block.weights))).twips) for weight in block.weights]
        head = [Said(one) for one in block.heads]
        rows = [[Said(one.text, self._other_language(one)) for one in row] for row in block.rows]
        add_table(self._body, block.caption, [head, *rows], widths, figures=block.figures)
        add_paragraph(self._body, "")

    def _figure(self, block: Figure) -> None:
        paragraph = Paragraph(add_paragraph(self._body, ""), self.word._body)  # noqa: SLF001 - python-docx has no other way to its parts
        width = Mm(130 if self._document.pages is None else 75)
        picture = paragraph.add_run().add_picture(BytesIO(next(self._pictures)), width=width)
        properties = picture._inline.docPr  # noqa: SLF001 - python-docx has no alt texts
        properties.set("descr", plain(block.description))
        properties.set("title", plain(block.caption))
        paragraph.paragraph_format.keep_with_next = True
        self._paragraph(block.caption, "Caption")

    def _contents(self) -> None:
        """Write a list of the chapters, which Word replaces by one with page numbers when it is asked to."""
        self._paragraph(self._document.frame.contents, _LABEL)
        chapters = "\n".join(one.words.text for one in self._document.chapters)
        _add_field(add_paragraph(self._body, ""), 'TOC \\o "1-2" \\h \\z \\u', chapters)
        add_page_break(self._body)


@cache
def _style_id(name: str) -> str:
    """Return what the file calls the style; nothing of the usual one, which need not be said."""
    if name in {_LABEL, _NOTE, _WARNING}:
        return name
    if name == "Normal":
        return ""
    found: str = docx.Document().styles[name].style_id
    return found


def _set_up(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title = plain(f"{document.kind}: {document.title}")
    properties.author = plain(document.author)
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
    footer.text = plain(" · ".join(part for part in (document.title, document.status, document.illustration) if part))
    footer.add_run(f" · {plain(document.frame.page)} ")
    _add_field(footer._p, "PAGE", "1")  # noqa: SLF001 - python-docx has no fields


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


def _add_field(paragraph: Element, code: str, shown: str) -> None:
    """Add a field, which Word fills, with what is shown until it does."""
    add(add(paragraph, "r"), "fldChar", fldCharType="begin")
    add(add(paragraph, "r"), "instrText").text = f" {code} "
    add(add(paragraph, "r"), "fldChar", fldCharType="separate")
    add_run(paragraph, Said(shown))
    add(add(paragraph, "r"), "fldChar", fldCharType="end")
