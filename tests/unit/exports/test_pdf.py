import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tests.unit.exports.documents import TODAY, full_plan, make_facts, make_glance, piloted_plan
from ucap.document.models import Document
from ucap.document.pilot_sheets import pilots_document
from ucap.exports import typesetting
from ucap.exports.fonts import BUILT_IN, MISSING_MARK, fonts_for
from ucap.exports.typesetters import TypesettingError
from ucap.exports.typesetting import pdf_of, pictures_of

SAMPLES = {
    "latin": "Galați, Umeå, Łódź, São Tomé, İstanbul, Kraków, Reykjavík, Đà Nẵng",
    "greek": "Αθήνα και Θεσσαλονίκη",
    "cyrillic": "Київ, Ўзбекистон, Ђаково",
    "arabic": "خطة العمل",
    "hebrew": "תוכנית הפעולה",
    "devanagari": "सूरत और मुंबई की योजना",
    "gujarati": "સુરત શહેરની યોજના",
    "thai": "แผนปฏิบัติการของเมือง",
    "japanese": "鎌倉市の行動計画",
    "chinese": "广州开发区行动计划",
    "korean": "도시 협력 행동 계획",
    "signs": "€ 1.200,50 · 5 m³ · 20 °C · CO₂ · ½ · “quoted” … – — § № ™ 🌊",
}
READ_BACK = {"latin", "greek", "cyrillic", "japanese", "chinese", "korean"}
"""Of the others glyphs are joined or run to the left: the order of what is read back is the reader's."""


def made(document: Document, folder: Path) -> Path:
    file = folder / "a.pdf"
    file.write_bytes(pdf_of(document))
    return file


def text_of(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)  # noqa: S607 - from PATH, as people have it
    return " ".join(done.stdout.decode().split())


def facts_of(file: Path) -> dict[str, str]:
    done = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True, text=True)  # noqa: S607 - likewise
    return {name: value.strip() for name, _, value in (line.partition(":") for line in done.stdout.splitlines())}


def test_the_file_is_tagged_and_says_title_and_author(tmp_path: Path) -> None:
    facts = facts_of(made(make_glance().document, tmp_path))

    assert facts["Tagged"] == "yes"
    assert facts["Title"] == "Urban Cooperation Action Plan at a glance: Surat – Rotterdam"
    assert facts["Author"] == "A programme"
    assert facts["Page size"].endswith("(A4)")
    assert facts["Encrypted"] == "no"
    assert facts["JavaScript"] == "no"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_file_says_its_language_and_that_it_is_pdf_ua(tmp_path: Path, language: str) -> None:
    file = made(make_glance(language=language).document, tmp_path)

    root = PdfReader(file).root_object

    assert str(root["/Lang"]) == language
    assert b"pdfuaid" in file.read_bytes()


def test_the_file_holds_all_of_the_summary(tmp_path: Path) -> None:
    text = text_of(made(full_plan(), tmp_path))

    for part in ("Surat – Rotterdam", "Squares", "Dry streets", "Closed streets", "Water plaza", "Working draft of"):
        assert part in text
    assert "A square that stores rain." in text
    assert "Contents" in text
    assert "Page 2 / " in text


def test_headings_tables_and_pictures_are_tagged_and_pictures_have_words(tmp_path: Path) -> None:
    file = made(pilots_document(piloted_plan(), language="en", on=TODAY), tmp_path)

    tags = tags_of(PdfReader(file).root_object["/StructTreeRoot"])

    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= {kind for kind, _ in tags}
    (words,) = [alt for kind, alt in tags if kind == "/Figure" and alt]
    assert words.startswith("Hours under water : 3 readings from 1 June 2026 to 1 August 2026")
    text = text_of(file)
    assert "The first rain came" in text
    assert "It held." in text


def test_fonts_of_east_asia_are_only_brought_where_they_are_needed() -> None:
    assert len(fonts_for(set("Łódź"), "pl").paths) == 1
    assert "Noto Sans CJK JP" in fonts_for(set("鎌倉"), "ja").families
    assert "Noto Sans CJK TC" in fonts_for(set("鎌倉"), "zh-Hant").families
    assert "Noto Sans CJK SC" in fonts_for(set("鎌倉"), "en").families


def test_pictures_are_made_in_one_go() -> None:
    (figure,) = pilots_document(piloted_plan(), language="en", on=TODAY).figures

    pictures = pictures_of([figure.svg, figure.svg], "en")

    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"] * 2
    assert pictures_of([], "en") == []


def test_an_empty_plan_has_a_file_too(tmp_path: Path) -> None:
    text = text_of(made(make_glance(plan=make_facts(is_illustrative=True)).document, tmp_path))

    assert "No area of cooperation has been written yet." in text
    assert "Illustrative: this text was written for demonstration" in text


def test_a_long_text_goes_over_pages(tmp_path: Path) -> None:
    file = made(full_plan("\n\n".join(["A sentence about water in the street."] * 500)), tmp_path)

    assert int(facts_of(file)["Pages"]) > 3
    assert text_of(file).count("A sentence about water") == 500


@pytest.mark.parametrize("script", sorted(SAMPLES))
def test_every_script_is_shown(tmp_path: Path, script: str) -> None:
    text = text_of(made(full_plan(SAMPLES[script], name=SAMPLES[script]), tmp_path))

    assert MISSING_MARK not in text
    assert "fonts of this file" not in text
    if script in READ_BACK:
        assert SAMPLES[script] in text


def test_the_characters_that_come_from_the_typesetter_are_shown(tmp_path: Path) -> None:
    text = text_of(made(full_plan(" ".join(sorted(BUILT_IN))), tmp_path))

    assert set(text) >= BUILT_IN
    assert MISSING_MARK not in text


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("𓀀", "1 character that the fonts of this file do not have is shown as \ufffd."),
        ("𓀀𓀁 wave", "2 characters that the fonts of this file do not have are shown as \ufffd."),
        ("\x01", "1 character that"),
    ],
)
def test_what_the_fonts_lack_becomes_a_mark_with_a_note(tmp_path: Path, text: str, note: str) -> None:
    shown = text_of(made(full_plan(text), tmp_path))

    assert note in shown
    assert shown.count(MISSING_MARK) == text.count("𓀀") + text.count("𓀁") + text.count("\x01") + 1


def test_a_mark_of_byte_order_within_a_text_is_left_out(tmp_path: Path) -> None:
    shown = text_of(made(full_plan("here\ufeffthere"), tmp_path))

    assert "herethere" in shown


@pytest.mark.parametrize("language", ["ar", "fa", "hi", "gu", "th", "he", "ja", "zh", "ko", "el", "bg"])
def test_a_chart_has_words_in_every_script(tmp_path: Path, language: str) -> None:
    file = made(pilots_document(piloted_plan(), language=language, on=TODAY), tmp_path)

    assert "Hours under water" in text_of(file)


def test_a_tab_is_a_blank_and_no_missing_character(tmp_path: Path) -> None:
    shown = text_of(made(full_plan("```\nhere\tthere\n```"), tmp_path))

    assert "here there" in shown
    assert MISSING_MARK not in shown


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        "#import sys: inputs",
        '#image("x.png")',
        "$x^2$",
        "a * b * c",
        "@reference",
        "<label>",
        r"\u{41} \ \#",
        "] #panic() [",
        "}{",
        "// comment",
        "= Heading",
        "~ -- ---",
        '"quoted"',
        "https://example.org/a",
    ],
)
def test_hostile_text_comes_out_as_text(tmp_path: Path, hostile: str) -> None:
    shown = text_of(made(full_plan(f"```\n{hostile}\n```", name=hostile), tmp_path))

    assert shown.count(hostile) >= 4
    assert "root:" not in shown


def test_a_template_that_does_not_exist_is_an_error_of_ours() -> None:
    with pytest.raises(TypesettingError):
        typesetting._typeset("nowhere.typ", fonts_for("a", "en"), {})  # noqa: SLF001 - the way to the child process, which pages do not take with another template


def test_a_template_reads_no_file_outside_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reads.typ").write_text('#set document(title: "x")\n#read("/../../../../etc/passwd")')
    monkeypatch.setattr(typesetting, "_TEMPLATES", tmp_path)

    with pytest.raises(TypesettingError):
        typeset_here("reads.typ")


def typeset_here(template: str) -> bytes:
    """Set a template of the test's own; the child still finds the application."""
    return typesetting._typeset(template, fonts_for("a", "en"), {})  # noqa: SLF001 - likewise


def tags_of(element: object) -> list[tuple[str, str]]:
    """Return the kind and the description of each element of a tree of tags."""
    if isinstance(element, list):
        return [found for one in element for found in tags_of(one)]
    inner = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(inner, list):
        return tags_of(list(inner))
    if not isinstance(inner, DictionaryObject):
        return []
    return [(str(inner.get("/S", "")), str(inner.get("/Alt", ""))), *tags_of(inner.get("/K"))]
