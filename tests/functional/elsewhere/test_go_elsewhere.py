from urllib.parse import parse_qs, urlsplit

from tests.pages import PageClient
from tests.providers import TestProvider
from tests.rows import digest_of_rows


def test_the_sign_in_page_leads_to_the_provider_with_a_question_of_its_own_each_time(
    client: PageClient, provider: TestProvider
) -> None:
    before = digest_of_rows()
    link = client.open("/sign-in").link("Sign in with City of Surat")

    answers = [client.send(link) for _time in range(2)]

    places = [answer.headers["Location"] for answer in answers]
    questions = [parse_qs(urlsplit(place).query) for place in places]
    assert all(place.startswith(f"{provider.issuer}/authorize?") for place in places)
    assert questions[0]["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/return"]
    assert questions[0]["scope"] == ["openid email"]
    assert all(questions[0][name] != questions[1][name] for name in ("state", "nonce", "code_challenge"))
    (cookie,) = answers[0].headers.getlist("Set-Cookie")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/sign-in"))
    assert digest_of_rows() == before


def test_a_provider_that_lies_about_itself_or_cannot_be_asked_is_said(
    client: PageClient, provider: TestProvider
) -> None:
    provider.described = {"issuer": "http://127.0.0.1/other"}
    page = client.open("/sign-in/elsewhere")
    assert (page.status, page.title) == (502, "That did not work")
    provider.shutdown()
    provider.server_close()

    assert client.open("/sign-in/elsewhere").status == 502


def test_without_a_provider_there_is_no_such_page(client: PageClient) -> None:
    assert client.open("/sign-in/elsewhere").status == 404
    assert "Sign in with" not in client.open("/sign-in").text
