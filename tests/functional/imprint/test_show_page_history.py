import pytest

from tests.factories import NOON, make_administrator, make_person
from tests.pages import PageClient
from ucap.imprint.models import AboutPage
from ucap.imprint.operations import write_page


def test_every_text_is_there_with_who_and_when(client: PageClient) -> None:
    ada, bea = make_administrator("Ada Admin"), make_administrator("Bea Admin")
    write_page(AboutPage.HELP, "Call 0800", seen_version=0, by=ada, at=NOON)
    write_page(AboutPage.HELP, "Call 0900", seen_version=1, by=bea, at=NOON)

    page = client.sign_in(ada).open("/help").follow("History")

    texts = [item.get_text(" ", strip=True) for item in page.soup.select(".ucap-content ol li")]
    assert [text.split(",")[0].strip() for text in texts] == [
        "Bea Admin",
        "Ada Admin",
        "The text that the tracker came with",
    ]
    assert [tag.get_text(strip=True) for tag in page.soup.select("main del, main ins")] == [
        "removed:0800end of removed",
        "added:0900end of added",
    ]
    assert "Go on from this text" not in page.text


def test_the_first_text_is_shown_whole(client: PageClient) -> None:
    page = client.sign_in(make_administrator()).open("/help/history")

    assert "Whoever runs this installation has not named a helpdesk yet." in page.text
    assert page.soup.select("main del, main ins") == []


@pytest.mark.parametrize("version", ["", "99", "x", "-1"])
def test_a_version_that_is_not_there_shows_the_newest(client: PageClient, version: str) -> None:
    ada = make_administrator()
    write_page(AboutPage.HELP, "Call 0800", seen_version=0, by=ada, at=NOON)

    page = client.sign_in(ada).open(f"/help/history?version={version}")

    assert page.status == 200
    assert page.soup.select("main ol strong")[0].get_text(" ", strip=True).startswith("Ada Admin")


def test_others_may_not_read_it(client: PageClient) -> None:
    assert client.open("/help/history").title == "Sign in"
    assert client.sign_in(make_person()).open("/help/history").status == 403
