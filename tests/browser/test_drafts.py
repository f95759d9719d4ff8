"""Nothing typed is lost: not with the browser, not without a connection, not when the session ends."""

from collections.abc import Callable
from urllib.parse import parse_qs

from playwright.sync_api import Locator, Page, Request, Response, expect

from tests.browser.conftest import NewContext, SignedIn
from tests.browser.steps import (
    PASSWORD,
    add_measure,
    draft_status,
    edit_measure,
    heading,
    main,
    open_plan,
    open_section,
    practice,
    save,
    sign_in,
    unique,
)

UNFINISHED = "A square that stores rain and slowly gives it ba"
MOST_ATTEMPTS = 50


def test_the_text_is_there_after_the_browser_was_killed_in_the_middle_of_a_word(
    signed_in: SignedIn, new_context: NewContext
) -> None:
    page, title = signed_in("surat"), unique("Killed")
    address = open_new_form(page)
    page.get_by_label("Name of the measure").press_sequentially(title)
    with page.expect_response(keeps(UNFINISHED)):
        practice(page).press_sequentially(UNFINISHED)
    page.context.close()

    again = new_context().new_page()
    sign_in(again, "surat")
    again.goto(address)
    offered(again).first.click()

    expect(again.get_by_label("Name of the measure")).to_have_value(title)
    expect(practice(again)).to_have_value(UNFINISHED)
    save(again)
    expect(heading(again)).to_have_text(title)
    assert entries_called(again, title) == 1


def test_what_was_typed_last_is_kept_when_the_tab_is_closed(signed_in: SignedIn) -> None:
    page, title = signed_in("surat"), unique("Closed")
    address = open_new_form(page)
    again = page.context.new_page()

    page.get_by_label("Name of the measure").fill(title)
    page.close(run_before_unload=False)

    open_plan(again)
    for _attempt in range(MOST_ATTEMPTS):
        if again.get_by_role("link", name=title).count():
            break
        again.reload()
    main(again).get_by_role("link", name=title).click()
    assert again.url.startswith(address)
    expect(again.get_by_label("Name of the measure")).to_have_value(title)


def test_one_reads_that_a_draft_is_kept_and_the_plan_lists_it_until_it_is_discarded(signed_in: SignedIn) -> None:
    page, title = signed_in("rotterdam"), unique("Listed")
    open_new_form(page)

    page.get_by_label("Name of the measure").fill(title)

    expect(draft_status(page)).to_contain_text("Draft kept")
    open_plan(page)
    expect(main(page)).to_contain_text(title)
    main(page).get_by_role("button", name=f"Discard it ({title})").click()
    expect(main(page)).to_contain_text("The unsaved text is discarded.")
    expect(main(page)).not_to_contain_text(title)


def test_without_a_connection_one_is_told_so_and_the_text_is_kept_when_it_is_back(signed_in: SignedIn) -> None:
    page, title = signed_in("surat"), unique("Offline")
    open_new_form(page)
    page.context.set_offline(True)
    page.get_by_label("Name of the measure").fill(title)
    expect(draft_status(page)).to_contain_text("Not kept: no connection. Keep this page open.")

    with page.expect_response(keeps(title)):
        page.context.set_offline(False)

    expect(draft_status(page)).to_contain_text("Draft kept")
    save(page)
    expect(heading(page)).to_have_text(title)
    assert entries_called(page, title) == 1


def test_saving_without_a_connection_loses_nothing(signed_in: SignedIn) -> None:
    page, title = signed_in("surat"), unique("Offline")
    open_new_form(page)
    page.context.set_offline(True)
    page.get_by_label("Name of the measure").fill(title)

    save(page)

    expect(draft_status(page)).to_contain_text("Not saved: no connection.")
    expect(page.get_by_label("Name of the measure")).to_have_value(title)


def test_after_the_session_ended_one_signs_in_and_goes_on_and_nothing_is_there_twice(signed_in: SignedIn) -> None:
    page, title = signed_in("surat"), unique("Ended")
    open_new_form(page)
    page.context.clear_cookies()
    page.get_by_label("Name of the measure").fill(title)
    expect(draft_status(page)).to_contain_text("your session ended")
    practice(page).fill("Typed after the end.")
    save(page)
    expect(main(page)).to_contain_text("nothing you typed is lost")
    sign_in_here(page, "not the password")
    expect(page.get_by_role("alert")).to_be_visible()

    sign_in_here(page, PASSWORD)

    expect(page.get_by_label("Name of the measure")).to_have_value(title)
    expect(practice(page)).to_have_value("Typed after the end.")
    save(page)
    expect(heading(page)).to_have_text(title)
    assert entries_called(page, title) == 1


def test_after_signing_in_again_in_another_tab_the_form_comes_back_and_is_saved(signed_in: SignedIn) -> None:
    page, title = signed_in("surat"), unique("Stale")
    open_new_form(page)
    other = page.context.new_page()
    sign_in(other, "surat")
    page.get_by_label("Name of the measure").fill(title)
    expect(draft_status(page)).to_contain_text("Not kept.")

    save(page)

    expect(page.get_by_role("alert")).to_contain_text("This page was older than your session")
    expect(page.get_by_label("Name of the measure")).to_have_value(title)
    save(page)
    expect(heading(page)).to_have_text(title)
    assert entries_called(page, title) == 1


def test_going_back_after_saving_and_saving_again_is_no_conflict(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    title = add_measure(page, "As it was.")
    edit_measure(page, title)
    practice(page).fill("As it should be.")
    save(page)
    expect(main(page)).to_contain_text("As it should be.")

    page.go_back()
    practice(page).fill("As it is even better.")
    save(page)

    expect(main(page)).to_contain_text("As it is even better.")
    edit_measure(page, title)
    expect(offered(page)).to_have_count(0)


def open_new_form(page: Page) -> str:
    """Open the form to add a measure; return its address."""
    open_section(page, "Transfer measures")
    page.goto(f"{page.url}add/measure")
    expect(heading(page)).to_contain_text("Add")
    page.wait_for_load_state("networkidle")
    return page.url


def offered(page: Page) -> Locator:
    return main(page).get_by_role("link", name="Continue with it")


def sign_in_here(page: Page, password: str) -> None:
    """Sign in on the page that asks for it."""
    page.get_by_label("Email address").fill("surat@demo.example")
    page.get_by_label("Password").fill(password)
    main(page).get_by_role("button", name="Sign in").click()


def keeps(text: str) -> Callable[[Response], bool]:
    """Return what tells whether an answer says that a draft with this text is kept."""

    def is_kept(response: Response) -> bool:
        request: Request = response.request
        if "/drafts/" not in request.url or response.status != 204:
            return False
        return any(text in texts for texts in parse_qs(request.post_data or "").values())

    return is_kept


def entries_called(page: Page, title: str) -> int:
    """Return how many measures have this title."""
    open_section(page, "Transfer measures")
    found = main(page).get_by_role("link", name=title, exact=True)
    expect(found.first).to_be_visible()
    return found.count()
