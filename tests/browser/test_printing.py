"""On paper stands the plan and not how one moves about in it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import heading, main, open_plan

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


def shown_on_paper(page: Page) -> list[str]:
    """Return what is for screens only and shows all the same."""
    only_for_screens = {
        "header": page.get_by_role("banner"),
        "navigation": page.get_by_role("navigation"),
        "skip link": page.get_by_role("link", name="Skip to main content"),
        "buttons": page.get_by_role("button"),
    }
    return [name for name, found in only_for_screens.items() if any(one.is_visible() for one in found.all())]
