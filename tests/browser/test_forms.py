"""What scripts add to the forms of entries: searching, picking codes, Markdown tools with a preview, a bar to save."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import address_of_plan, edit_measure, heading, main, open_plan, save, unique
from tests.browser.test_every_page import PLAZA, complaints_of, faults_of
from tests.browser.test_keyboard import shows_focus, tab_to

PRESSES = 250

IS_UNCOVERED = """element => {
    const seen = (element.labels?.[0] ?? element).getBoundingClientRect();
    const bar = document.querySelector(".ucap-save-bar");
    return bar.contains(element) || seen.bottom <= bar.getBoundingClientRect().top + 1
        || seen.top >= bar.getBoundingClientRect().bottom - 1;
}"""


def test_a_long_list_is_searched_and_what_is_chosen_stays_in_sight(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_form(page, "objectives/add/objective")
    agendas = page.get_by_role("group", name="Other agendas")

    agendas.get_by_label("Urban mobility").check()
    agendas.get_by_label("Search in this list").fill("WATER city")

    expect(agendas.get_by_role("status")).to_have_text("Shown: 1 of 44")
    expect(agendas.get_by_label("Water sensitive city")).to_be_visible()
    expect(agendas.get_by_label("Urban mobility", exact=True)).to_be_hidden()
    expect(agendas.get_by_text("Smart specialisation", exact=True)).to_be_hidden()
    chosen = agendas.get_by_role("list", name="Chosen")
    expect(chosen.get_by_role("button", name="Remove: Urban mobility")).to_be_visible()
    agendas.get_by_label("Water sensitive city").check()
    expect(chosen.get_by_role("button")).to_have_count(2)
    assert faults_of(page) == []


def test_a_list_is_searched_with_the_keyboard_and_nothing_is_sent(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_form(page, "objectives/add/objective")
    statement = unique("Cooler streets")
    page.get_by_label("Objective", exact=True).fill(statement)
    agendas = page.get_by_role("group", name="Other agendas")

    tab_to(page, agendas.get_by_label("Search in this list"))
    page.keyboard.type("housing")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Add an objective")
    tab_to(page, agendas.get_by_label("Housing"))
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(agendas.get_by_role("button", name="Remove: Housing")).to_be_focused()
    page.keyboard.press("Enter")
    expect(agendas.get_by_label("Search in this list")).to_be_focused()
    expect(agendas.get_by_label("Housing")).not_to_be_checked()
    agendas.get_by_label("Housing").check()
    save(page)

    expect(heading(page)).to_have_text(statement)
    expect(main(page)).to_contain_text("Housing")


def test_words_are_found_without_their_accents(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_form(page, "objectives/add/objective")
    agendas = page.get_by_role("group", name="Other agendas")

    agendas.get_by_label("Search in this list").fill("hoùsing")

    expect(agendas.get_by_role("status")).to_have_text("Shown: 1 of 44")


def test_suggested_targets_are_added_and_taken_back_with_a_click(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    complaints = complaints_of(page)
    open_form(page, "objectives/add/objective")
    line = page.get_by_label("SDG targets", exact=True)
    offer = page.get_by_role("button", name=re.compile(r"^6\.3 "))

    expect(line).to_have_value("")
    offer.click()
    page.get_by_role("button", name=re.compile(r"^11\.5 ")).click()
    expect(line).to_have_value("6.3, 11.5")
    expect(offer).to_have_attribute("aria-pressed", "true")
    assert faults_of(page) == []
    offer.click()

    expect(line).to_have_value("11.5")
    expect(offer).to_have_attribute("aria-pressed", "false")
    assert complaints == []


def test_targets_are_looked_up_by_word_and_can_still_be_typed(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_form(page, "objectives/add/objective")
    statement = unique("Clean water for all")
    page.get_by_label("Objective", exact=True).fill(statement)
    line = page.get_by_label("SDG targets", exact=True)
    chips = page.get_by_role("list", name="Chosen").first

    line.fill("11.B")
    page.get_by_text("Look up the codes").click()
    page.get_by_label("Search by word or code").fill("wastewater")
    page.get_by_label(re.compile(r"^6\.3 ")).check()
    expect(line).to_have_value("11.B, 6.3")
    expect(page.get_by_label(re.compile(r"^6\.4 "))).to_be_hidden()
    expect(chips.get_by_role("button")).to_have_count(2)
    assert faults_of(page) == []
    chips.get_by_role("button", name=re.compile(r"^Remove: 11\.b")).click()
    expect(line).to_have_value("6.3")
    save(page)

    expect(heading(page)).to_have_text(statement)
    expect(main(page)).to_contain_text("Water quality and wastewater")


def test_the_toolbar_writes_markdown_and_the_preview_shows_it(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    complaints = complaints_of(page)
    open_form(page, "measures/add/measure")
    practice, editor = the_practice(page)

    practice.fill("rain")
    practice.select_text()
    editor.get_by_role("button", name="Bold").click()
    expect(practice).to_have_value("**rain**")
    editor.get_by_role("button", name="Preview").click()

    expect(editor.locator("strong")).to_have_text("rain")
    expect(editor.get_by_role("status")).to_have_text("Preview shown.")
    expect(practice).to_be_hidden()
    assert faults_of(page) == []
    editor.get_by_role("button", name="Write").click()
    expect(practice).to_have_value("**rain**")
    expect(practice).to_be_visible()
    assert complaints == []


def test_the_preview_says_when_there_is_nothing_or_it_fails(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_form(page, "measures/add/measure")
    practice, editor = the_practice(page)
    page.route("**/preview", lambda route: route.fulfill(status=500))

    editor.get_by_role("button", name="Preview").click()
    expect(editor.get_by_role("status")).to_have_text("There is nothing to preview yet.")
    practice.fill("rain")
    editor.get_by_role("button", name="Preview").click()

    expect(editor.get_by_role("status")).to_contain_text("Your text is still here")
    expect(practice).to_have_value("rain")
    expect(practice).to_be_visible()


def test_the_toolbar_is_one_stop_and_arrows_go_through_it(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_form(page, "measures/add/measure")
    practice, editor = the_practice(page)

    tab_to(page, editor.get_by_role("button", name="Bold"))
    page.keyboard.press("ArrowRight")
    expect(editor.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("End")
    expect(editor.get_by_role("button", name="Preview")).to_be_focused()
    page.keyboard.press("Tab")
    expect(practice).to_be_focused()
    page.keyboard.type("rain")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    expect(editor.get_by_role("button", name="Write")).to_be_focused()
    expect(editor.get_by_text("rain", exact=True)).to_be_visible()


def test_one_walks_through_the_longest_form_and_nothing_hides_where_one_is(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_form(page, "measures/add/module")
    visited = []

    for _press in range(PRESSES):
        page.keyboard.press("Tab")
        here = page.locator("*:focus")
        if here.count() and here.evaluate("element => Boolean(element.closest('form.ucap-form'))"):
            assert shows_focus(here)
            assert here.evaluate(IS_UNCOVERED), here.evaluate("element => element.outerHTML")
            visited.append(here.evaluate("element => element.name || element.textContent.trim()"))
        if visited and visited[-1] == "Cancel":
            break

    assert visited[-2:] == ["Save", "Cancel"]
    assert {"title", "mandate", "mandate_note", "physical", "physical_note", "outcome", "because"} <= set(visited)


def test_save_is_in_sight_on_top_of_a_long_form(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})

        open_form(page, "activities/add/activity")

        expect(main(page).get_by_role("button", name="Save")).to_be_in_viewport()


def test_the_table_of_contents_leads_to_its_part_and_leaves_phones_alone(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_form(page, "activities/add/activity")
    contents = page.get_by_role("navigation", name="Parts of this form")

    contents.get_by_role("link", name="How it goes").click()
    expect(page.get_by_role("heading", name="How it goes")).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 800})

    expect(contents).to_be_hidden()


def test_without_scripts_the_lists_are_plain_and_codes_are_typed(signed_in: SignedIn) -> None:
    page = signed_in("surat", java_script_enabled=False)
    statement = unique("Shade for walkers")
    open_form(page, "objectives/add/objective")

    page.get_by_label("Objective", exact=True).fill(statement)
    expect(page.get_by_label("Search in this list")).to_have_count(0)
    expect(page.get_by_text("6.3 Water quality and wastewater").first).to_be_visible()
    page.get_by_label("SDG targets", exact=True).fill("6.3; 13.1")
    page.get_by_label("Urban mobility").check()
    save(page)

    expect(heading(page)).to_have_text(statement)
    for words in ("Water quality and wastewater", "Resilience to climate hazards", "Urban mobility"):
        expect(main(page)).to_contain_text(words)


def test_without_scripts_texts_have_neither_tools_nor_preview(signed_in: SignedIn) -> None:
    page = signed_in("surat", java_script_enabled=False)

    edit_measure(page, PLAZA)

    expect(page.get_by_role("toolbar")).to_have_count(0)
    expect(page.get_by_role("button", name="Preview")).to_have_count(0)
    expect(page.get_by_text("In long texts you can use **bold**")).to_be_visible()


def open_form(page: Page, path: str) -> None:
    """Open the form to add an entry, and wait until the scripts are there."""
    open_plan(page)
    page.goto(f"{address_of_plan(page)}{path}")
    page.wait_for_load_state("networkidle")


def the_practice(page: Page) -> tuple[Locator, Locator]:
    """Return where one writes what is done at home, and that with its tools."""
    practice = page.locator("textarea[name=practice]")
    return practice, page.locator(".ucap-prose-editor").filter(has=practice)
