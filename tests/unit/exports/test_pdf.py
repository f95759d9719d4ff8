import subprocess
from pathlib import Path

import fontpkg_noto_sans
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from tests.unit.exports.documents import full_glance, make_facts, make_glance
from ucap.exports import pdf
from ucap.exports.glance import Glance
from ucap.exports.pdf import BUILT_IN, MISSING_MARK, TypesettingError, glance_pdf

SAMPLES = {
    "latin": "Galați, Umeå, Łódź, São Tomé, İstanbul, Kraków, Reykjavík, Đà Nẵng",
    "greek": "Αθήνα και Θεσσαλονίκη",
    "cyrillic": "Київ, Ўзбекистон, Ђаково",
    "devanagari": "सूरत और मुंबई की योजना",
    "signs": "€ 1.200,50 · 5 m³ · 20 °C · CO₂ · ½ · “quoted” … – — § № ™",
}


def made(glance: Glance, folder: Path) -> Path:
    file = folder / "glance.pdf"
    file.write_bytes(glance_pdf(glance))
    return file


def text_of(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)  # noqa: S607 - from PATH, as people have it
    return " ".join(done.stdout.decode().split())


def facts_of(file: Path) -> dict[str, str]:
    done = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True, text=True)  # noqa: S607 - likewise
    return {name: value.strip() for name, _, value in (line.partition(":") for line in done.stdout.splitlines())}


def test_the_file_is_tagged_and_says_title_and_author(tmp_path: Path) -> None:
    facts = facts_of(made(make_glance(), tmp_path))

    assert facts["Tagged"] == "yes"
    assert facts["Title"] == "Urban Cooperation Action Plan at a glance: Surat – Rotterdam"
    assert facts["Author"] == "A programme"
    assert facts["Page size"].endswith("(A4)")
    assert facts["Encrypted"] == "no"
    assert facts["JavaScript"] == "no"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_file_says_its_language_and_that_it_is_pdf_ua(tmp_path: Path, language: str) -> None:
    file = made(make_glance(language=language), tmp_path)

    root = PdfReader(file).root_object

    assert str(root["/Lang"]) == language
    assert b"pdfuaid" in file.read_bytes()


def test_the_file_holds_all_of_the_summary(tmp_path: Path) -> None:
    text = text_of(made(full_glance(), tmp_path))

    for part in ("Surat – Rotterdam", "Squares", "Dry streets", "Closed streets", "Water plaza", "Working draft of"):
        assert part in text
    assert "A square that stores rain." in text
    assert "From Rotterdam to Surat" in text


def test_an_empty_plan_has_a_file_too(tmp_path: Path) -> None:
    text = text_of(made(make_glance(plan=make_facts(is_illustrative=True)), tmp_path))

    assert "No area of cooperation has been written yet." in text
    assert "Illustrative: this text was written for demonstration" in text


def test_a_long_text_goes_over_pages(tmp_path: Path) -> None:
    file = made(full_glance("\n\n".join(["A sentence about water in the street."] * 500)), tmp_path)

    assert int(facts_of(file)["Pages"]) > 3
    assert text_of(file).count("A sentence about water") == 500


@pytest.mark.parametrize("script", sorted(SAMPLES))
def test_every_european_script_and_devanagari_is_shown(tmp_path: Path, script: str) -> None:
    text = text_of(made(full_glance(SAMPLES[script], name=SAMPLES[script]), tmp_path))

    assert MISSING_MARK not in text
    assert "fonts of this file" not in text
    if script != "devanagari":  # whose glyphs are joined: the order of the characters read back is the reader's
        assert SAMPLES[script] in text


def test_the_characters_that_come_from_the_typesetter_are_shown(tmp_path: Path) -> None:
    text = text_of(made(full_glance(" ".join(sorted(BUILT_IN))), tmp_path))

    assert set(text) >= BUILT_IN
    assert MISSING_MARK not in text


def test_every_character_of_the_font_can_be_set(tmp_path: Path) -> None:
    files = Path(fontpkg_noto_sans.__file__).parent / "files"
    with TTFont(next(files.glob("NotoSans[[]*.ttf")), lazy=True) as font:
        characters = [chr(code) for code in font.getBestCmap() or () if code >= 32]

    file = made(full_glance(name=" ".join(characters)), tmp_path)

    assert len(characters) > 2_000
    assert int(facts_of(file)["Pages"]) > 1


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("東", "1 character that the fonts of this file do not have is shown as \ufffd."),
        ("東京", "2 characters that the fonts of this file do not have are shown as \ufffd."),
        ("🌊 🌊 wave", "1 character that"),
        ("\x01", "1 character that"),
    ],
)
def test_what_the_fonts_lack_becomes_a_mark_with_a_note(tmp_path: Path, text: str, note: str) -> None:
    shown = text_of(made(full_glance(text), tmp_path))

    assert note in shown
    assert shown.count(MISSING_MARK) == text.count("東") + text.count("京") + text.count("🌊") + text.count("\x01") + 1


def test_a_tab_is_a_blank_and_no_missing_character(tmp_path: Path) -> None:
    shown = text_of(made(full_glance("```\nhere\tthere\n```"), tmp_path))

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
    shown = text_of(made(full_glance(f"```\n{hostile}\n```", name=hostile), tmp_path))

    assert shown.count(hostile) >= 4
    assert "root:" not in shown


def test_a_template_that_does_not_exist_is_an_error_of_ours() -> None:
    with pytest.raises(TypesettingError):
        pdf._typeset("nowhere.typ", {})  # noqa: SLF001 - the way to the child process, which pages do not take with another template


def test_a_document_that_grows_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "endless.typ").write_text(
        '#set document(title: "x")\n#let a = ("x",)\n#for i in range(60) { a = a + a }\n#a.len()'
    )
    monkeypatch.setattr(pdf, "_TEMPLATES", tmp_path)

    with pytest.raises(TypesettingError):
        typeset_here("endless.typ")


def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow.typ").write_text(
        '#set document(title: "x")\n#for a in range(30000) { for b in range(30000) { let c = b } }'
    )
    monkeypatch.setattr(pdf, "_TEMPLATES", tmp_path)
    monkeypatch.setattr(pdf, "_TIMEOUT_SECONDS", 1)

    with pytest.raises(TypesettingError, match="too long"):
        typeset_here("slow.typ")


def test_a_template_reads_no_file_outside_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reads.typ").write_text('#set document(title: "x")\n#read("/../../../../etc/passwd")')
    monkeypatch.setattr(pdf, "_TEMPLATES", tmp_path)

    with pytest.raises(TypesettingError):
        typeset_here("reads.typ")


def typeset_here(template: str) -> bytes:
    """Set a template of the test's own; the child still finds the application."""
    return pdf._typeset(template, {})  # noqa: SLF001 - likewise
