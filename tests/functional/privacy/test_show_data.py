from tests.factories import make_draft, make_entry, make_member, make_person, make_plan
from tests.pages import PageClient
from tests.queries import count_queries
from ucap.plans.models.objectives import Area
from ucap.privacy.pages import MOST_SHOWN
from ucap.privacy.queries.personal import PERSONAL


def test_one_sees_what_is_kept_about_oneself(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan, name="Asha Rao")
    make_entry(plan, Area, by=asha, focus="Rain in the streets")
    make_draft(plan, Area, by=asha, focus="Half a sentence")

    page = client.sign_in(asha).open("/account/data")

    assert page.title == "What is kept about you"
    for words in ("Asha Rao", asha.email, "Editor", "Surat – Rotterdam", "Area of cooperation", "Half a sentence"):
        assert words in page.text
    headings = [heading.get_text(strip=True) for heading in page.soup.select("main h2")]
    empty = [item.get_text(strip=True) for item in page.soup.select(".ucap-content ul.govuk-list--bullet li")]
    assert headings[0] == "Your account"
    assert headings[-1] == "Where nothing is kept about you"
    assert sorted([*headings[1:-1], *empty]) == sorted(one.heading.msgid for one in PERSONAL)
    assert "Texts you have not saved yet" in headings
    assert "Mails to you that are kept" in empty
    assert page.response.headers["Cache-Control"] == "no-store"


def test_others_are_not_in_it(client: PageClient) -> None:
    plan = make_plan()
    bram = make_member(plan, side=1, name="Bram Bakker")
    make_entry(plan, Area, by=bram, focus="His words")
    make_draft(plan, Area, by=bram, focus="His draft")

    page = client.sign_in(make_member(plan)).open("/account/data")

    assert "Bram" not in page.text
    assert "His" not in page.text
    assert "Area of cooperation" not in page.text


def test_of_much_the_newest_is_shown(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    for number in range(MOST_SHOWN + 1):
        make_draft(plan, Area, by=asha, focus=f"Draft {number}")

    page = client.sign_in(asha).open("/account/data")

    assert page.text.count("These are the newest. The file has all.") == 1
    assert page.text.count("Draft ") == MOST_SHOWN


def test_it_takes_one_query_a_table(client: PageClient) -> None:
    asha = make_member(make_plan())
    client.sign_in(asha)

    with count_queries() as statements:
        client.send("/account/data")

    assert len(statements) <= len(PERSONAL) + 3


def test_a_stranger_is_shown_the_sign_in_page(client: PageClient) -> None:
    assert client.open("/account/data").title == "Sign in"


def test_the_privacy_notice_leads_here(client: PageClient) -> None:
    page = client.sign_in(make_person()).open("/privacy").follow("See everything that is kept about you")

    assert page.title == "What is kept about you"
