from datetime import timedelta

import pytest

from tests.factories import NOON, make_person
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.accounts.rules import ABSOLUTE_LIMIT, IDLE_LIMIT, KNOWN_FOR, TRIES_WINDOW
from ucap.core.database import session
from ucap.imprint.models import AboutPage, AboutText

TITLES = {
    "/privacy": "Privacy notice",
    "/accessibility": "Accessibility statement",
    "/imprint": "Imprint",
    "/help": "Help and contact",
}


@pytest.mark.parametrize("is_signed_in", [True, False])
@pytest.mark.parametrize(("path", "title"), TITLES.items())
def test_a_fresh_installation_has_honest_texts_for_everybody(
    client: PageClient, path: str, title: str, *, is_signed_in: bool
) -> None:
    if is_signed_in:
        client.sign_in(make_person())
    before = digest_of_rows()

    page = client.open(path)

    assert page.status == 200
    assert page.title == title
    assert "Whoever runs this installation has" in page.text
    assert "Last changed" not in page.text
    assert client.browser.get_cookie("notice") is None
    assert digest_of_rows() == before


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/privacy"])
def test_every_page_links_them_at_its_foot(client: PageClient, path: str) -> None:
    page = client.open(path)

    footer = page.soup.find("footer")
    assert footer is not None
    linked = {link["href"]: link.get_text(strip=True) for link in footer.find_all("a")}
    assert linked == TITLES
    assert [link["href"] for link in footer.find_all("a", attrs={"aria-current": "page"})] == [path] * (path in TITLES)


def test_the_newest_text_is_shown_with_its_date(client: PageClient) -> None:
    give_text(AboutPage.HELP, 1, "The old number")
    give_text(AboutPage.HELP, 2, "# Call us\n\n**0800 1234**")

    page = client.open("/help")

    assert "0800 1234" in page.text
    assert "old number" not in page.text
    assert "Last changed on" in page.text
    assert [heading.get_text(strip=True) for heading in page.soup.select("main h2")] == ["Call us"]
    assert "Whoever runs this installation" in client.open("/privacy").text


def test_a_text_stays_text(client: PageClient) -> None:
    give_text(AboutPage.IMPRINT, 1, "<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://z.example/y.png)")

    page = client.open("/imprint")

    assert page.soup.select("main script, main img") == []
    assert "<script>alert(1)</script>" in page.text
    assert "javascript:" not in str(page.soup.select("main a"))


def test_who_wrote_it_is_not_told_to_strangers(client: PageClient) -> None:
    give_text(AboutPage.HELP, 1, "Call us")

    assert "Ada Admin" not in client.open("/help").text


def test_the_notice_says_how_long_sessions_live(client: PageClient) -> None:
    text = client.open("/privacy").text

    assert timedelta(minutes=15) == TRIES_WINDOW
    assert "after a quarter of an hour" in text
    assert timedelta(days=30) == KNOWN_FOR
    assert "after thirty days" in text
    assert timedelta(hours=12) == IDLE_LIMIT
    assert "after twelve hours without use" in text
    assert timedelta(days=7) == ABSOLUTE_LIMIT
    assert "after seven days" in text


def test_what_is_no_page_is_none(client: PageClient) -> None:
    assert client.open("/privacy/").status == 404
    assert client.open("/about").status == 404


def give_text(page: AboutPage, version: int, text: str) -> None:
    ada = make_person("Ada Admin")
    session().add(AboutText(page=page, version=version, text=text, written_by_id=ada.id, written_at=NOON))
    session().commit()
