from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from tests.factories import make_person
from tests.pages import PageClient
from tests.rows import digest_of_rows

LONGEST = 20_000


def test_a_text_is_shown_as_pages_will_show_it(client: PageClient) -> None:
    token = signed_in(client)
    before = digest_of_rows()

    answer = preview(client, "A **bold** word\n\n- one\n- two", token)

    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    shown = BeautifulSoup(answer.text, "html5lib")
    assert [tag.get_text() for tag in shown.find_all("strong")] == ["bold"]
    assert [tag.get_text(strip=True) for tag in shown.find_all("li")] == ["one", "two"]
    assert digest_of_rows() == before


def test_it_is_a_piece_of_a_page(client: PageClient) -> None:
    answer = preview(client, "A word", signed_in(client))

    assert answer.text.strip() == "<p>A word</p>"


def test_html_and_scripts_in_the_text_are_words(client: PageClient) -> None:
    answer = preview(client, "<script>alert(1)</script> [x](javascript:alert(1)) <b onclick=x>y</b>", signed_in(client))

    shown = BeautifulSoup(answer.text, "html5lib")
    assert shown.find(["script", "b"]) is None
    assert "&lt;script&gt;" in answer.text
    assert "href" not in answer.text


def test_nothing_is_shown_of_nothing(client: PageClient) -> None:
    token = signed_in(client)

    assert preview(client, "", token).text.strip() == ""
    assert client.send("/preview", method="POST", data={"csrf_token": token}).text.strip() == ""


def test_a_text_may_be_as_long_as_a_field_and_no_longer(client: PageClient) -> None:
    token = signed_in(client)

    assert preview(client, "x" * LONGEST, token).status_code == 200
    assert preview(client, "x" * (LONGEST + 1), token).status_code == 413


def test_characters_that_cannot_be_kept_are_marked(client: PageClient) -> None:
    answer = preview(client, "a\0b", signed_in(client))

    assert answer.status_code == 200
    assert "a\ufffdb" in answer.text


def test_strangers_are_asked_to_sign_in(client: PageClient) -> None:
    answer = preview(client, "A word", "")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_request_without_the_token_is_refused(client: PageClient) -> None:
    signed_in(client)

    assert preview(client, "A word", "").status_code == 400


def test_it_is_not_asked_for_by_an_address(client: PageClient) -> None:
    signed_in(client)

    assert client.send("/preview?text=x").status_code == 405


def signed_in(client: PageClient) -> str:
    """Sign somebody in; return the token that forms carry."""
    return client.sign_in(make_person()).open("/").csrf_token


def preview(client: PageClient, text: str, token: str) -> TestResponse:
    return client.send("/preview", method="POST", data={"text": text, "csrf_token": token})
