"""A form that was changed asks before it is left, unless a draft of it is kept; saving it does not."""

from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import (
    add_measure,
    draft_status,
    edit_measure,
    heading,
    main,
    practice,
    run_into_conflict,
    save,
)


def test_a_changed_form_asks_before_it_is_closed(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    edit_measure(page, add_measure(page, "As it was."))
    keep_no_drafts(page)
    practice(page).fill("As it should be.")

    asked_when_closed(page).dismiss()

    expect(practice(page)).to_have_value("As it should be.")


def test_a_form_that_came_back_unsaved_asks_before_it_is_closed(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    edit_measure(page, add_measure(page, "As it was."))
    keep_no_drafts(page)
    page.get_by_label("Name of the measure").fill("")
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()
    practice(page).click()

    asked_when_closed(page).dismiss()


def test_a_conflict_asks_before_it_is_closed(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    keep_no_drafts(page)
    run_into_conflict(page, theirs="As they want it.", mine="As I want it.")
    practice(page).click()

    asked_when_closed(page).dismiss()

    expect(practice(page)).to_have_value("As they want it. As I want it.")


def test_a_form_whose_draft_is_kept_does_not_ask(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    edit_measure(page, add_measure(page, "As it was."))
    asked = dialogs_of(page)
    practice(page).fill("As it should be.")
    expect(draft_status(page)).to_contain_text("Draft kept")

    main(page).get_by_role("link", name="Cancel").click()

    expect(main(page).get_by_role("button", name="Edit")).to_be_visible()
    assert asked == []


def test_saving_does_not_ask(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    title = add_measure(page, "As it was.")
    edit_measure(page, title)
    asked = dialogs_of(page)
    practice(page).fill("As it should be.")

    save(page)

    expect(heading(page)).to_have_text(title)
    expect(main(page)).to_contain_text("As it should be.")
    assert asked == []


def test_a_form_as_it_was_does_not_ask(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    title = add_measure(page, "As it was.")
    edit_measure(page, title)
    asked = dialogs_of(page)
    practice(page).click()

    main(page).get_by_role("link", name="Cancel").click()

    expect(main(page).get_by_role("button", name="Edit")).to_be_visible()
    assert asked == []


def keep_no_drafts(page: Page) -> None:
    """Let no draft reach the server."""
    page.route("**/drafts/**", lambda route: route.abort())


def asked_when_closed(page: Page) -> Dialog:
    """Close the page as a person would once its scripts are there, and return the question that the browser asks."""
    page.wait_for_load_state("networkidle")
    with page.expect_event("dialog") as expected:
        page.close(run_before_unload=True)
    dialog: Dialog = expected.value
    assert dialog.type == "beforeunload"
    return dialog


def dialogs_of(page: Page) -> list[str]:
    """Return the list to which the questions are added that the browser asks; it leaves all the same."""
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    return asked
