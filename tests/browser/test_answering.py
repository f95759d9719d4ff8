"""An organisation answers its question by a personal link, without an account, in a browser of its own."""

from playwright.sync_api import expect

from tests.browser.conftest import NewContext, SignedIn
from tests.browser.steps import address_of_plan, heading, main, open_plan
from tests.browser.test_every_page import complaints_of, faults_of

ANSWER = "We can give two evenings in May, with chairs for forty."


def test_an_organisation_answers_by_its_link(signed_in: SignedIn, new_context: NewContext) -> None:
    officer = signed_in("surat")
    open_plan(officer)
    officer.goto(f"{address_of_plan(officer)}stakeholders/engagements")
    main(officer).get_by_role("link", name="Personal link").last.click()
    main(officer).get_by_role("button", name="Make the link").click()
    link = officer.get_by_label("Link for the answer").input_value()
    organisation = new_context().new_page()
    complaints = complaints_of(organisation)

    organisation.goto(link)
    assert faults_of(organisation) == []
    main(organisation).get_by_role("textbox").fill(ANSWER)
    main(organisation).get_by_role("button").click()

    expect(main(organisation)).to_contain_text(ANSWER)
    expect(heading(organisation)).to_be_visible()
    expect(main(organisation).get_by_role("textbox")).to_have_count(0)
    assert complaints == []
