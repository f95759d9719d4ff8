"""Photos of a progress update survive a line that is away, and an answer that is lost."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import address_of_plan, draft_status, main, open_plan, save, unique

PILOT = "Street contacts in six streets of Bospolder"
DEBOUNCED_MS = 1_100


def test_a_form_with_a_photo_waits_for_the_line_and_is_saved_once(signed_in: SignedIn, tmp_path: Path) -> None:
    photo = tmp_path / "rain.jpg"
    Image.new("RGB", (64, 48), "navy").save(photo)
    page, title = signed_in("rotterdam"), unique("Rain")
    open_form(page)
    form = page.url
    page.get_by_label("In a sentence").fill(title)
    page.get_by_label("Photo or file").first.set_input_files(
        {"name": "large.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + b"x" * (11 * 1024 * 1024)}
    )
    expect(page.locator("[data-status]").first).to_contain_text("Not chosen: large.pdf has")
    page.get_by_label("Photo or file").first.set_input_files(photo)
    expect(page.locator("[data-status]").first).to_contain_text("Chosen: rain.jpg")
    page.get_by_label("What it shows").first.fill(title)

    page.route("**/*", away)  # the browser itself does not know of it
    save(page)
    expect(draft_status(page)).to_contain_text("Not saved: no connection.")
    assert chosen_files(page) == 1
    page.unroute("**/*")
    page.wait_for_timeout(DEBOUNCED_MS)  # a second press within a second is a double click
    save(page)
    expect(main(page).get_by_role("img", name=title)).to_have_count(1)
    page.go_back()  # as if the answer had been lost; the browser brings the form back with its photo
    expect(page).to_have_url(form)
    expect(page.get_by_label("In a sentence")).to_have_value(title)
    save(page)

    expect(main(page).get_by_role("img", name=title)).to_have_count(1)
    assert main(page).locator(".ucap-told__title", has_text=title).count() == 1


def open_form(page: Page) -> None:
    open_plan(page)
    page.goto(f"{address_of_plan(page)}pilots/")
    main(page).get_by_role("link", name=PILOT).click()
    main(page).get_by_role("button", name="Tell how it goes").click()


def away(route: Route) -> None:
    route.abort("internetdisconnected")


def chosen_files(page: Page) -> int:
    count: int = page.get_by_label("Photo or file").first.evaluate("input => input.files.length")
    return count
