from tests.factories import make_person
from tests.pages import PageClient


def test_a_stranger_is_told_what_this_is_and_signs_in(client: PageClient) -> None:
    page = client.open("/public/")

    assert page.title == "Two cities. Two languages. One plan."
    assert page.soup.select("svg[role=img][aria-label]")
    assert [one.get_text(strip=True) for one in page.soup.select("ol .ucap-first-page__name")] == [
        "Context",
        "Objectives",
        "Transfer measures",
        "Activities",
        "Learnings",
        "Commitments",
    ]
    assert page.follow("Sign in").title == "Sign in"


def test_who_is_signed_in_reads_it_too(client: PageClient) -> None:
    assert client.sign_in(make_person()).open("/public/").status == 200
