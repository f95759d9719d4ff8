"""On paper stands the plan and not how one moves about in it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import heading, main, open_plan, open_section

PLAZA = "Water plaza for a dense market quarter"


@pytest.mark.parametrize("tab", ["Transfer measures", "At a glance"])
def test_what_is_printed_has_no_navigation(signed_in: SignedIn, tab: str) -> None:
    page = signed_in("surat")
    open_plan(page)
    page.get_by_role("navigation").get_by_role("link", name=tab).click()
    expect(main(page)).to_contain_text(PLAZA)

    page.emulate_media(media="print")

    expect(heading(page)).to_be_visible()
    expect(main(page).get_by_text(PLAZA).first).to_be_visible()
    assert shown_on_paper(page) == []


def test_on_paper_the_way_from_baseline_to_target_stands_in_one_line(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    open_section(page, "Objectives")

    page.set_viewport_size({"width": 794, "height": 1123})  # A4
    page.emulate_media(media="print")

    value = main(page).locator(".ucap-facts__value").first
    assert value.evaluate("element => element.offsetHeight < 2 * parseFloat(getComputedStyle(element).lineHeight)")


def shown_on_paper(page: Page) -> list[str]:
    """Return what is for screens only and shows all the same."""
    only_for_screens = {
        "header": page.get_by_role("banner"),
        "navigation": page.get_by_role("navigation"),
        "skip link": page.get_by_role("link", name="Skip to main content"),
        "buttons": page.get_by_role("button"),
    }
    return [name for name, found in only_for_screens.items() if any(one.is_visible() for one in found.all())]
