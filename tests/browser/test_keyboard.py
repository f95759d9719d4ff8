"""Everything can be done with the keyboard, and one always sees where one is."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import PASSWORD, PLAN, heading, main, unique

MOST_STOPS = 80

LOOK_OF_FOCUS = """element => {
    const shown = [element, ...(element.labels ?? [])];
    for (let around = element.parentElement; around; around = around.parentElement) shown.push(around);
    const parts = () => shown.flatMap(one =>
        [null, "::before", "::after"].map(pseudo => {
            const look = getComputedStyle(one, pseudo);
            return [look.outlineStyle, look.outlineWidth, look.outlineColor, look.boxShadow].join(" ");
        }));
    const focused = parts();
    element.blur();
    const blurred = parts();
    element.focus();
    return focused.some((look, number) => look !== blurred[number]);
}"""

IS_ON_SCREEN = """element => {
    const seen = (element.labels?.[0] ?? element).getBoundingClientRect();
    return seen.width > 1 && seen.height > 1 && seen.bottom > 0 && seen.top < innerHeight
        && seen.right > 0 && seen.left < innerWidth;
}"""


def test_on_a_phone_the_menu_opens_with_the_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    places = page.get_by_role("banner").get_by_role("link", name="Places")
    expect(places).to_have_count(0)

    tab_to(page, page.get_by_role("banner").locator("summary"))
    page.keyboard.press("Enter")
    tab_to(page, places)
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Places")


def test_one_signs_in_with_the_keyboard(page: Page) -> None:
    page.goto("/sign-in")

    tab_to(page, page.get_by_label("Email address"))
    page.keyboard.type("surat@demo.example")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    tab_to(page, main(page).get_by_role("button", name="Sign in"))
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Your plans")


def test_one_skips_the_navigation(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    assert shows_focus(page.locator("*:focus"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(main(page).locator("*:focus")).to_have_count(1)


def test_one_adds_an_objective_with_the_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    statement = unique("Fewer wet feet on the way to school.")
    page.goto("/")

    go_by(page, main(page).get_by_role("link", name=PLAN).first)
    go_by(page, main(page).get_by_role("link", name="Objectives", exact=True))
    go_by(page, main(page).get_by_role("button", name=re.compile("^Add an objective$|^Add a specific objective$")))
    write(page, "Objective", statement)
    choose_the_second(page, "Area of cooperation")
    write(page, "Indicator", "Children who arrive with wet feet")
    write(page, "Unit", "children")
    write(page, "Baseline", "120")
    write(page, "Target", "12")
    write(page, "Target date", "11 November 2027")
    go_by(page, main(page).get_by_role("button", name="Save"))

    expect(heading(page)).to_have_text(statement)
    for words in ("Neighbours who know what to do", "Children who arrive with wet feet", "120", "11 November 2027"):
        expect(main(page)).to_contain_text(words)


def test_one_ticks_a_box_with_the_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("surat")
    page.goto("/")
    go_by(page, main(page).get_by_role("link", name=PLAN).first)
    go_by(page, main(page).get_by_role("link", name="Transfer measures", exact=True))
    go_by(page, main(page).get_by_role("button", name=re.compile("^Add")).first)

    box = page.get_by_role("checkbox", name="Stored rain refills the groundwater")
    tab_to(page, box)
    page.keyboard.press("Space")

    expect(box).to_be_checked()


def write(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True).and_(page.locator("input, textarea")))
    page.keyboard.type(text)


def choose_the_second(page: Page, legend: str) -> None:
    """Choose the second of radio buttons: Tab goes to the one that is chosen, arrows to the others."""
    choices = page.get_by_role("group", name=legend).get_by_role("radio")
    tab_to(page, page.get_by_role("group", name=legend).locator("input:checked"))
    while not choices.nth(1).is_checked():
        page.keyboard.press("ArrowUp")
        assert shows_focus(page.locator("*:focus"))


def go_by(page: Page, target: Locator) -> None:
    """Go to a link or button and press Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; at each stop one must see where one is."""
    expect(target).to_be_visible()
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.locator("*:focus")
        if here.count():
            assert shows_focus(here), f"no visible focus at {here.evaluate('element => element.outerHTML')}"
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached with the Tab key")


def shows_focus(here: Locator) -> bool:
    return bool(here.evaluate(IS_ON_SCREEN)) and bool(here.evaluate(LOOK_OF_FOCUS))
