"""What holds for every kind of page, narrow and wide, light and dark."""

import re
from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import (
    add_measure,
    address_of_plan,
    draft_status,
    edit_measure,
    heading,
    main,
    open_measure,
    open_plan,
    open_section,
    run_into_conflict,
    save,
)

WIDTHS = (1280, 390)
LOOKS: tuple[tuple[Literal["light", "dark"], str, int], ...] = (
    ("light", "ltr", 1280),
    ("dark", "ltr", 390),
    ("light", "rtl", 390),
)
"""Colours, the direction of writing, and the width at which axe reads the page."""
LEFT_MEANWHILE = "net::ERR_ABORTED"
"""What the browser says of a file that it no longer needs, since the page was left; a missing file is a 404."""

TURN_ROUND = """
async (direction) => {
  const styles = document.querySelector("link[rel=stylesheet]");
  const name = direction === "rtl" ? "ucap-rtl.css" : "ucap.css";
  document.documentElement.dir = direction;
  await new Promise((done) => {
    styles.onload = done;
    styles.href = `/static/vendor/${name}`;
  });
}
"""
"""Shows the page as for a language that is written from right to left; no catalogue of one is there yet."""

PLAZA = "Water plaza for a dense market quarter"


def the_first_page(page: Page) -> None:
    page.goto("/")


def the_section(name: str) -> Callable[[Page], None]:
    return lambda page: open_section(page, name)


def the_stakeholders(way: str = "") -> Callable[[Page], None]:
    def show(page: Page) -> None:
        open_plan(page)
        page.goto(f"{address_of_plan(page)}stakeholders/{way}")
        expect(heading(page)).to_be_visible()

    return show


def the_pilot(page: Page) -> None:
    open_plan(page)
    page.goto(f"{address_of_plan(page)}pilots/")
    main(page).get_by_role("link", name="Street contacts in six streets of Bospolder").click()
    expect(heading(page)).to_have_text("Street contacts in six streets of Bospolder")


def the_form_with_a_refused_file(page: Page) -> None:
    the_pilot(page)
    main(page).get_by_role("button", name="Tell how it goes").click()
    page.get_by_label("Photo or file").first.set_input_files(
        {"name": "x.html", "mimeType": "text/html", "buffer": b"x"}
    )
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()


def the_reading_to_add(page: Page) -> None:
    the_pilot(page)
    main(page).get_by_role("link", name="Add a reading").first.click()
    expect(main(page)).to_contain_text("Baseline:")


def the_file_to_erase(page: Page) -> None:
    the_pilot(page)
    address = main(page).locator(".ucap-files a[href*='/files/']").first.get_attribute("href") or ""
    page.goto(f"{address}erase")
    expect(main(page).get_by_role("button", name="Erase this file")).to_be_visible()


def the_stakeholder(page: Page) -> None:
    the_stakeholders()(page)
    main(page).get_by_role("link", name="Textile market traders' association").click()
    expect(main(page)).to_contain_text("What it was asked")


def the_contact_to_erase(page: Page) -> None:
    the_stakeholders("contacts/")(page)
    main(page).get_by_role("link", name=re.compile("^Erase")).first.click()
    expect(heading(page)).to_contain_text("Erase")


def the_register(page: Page) -> None:
    the_stakeholders()(page)
    main(page).get_by_role("link", name="Register of organisations of Surat").click()
    expect(heading(page)).to_have_text("Organisations of Surat")


def the_list_to_enter(page: Page) -> None:
    the_register(page)
    main(page).get_by_role("link", name="Enter a list or a sheet").click()
    rows = "Name\tHelix\tWebsite\nPublic hospital\tGOV\thttps://hospital.example\nFishers\tciv\t\nNobody\tSomething"
    page.get_by_label("Your list").fill(rows)
    save(page, "Check the list")
    expect(main(page)).to_contain_text("Add 1 organisation and change 1")


def the_empty_section(page: Page) -> None:
    page.goto("/pairings/?phase=applied")
    main(page).locator("a[href^='/plans/']").first.click()
    main(page).get_by_role("link", name="Objectives", exact=True).click()
    expect(main(page)).to_contain_text("No area of cooperation yet")


def the_entry(page: Page) -> None:
    open_measure(page, PLAZA)


def the_form(page: Page) -> None:
    edit_measure(page, PLAZA)


def what_is_missing(page: Page) -> None:
    open_plan(page)
    main(page).get_by_role("link", name="things are missing").first.click()
    expect(heading(page)).to_have_text("What is missing")


def the_form_to_add(section: str, entry_type: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        open_plan(page)
        page.goto(f"{address_of_plan(page)}{section}/add/{entry_type}")
        expect(heading(page)).to_contain_text("Add")

    return show


def the_form_with_errors(page: Page) -> None:
    the_form_to_add("objectives", "objective")(page)
    page.get_by_label("Baseline").fill("many")
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()


def the_form_with_an_unsaved_text(page: Page) -> None:
    the_form_to_add("objectives", "area")(page)
    main(page).get_by_role("textbox").first.fill("Rai")
    expect(draft_status(page)).to_contain_text("Draft kept")
    page.reload()
    main(page).get_by_role("link", name="Continue with it").first.click()
    expect(main(page)).to_contain_text("This is your unsaved text")


def the_plan_with_an_unsaved_text(page: Page) -> None:
    the_form_with_an_unsaved_text(page)
    open_plan(page)
    expect(main(page)).to_contain_text("Your unsaved texts")


def the_form_whose_session_ended(page: Page) -> None:
    the_form_to_add("objectives", "area")(page)
    page.context.clear_cookies()
    save(page)
    expect(main(page)).to_contain_text("nothing you typed is lost")


def the_conflict(page: Page) -> None:
    run_into_conflict(page, theirs="As they want it.", mine="As I want it.")


def the_history_of_an_entry(page: Page) -> None:
    open_measure(page, PLAZA)
    main(page).get_by_role("link", name="History of this entry").click()
    expect(heading(page)).to_have_text("History")


def the_list_to_paste(page: Page) -> None:
    open_section(page, "Activities")
    main(page).get_by_role("link", name="Paste a list").click()
    expect(page).to_have_url(re.compile("/paste/"))


def the_list_before_it_is_added(page: Page) -> None:
    the_list_to_paste(page)
    main(page).get_by_role("textbox").first.fill("Title\tBegins on\nA walk along the dikes\t3 May 2027\nA talk\tsoon")
    main(page).get_by_role("button", name="Check the list").click()
    expect(main(page)).to_contain_text("A walk along the dikes")


def two_moments_compared(page: Page) -> None:
    open_plan(page)
    page.goto(f"{address_of_plan(page)}history/compare?from=2026-02-01")
    expect(main(page)).to_contain_text("added")


def the_text_to_restore(page: Page) -> None:
    the_history_of_an_entry(page)
    main(page).get_by_role("link", name="Restore the whole entry").last.click()
    expect(heading(page)).to_contain_text("Restore")


def the_deleted_entry(page: Page) -> None:
    title = add_measure(page, "Nobody needs it.")
    main(page).get_by_role("button", name="Delete").click()
    expect(main(page)).to_contain_text(f"Deleted: {title}")
    page.go_back()
    expect(main(page)).to_contain_text("Deleted by")


def the_deleted_entries(page: Page) -> None:
    the_deleted_entry(page)
    page.goto(f"{address_of_plan(page)}deleted/")
    expect(main(page).get_by_role("button", name="Bring back").first).to_be_visible()


def the_tab(name: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        open_plan(page)
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(page.get_by_role("navigation").get_by_role("link", name=name)).to_have_attribute("aria-current", "page")

    return show


def the_pairings(page: Page) -> None:
    page.goto("/pairings/")
    expect(main(page)).to_contain_text("66 pairings")


def a_pairing(page: Page) -> None:
    page.goto("/pairings/?q=nagpur")
    main(page).get_by_role("link", name="About the pairing").click()
    expect(heading(page)).to_have_text("Pairing of Nagpur – Karlsruhe")


def the_form_of_a_pairing(page: Page) -> None:
    a_pairing(page)
    main(page).get_by_role("button", name="Edit").click()
    expect(heading(page)).to_have_text("Edit the pairing")


def the_milestones_of_a_pairing(page: Page) -> None:
    a_pairing(page)
    main(page).get_by_role("button", name="Plan the milestones").click()
    page.get_by_label("Decided").fill("soon")
    main(page).get_by_role("button", name="Save the milestones").click()
    expect(page.get_by_role("alert")).to_be_visible()


def the_places(page: Page) -> None:
    page.goto("/places/?q=gr&sort=country")
    expect(main(page)).to_contain_text("Granada")


def the_place(page: Page) -> None:
    the_places(page)
    main(page).get_by_role("link", name="Granada").click()
    expect(main(page)).to_contain_text("With Yangzhou")


def the_place_like_another(page: Page) -> None:
    page.goto("/places/add")
    page.get_by_label("Name", exact=True).fill("Granáda")
    page.get_by_label("Country", exact=True).select_option("ES")
    save(page, "Add the place")
    expect(main(page)).to_contain_text("Is it one of these?")


def the_place_to_merge(page: Page) -> None:
    the_place(page)
    main(page).get_by_role("button", name="Merge with another").click()
    page.get_by_label("Part of the other place").fill("guangzhou")
    save(page, "Look for it")
    main(page).get_by_role("link", name="Guangzhou", exact=True).click()
    expect(main(page)).to_contain_text("Merging cannot be undone.")


def the_network(page: Page) -> None:
    page.goto("/networks/")
    main(page).get_by_role("link", name="Energy Cities").click()
    expect(main(page)).to_contain_text("As of 2021, unchecked")


def the_vocabulary(page: Page) -> None:
    page.goto("/vocabularies/")
    main(page).get_by_role("link", name="SDG goals").click()
    expect(main(page)).to_contain_text("Agua limpia y saneamiento")


def the_account(page: Page) -> None:
    page.goto("/account/")
    expect(main(page)).to_contain_text("This one")


def the_second_step(page: Page) -> None:
    page.goto("/account/second-step")
    expect(main(page).get_by_role("img", name="QR code")).to_be_visible()


def the_announcement(page: Page) -> None:
    page.clock.install()
    page.goto("/account/edit")
    page.wait_for_load_state("networkidle")
    page.clock.fast_forward("11:55:00")
    expect(page.get_by_role("button", name="Stay signed in")).to_be_visible()


def the_refusal(page: Page) -> None:
    open_plan(page)
    answer = page.goto(f"{address_of_plan(page)}measures/add/measure")
    assert answer
    assert answer.status == 403


def the_accounts(page: Page) -> None:
    page.goto("/accounts/?q=desai")
    expect(main(page)).to_contain_text("Anjali Desai")


def an_account(page: Page) -> None:
    the_accounts(page)
    main(page).get_by_role("link", name="Anjali Desai").click()
    expect(heading(page)).to_have_text("Anjali Desai")


def the_administrators(page: Page) -> None:
    page.goto("/accounts/administrators/")
    expect(main(page)).to_contain_text("Ingrid Larsen")


def the_people(page: Page) -> None:
    open_plan(page)
    page.goto(f"{address_of_plan(page)}people/")
    expect(heading(page)).to_have_text("People")


def what_is_kept(page: Page) -> None:
    page.goto("/account/data")
    expect(heading(page)).to_have_text("What is kept about you")


def the_account_to_close(page: Page) -> None:
    page.goto("/account/close")
    main(page).get_by_role("button", name="Close my account").click()
    expect(page.get_by_role("alert")).to_be_visible()


def nothing(page: Page) -> None:
    answer = page.goto("/nothing-is-here")
    assert answer
    assert answer.status == 404


PAGES = {
    "first page": ("surat", the_first_page),
    "first page without plans": ("coordinator", the_first_page),
    "pairings": ("coordinator", the_pairings),
    "pairing": ("coordinator", a_pairing),
    "form of a pairing": ("coordinator", the_form_of_a_pairing),
    "milestones of a pairing": ("coordinator", the_milestones_of_a_pairing),
    "task list": ("surat", open_plan),
    "what is missing": ("surat", what_is_missing),
    "objectives": ("surat", the_section("Objectives")),
    "context": ("surat", the_section("Context")),
    "measures": ("surat", the_section("Transfer measures")),
    "a form with a refused file": ("rotterdam", the_form_with_a_refused_file),
    "activities": ("surat", the_section("Activities")),
    "add an activity": ("surat", the_form_to_add("activities", "activity")),
    "add a module": ("surat", the_form_to_add("measures", "module")),
    "stakeholders": ("surat", the_stakeholders()),
    "influence of stakeholders": ("surat", the_stakeholders("influence")),
    "helix balance": ("surat", the_stakeholders("balance")),
    "engagements": ("surat", the_stakeholders("engagements")),
    "a pilot": ("surat", the_pilot),
    "reading to add": ("rotterdam", the_reading_to_add),
    "file to erase": ("rotterdam", the_file_to_erase),
    "a stakeholder": ("surat", the_stakeholder),
    "contact person to erase": ("surat", the_contact_to_erase),
    "contact people": ("surat", the_stakeholders("contacts/")),
    "a register of organisations": ("surat", the_register),
    "a list of organisations to enter": ("surat", the_list_to_enter),
    "measures for a reader": ("observer", the_section("Transfer measures")),
    "empty section": ("coordinator", the_empty_section),
    "entry": ("surat", the_entry),
    "edit": ("surat", the_form),
    "add an area": ("surat", the_form_to_add("objectives", "area")),
    "add an objective": ("surat", the_form_to_add("objectives", "objective")),
    "add a measure": ("surat", the_form_to_add("measures", "measure")),
    "form with errors": ("surat", the_form_with_errors),
    "conflict": ("surat", the_conflict),
    "list to paste": ("surat", the_list_to_paste),
    "list before it is added": ("surat", the_list_before_it_is_added),
    "two moments compared": ("surat", two_moments_compared),
    "text to restore": ("surat", the_text_to_restore),
    "deleted entry": ("surat", the_deleted_entry),
    "deleted entries": ("surat", the_deleted_entries),
    "unsaved text": ("rotterdam", the_form_with_an_unsaved_text),
    "plan with unsaved text": ("rotterdam", the_plan_with_an_unsaved_text),
    "ended session": ("rotterdam", the_form_whose_session_ended),
    "history of an entry": ("surat", the_history_of_an_entry),
    "history": ("surat", the_tab("History")),
    "at a glance": ("surat", the_tab("At a glance")),
    "exports": ("surat", the_tab("Export")),
    "places": ("surat", the_places),
    "place": ("coordinator", the_place),
    "place like another": ("coordinator", the_place_like_another),
    "place to merge": ("coordinator", the_place_to_merge),
    "network": ("surat", the_network),
    "vocabulary": ("surat", the_vocabulary),
    "accounts": ("admin", the_accounts),
    "an account": ("admin", an_account),
    "administrators": ("admin", the_administrators),
    "people": ("lead.surat", the_people),
    "what is kept": ("surat", what_is_kept),
    "account to close": ("surat", the_account_to_close),
    "account": ("surat", the_account),
    "set up a second step": ("surat", the_second_step),
    "session about to end": ("surat", the_announcement),
    "403": ("observer", the_refusal),
    "404": ("surat", nothing),
}


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_the_page(signed_in: SignedIn, name: str) -> None:
    person, show = PAGES[name]
    page = signed_in(person)
    complaints = complaints_of(page)

    show(page)

    assert faults_of(page) == []
    assert complaints == []


@pytest.mark.parametrize(
    "address",
    ["/public/", "/sign-in", "/sign-in?next=/plans/", "/forgotten-password", "/nothing-is-here", "/privacy", "/help"],
)
def test_strangers_can_use_the_page(page: Page, address: str) -> None:
    complaints = complaints_of(page)

    page.goto(address)

    assert faults_of(page) == []
    assert complaints == []


def test_a_refused_sign_in_can_be_mended(page: Page) -> None:
    complaints = complaints_of(page)
    page.goto("/sign-in")
    page.get_by_label("Email address").fill("surat@demo.example")
    page.get_by_label("Password").fill("not the password")

    main(page).get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert faults_of(page) == []
    assert complaints == []


def complaints_of(page: Page) -> list[str]:
    """Return the list to which the browser's complaints about pages are added: scripts, policy, missing files."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        is_answer = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
        if message.type in {"error", "warning"} and not is_answer:
            complaints.append(message.text)

    def note_failure(request: Request) -> None:
        if request.failure != LEFT_MEANWHILE:
            complaints.append(f"{request.url}: {request.failure}")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", note_failure)
    return complaints


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the page: what axe finds, and whether one must scroll sideways.

    Each look is seen at each width; axe, which takes long, reads the page in each look once, and at each width.
    """
    faults: list[str] = []
    for look, direction, width_read in LOOKS:
        page.emulate_media(color_scheme=look)
        if direction == "rtl":
            page.evaluate(TURN_ROUND, direction)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            seen = f"{width} px, {look}, {direction}"
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{seen}: scrolls sideways")
            faults += violations_of(page, seen) if width == width_read else []
    page.evaluate(TURN_ROUND, "ltr")
    return faults


def violations_of(page: Page, seen: str) -> list[str]:
    """Return what axe finds on the page as it is seen."""
    return [
        f"{seen}: {violation['id']} at {node['target']}: {node.get('failureSummary', '')}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
