"""What people do in the tracker, step by step, for the journeys."""

import re
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

PASSWORD = "demo-password"
PLAN = "Surat – Rotterdam"
FIRST_PAGES = {"coordinator": "Your programmes", "admin": "Your installation"}
"""What the first page is called for those of whom it does not list their plans."""


def sign_in(page: Page, name: str) -> None:
    """Sign in as somebody of the demonstration."""
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(f"{name}@demo.example")
    page.get_by_label("Password").fill(PASSWORD)
    main(page).get_by_role("button", name="Sign in").click()
    expect(heading(page)).to_have_text(FIRST_PAGES.get(name, "Your plans"))


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def open_plan(page: Page) -> None:
    """Open the plan from the first page."""
    page.goto("/")
    main(page).get_by_role("link", name=PLAN).first.click()
    expect(heading(page)).to_contain_text(PLAN)


def open_section(page: Page, name: str) -> None:
    """Open a section of the plan from its task list."""
    open_plan(page)
    main(page).get_by_role("link", name=name, exact=True).click()
    expect(heading(page)).to_have_text(name)


def practice(page: Page) -> Locator:
    """Return where one writes what is done at home."""
    return page.get_by_role("textbox", name="The practice")


def draft_status(page: Page) -> Locator:
    """Return where a form says whether what one types is kept."""
    return main(page).locator(".ucap-draft-status").get_by_role("status")


def save(page: Page, button: str = "Save") -> None:
    main(page).get_by_role("button", name=button, exact=True).click()


def add_measure(page: Page, text: str) -> str:
    """Add a transfer measure that serves an objective; return its title."""
    title = unique("Rain barrels for school yards")
    open_section(page, "Transfer measures")
    main(page).get_by_role("button", name=re.compile("^Add")).first.click()
    page.get_by_label("Name of the measure").fill(title)
    page.get_by_role("group", name="Given by").get_by_label("Surat").check()
    page.get_by_role("group", name="Received by").get_by_label("Rotterdam").check()
    practice(page).fill(text)
    page.get_by_label("Stored rain refills the groundwater").check()
    save(page)
    expect(heading(page)).to_have_text(title)
    return title


def open_measure(page: Page, title: str) -> None:
    """Open a measure from the section's page."""
    open_section(page, "Transfer measures")
    main(page).get_by_role("link", name=title).click()
    expect(heading(page)).to_have_text(title)


def edit_measure(page: Page, title: str) -> None:
    """Open the form of a measure."""
    open_measure(page, title)
    main(page).get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Name of the measure")).to_have_value(title)


def run_into_conflict(page: Page, *, theirs: str, mine: str) -> str:
    """Add a measure and save its form after it was saved in another window meanwhile; return its title."""
    title = add_measure(page, "As it was.")
    edit_measure(page, title)
    other = page.context.new_page()
    other.goto(page.url)
    practice(other).fill(theirs)
    save(other)
    expect(heading(other)).to_have_text(title)
    other.close()
    practice(page).fill(mine)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    return title


def address_of_plan(page: Page) -> str:
    """Return the address of the plan that the page belongs to."""
    found = re.match(r".*/plans/[^/]+/", page.url)
    assert found, f"{page.url} is no page of a plan"
    return found[0]


def unique(words: str) -> str:
    return f"{words} {uuid4().hex[:8]}"
