"""Two cities write one plan: the journey that must work, with scripts and without."""

import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import (
    add_measure,
    edit_measure,
    heading,
    main,
    open_measure,
    open_plan,
    open_section,
    practice,
    run_into_conflict,
    save,
)
from ucap.core.clock import utc_now

AT_FIRST = "Each school keeps the rain of its roofs."
OF_SURAT = "Each school keeps the rain of its roofs in barrels."
OF_ROTTERDAM = "Each school and nursery keeps the rain of its roofs."
OF_BOTH = f"{OF_SURAT} {OF_ROTTERDAM}"


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_cities_write_one_measure_and_take_it_home(
    signed_in: SignedIn, tmp_path: Path, *, has_scripts: bool
) -> None:
    surat = signed_in("surat", java_script_enabled=has_scripts)
    rotterdam = signed_in("rotterdam", java_script_enabled=has_scripts)

    title = add_measure(surat, AT_FIRST)
    expect(main(surat).get_by_role("link", name="Stored rain refills the groundwater")).to_be_visible()
    sees_at_once(rotterdam, title, AT_FIRST, who="Anjali Desai")

    both_edit_at_once(surat, rotterdam, title)
    sees_both_texts(rotterdam, who="Anjali Desai")
    chooses_a_part(rotterdam, "Yours", OF_ROTTERDAM, has_scripts=has_scripts)
    chooses_a_part(rotterdam, "Both: theirs, then yours", OF_BOTH, has_scripts=has_scripts)
    save(rotterdam, "Save this version")
    sees_at_once(surat, title, OF_BOTH, who="Sanne de Vries")

    main(surat).get_by_role("link", name="History of this entry").click()
    newest, before, beginning = main(surat).get_by_role("article").all()[:3]
    says_what_changed(newest, who="Sanne de Vries", added=[OF_ROTTERDAM])
    says_what_changed(before, who="Anjali Desai", added=["in barrels"])
    for words in ("Anjali Desai", title, AT_FIRST):
        expect(beginning).to_contain_text(words)

    open_plan(rotterdam)
    rotterdam.get_by_role("navigation").get_by_role("link", name="Export").click()
    for words in (title, OF_BOTH, "Stored rain refills the groundwater"):
        assert words in words_of_pdf(download(rotterdam, "PDF", tmp_path))
        assert words in words_of_docx(download(rotterdam, "Word", tmp_path))


def test_a_text_changed_by_hand_is_left_alone_until_one_asks(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    run_into_conflict(page, theirs="As it was for years.", mine="As it was for them.")
    choices = page.get_by_role("group", name="Both of you changed this")
    compose = page.get_by_role("button", name="Put the chosen parts together")
    expect(compose).to_be_hidden()

    practice(page).fill("By hand.")
    choices.get_by_role("radio", name=re.compile("^Yours")).check()

    expect(practice(page)).to_have_value("By hand.")
    expect(page.get_by_text("You have changed this text by hand")).to_be_visible()

    compose.click()

    expect(practice(page)).to_have_value("As it was for them.")
    expect(compose).to_be_hidden()


def test_changes_to_different_fields_both_stand_at_once(signed_in: SignedIn) -> None:
    surat, rotterdam = signed_in("surat"), signed_in("rotterdam")
    title = add_measure(surat, AT_FIRST)
    for page in (surat, rotterdam):
        edit_measure(page, title)
    surat.get_by_label("Why it works there").fill("Roofs are flat.")
    save(surat)
    expect(heading(surat)).to_have_text(title)

    practice(rotterdam).fill(OF_ROTTERDAM)
    save(rotterdam)

    expect(heading(rotterdam)).to_have_text(title)
    expect(main(rotterdam)).to_contain_text("Anjali Desai (Surat) changed Why it works there meanwhile")
    expect(main(rotterdam)).to_contain_text("Roofs are flat.")
    expect(main(rotterdam)).to_contain_text(OF_ROTTERDAM)


def sees_at_once(page: Page, title: str, text: str, *, who: str) -> None:
    """Check that the measure stands in the section, its text with it, and says who changed it just now."""
    open_section(page, "Transfer measures")
    expect(main(page)).to_contain_text(text)
    open_measure(page, title)
    expect(main(page)).to_contain_text(text)
    expect(main(page)).to_contain_text(re.compile(rf"Last changed by\s+{who}"))
    changed_at = datetime.fromisoformat(str(main(page).locator("time").last.get_attribute("datetime")))
    assert utc_now() - changed_at < timedelta(minutes=5)


def both_edit_at_once(first: Page, second: Page, title: str) -> None:
    """Let both open the form before either saves."""
    edit_measure(first, title)
    edit_measure(second, title)
    practice(first).fill(OF_SURAT)
    save(first)
    expect(heading(first)).to_have_text(title)
    practice(second).fill(OF_ROTTERDAM)
    save(second)


def sees_both_texts(page: Page, *, who: str) -> None:
    """Check the conflict page: both texts with what was changed, and both in what will be saved."""
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(practice(page)).to_have_value(OF_BOTH)
    both = main(page).get_by_role("region", name="The practice")
    expect(both).to_contain_text(AT_FIRST)
    expect(both).to_contain_text(who)
    expect(both.locator("ins", has_text="in barrels")).to_be_visible()
    expect(both.locator("ins", has_text="and nursery")).to_be_visible()


def chooses_a_part(page: Page, choice: str, text: str, *, has_scripts: bool) -> None:
    """Choose what stands in the one sentence that both changed, and see what will be saved."""
    choices = page.get_by_role("group", name="Both of you changed this")
    choices.get_by_role("radio", name=re.compile(f"^{choice}")).check()
    if not has_scripts:
        page.get_by_role("button", name="Put the chosen parts together").click()
    expect(practice(page)).to_have_value(text)


def says_what_changed(change: Locator, *, who: str, added: list[str]) -> None:
    expect(change).to_contain_text(who)
    for words in added:
        expect(change.locator("ins", has_text=words)).to_be_visible()
    expect(change.locator("del")).to_have_count(0)


def download(page: Page, name: str, folder: Path) -> Path:
    """Take the whole plan as a file, and return where it was kept."""
    with page.expect_download() as expected:
        main(page).get_by_role("region", name="Full plan").get_by_role("button", name=name).click()
    path = folder / expected.value.suggested_filename
    expected.value.save_as(path)
    return path


def words_of_pdf(path: Path) -> str:
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True)  # noqa: S607 - wherever it is
    return " ".join(done.stdout.split())


def words_of_docx(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
