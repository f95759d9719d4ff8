"""Entries are put in order by hand, by button and by key, added by their title, and deleted without fear."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import heading, main, open_section, unique
from tests.browser.test_every_page import complaints_of, faults_of
from tests.browser.test_keyboard import shows_focus


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_titles_are_typed_one_after_the_other(signed_in: SignedIn, *, has_scripts: bool) -> None:
    page = signed_in("surat", java_script_enabled=has_scripts)
    first, second = unique("First"), unique("Second")
    open_section(page, "Transfer measures")

    line(page).fill(first)
    page.keyboard.press("Enter")
    expect(line(page)).to_be_focused()
    page.keyboard.type(second)
    page.keyboard.press("Enter")

    expect(card(page, second)).to_be_visible()
    expect(line(page)).to_be_focused()
    main(page).get_by_role("link", name="Write the rest").click()
    expect(page.get_by_label("Name of the measure")).to_have_value(second)


def test_a_title_that_is_typed_and_not_added_is_not_left_without_asking(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_section(page, "Transfer measures")
    line(page).fill("Half a ti")
    page.wait_for_load_state("networkidle")

    with page.expect_event("dialog") as expected:
        page.close(run_before_unload=True)

    assert expected.value.type == "beforeunload"
    expected.value.dismiss()


def test_an_entry_is_dragged_to_another_place(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    complaints = complaints_of(page)
    first, second, third = add_three(page)

    drag(card(page, third), card(page, first))

    expect(page.get_by_role("status")).to_have_text(f"Moved up: {third}")
    expect_order(page, third, first, second)
    drag(card(page, third), card(page, second))
    expect(page.get_by_role("status")).to_have_text(f"Moved down: {third}")
    expect_order(page, first, second, third)
    page.reload()
    expect_order(page, first, second, third)
    assert complaints == []


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_entry_is_moved_with_the_keyboard_and_the_focus_stays(signed_in: SignedIn, *, has_scripts: bool) -> None:
    page = signed_in("surat", java_script_enabled=has_scripts)
    first, second, third = add_three(page)

    move(page, "up", third).focus()
    page.keyboard.press("Enter")
    expect_order(page, first, third, second)
    expect(move(page, "up", third)).to_be_focused()
    page.keyboard.press("Enter")
    expect_order(page, third, first, second)
    expect(move(page, "up", third)).to_be_focused()
    assert shows_focus(page.locator("*:focus"))
    move(page, "down", first).focus()
    page.keyboard.press("Enter")

    expect_order(page, third, second, first)
    expect(move(page, "up", first)).to_be_focused()  # the last has no button down
    expect(move(page, "down", first)).to_have_count(0)


def test_what_is_typed_elsewhere_survives_a_move(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    first, second, third = add_three(page)
    line(page).fill("Half a ti")

    move(page, "up", third).click()

    expect_order(page, first, third, second)
    expect(line(page)).to_have_value("Half a ti")


def test_what_the_server_refuses_is_put_back_and_said(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    first, second, third = add_three(page)
    other = page.context.new_page()
    other.goto(page.url)
    main(other).get_by_role("button", name=f"Delete {third}").click()
    expect(card(other, third)).to_have_count(0)

    drag(card(page, third), card(page, first))

    expect(page.get_by_role("status")).to_contain_text("It could not be moved")
    expect_order(page, first, second, third)
    assert faults_of(page) == []


def test_without_a_line_to_the_server_an_entry_is_put_back(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    first, second, third = add_three(page)
    page.context.set_offline(True)

    move(page, "up", third).click()

    expect(page.get_by_role("status")).to_contain_text("It could not be moved")
    expect_order(page, first, second, third)


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_deletion_is_undone(signed_in: SignedIn, *, has_scripts: bool) -> None:
    page = signed_in("surat", java_script_enabled=has_scripts)
    first, second, third = add_three(page)

    main(page).get_by_role("button", name=f"Delete {second}").click()
    expect(page.get_by_role("alert")).to_contain_text(f"Deleted: {second}")
    expect_order(page, first, third)
    page.get_by_role("alert").get_by_role("button", name="Undo").click()

    expect_order(page, first, second, third)
    expect(main(page).get_by_role("button", name=f"Edit {second}")).to_be_focused()


def test_what_was_deleted_and_where_it_was_can_be_used_by_everybody(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    complaints = complaints_of(page)
    first, _second, _third = add_three(page)
    main(page).get_by_role("button", name=f"Delete {first}").click()
    expect(page.get_by_role("alert")).to_be_visible()

    assert faults_of(page) == []
    main(page).get_by_role("link", name="Deleted entries").click()
    expect(heading(page)).to_have_text("Deleted entries")
    assert faults_of(page) == []
    main(page).get_by_role("link", name=first).click()
    expect(heading(page)).to_have_text(first)
    assert faults_of(page) == []
    assert complaints == []


def add_three(page: Page) -> tuple[str, str, str]:
    """Add three measures by their titles."""
    titles = unique("One"), unique("Two"), unique("Three")
    open_section(page, "Transfer measures")
    for title in titles:
        line(page).fill(title)
        page.keyboard.press("Enter")
        expect(card(page, title)).to_be_visible()
    page.wait_for_load_state("networkidle")  # until then the buttons work as they do without scripts
    return titles


def line(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Add a transfer measure")


def card(page: Page, title: str) -> Locator:
    return main(page).get_by_role("article").filter(has=page.get_by_role("link", name=title, exact=True))


def move(page: Page, direction: str, title: str) -> Locator:
    return main(page).get_by_role("button", name=f"Move {direction} {title}", exact=True)


def drag(dragged: Locator, target: Locator) -> None:
    """Drag an entry by its handle onto another one, as a hand would: in steps, until both have changed places."""
    page = dragged.page
    page.set_viewport_size({"width": 1280, "height": page.evaluate("document.documentElement.scrollHeight")})
    dragged.locator("[data-order-handle]").hover()
    place = target.bounding_box()
    assert place
    across, down = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    was_before = comes_before(dragged, target)
    page.mouse.down()
    page.mouse.move(across, down, steps=20)
    for step in range(20):
        page.mouse.move(across + 20 * (step % 2), down, steps=5)
        if comes_before(dragged, target) != was_before:
            break
        page.wait_for_timeout(50)  # entries that make room are still on their way
    page.mouse.up()


def comes_before(one: Locator, other: Locator) -> bool:
    """Tell whether an entry stands before another one on the page."""
    follows = "(one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)"
    return bool(one.evaluate(follows, other.element_handle()))


def expect_order(page: Page, *titles: str) -> None:
    """Wait until these entries stand in this order."""
    found = main(page).get_by_role("article").get_by_role("link", name=re.compile("|".join(titles)))
    expect(found).to_have_text(list(titles))
