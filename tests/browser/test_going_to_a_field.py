"""A finding's link ends at the very field, with scripts and without, and the tabs still show where one is."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import address_of_plan, main, open_plan


def test_an_editor_stands_at_the_field_to_be_filled_in(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    what_is_missing(page, "activities")

    main(page).get_by_role("link", name=re.compile("^Go to “")).first.click()

    field = page.locator("#funding_source")
    expect(field).to_be_in_viewport(ratio=1)
    expect(field).to_be_focused()


def test_a_reader_stands_at_the_row_of_the_field(signed_in: SignedIn) -> None:
    page = signed_in("observer")
    page.set_viewport_size({"width": 1280, "height": 500})
    what_is_missing(page, "activities")

    main(page).get_by_role("link", name=re.compile("^Read the entry")).first.click()

    expect(page.locator("#funding_source")).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_tab_of_the_present_page_is_in_view(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    page.set_viewport_size({"width": 390, "height": 844})
    open_plan(page)

    page.goto(f"{address_of_plan(page)}commitments/")

    expect(page.get_by_role("navigation").get_by_role("link", name="Commitments")).to_be_in_viewport(ratio=1)


def what_is_missing(page: Page, section: str) -> None:
    open_plan(page)
    page.goto(f"{address_of_plan(page)}missing/?section={section}")
