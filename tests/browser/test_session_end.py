"""The end of a session is announced, and put off by the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignedIn

ENDING = "you are signed out in ten minutes"


def test_the_end_is_announced_in_time_and_put_off_without_losing_what_was_typed(signed_in: SignedIn) -> None:
    page = signed_in("rotterdam", anew=True)  # when a session ends counts from when it was used
    name = open_form(page)
    name.fill("Half a na")
    expect(page.get_by_text(ENDING).first).to_be_hidden()

    page.clock.fast_forward("11:49:00")
    expect(page.get_by_text(ENDING).first).to_be_hidden()
    page.clock.fast_forward("03:00")
    expect(page.get_by_text(ENDING).first).to_be_visible()
    page.get_by_role("button", name="Stay signed in").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text(ENDING).first).to_be_hidden()
    expect(name).to_have_value("Half a na")
    page.clock.fast_forward("11:49:00")
    expect(page.get_by_text(ENDING).first).to_be_hidden()


def test_a_session_that_has_ended_is_said(signed_in: SignedIn) -> None:
    page = signed_in("rotterdam", anew=True)
    open_form(page)

    page.clock.fast_forward("12:01:00")

    expect(page.get_by_text("Your session has ended.")).to_be_visible()


def open_form(page: Page) -> Locator:
    page.clock.install()
    page.goto("/account/edit")
    page.wait_for_load_state("networkidle")  # the announcement counts from when its script has come
    return page.get_by_label("Your name")
