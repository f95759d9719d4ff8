from typing import Any

import pytest
from sqlalchemy import func, select

from tests.factories import make_person, make_second_step
from tests.pages import Page, PageClient
from tests.providers import TestProvider
from ucap.accounts.models import SignInSession
from ucap.core.database import session


def test_somebody_is_let_in_by_their_verified_address_and_comes_to_what_they_wanted(
    client: PageClient, provider: TestProvider
) -> None:
    make_person(email="asha@example.org")
    provider.claims["email"] = "Asha@Example.org"

    page = client.open(there(client, provider, "/account/"))

    assert page.title == "Your account"
    assert "asha@example.org" in page.text


def test_a_second_step_is_needed_all_the_same(client: PageClient, provider: TestProvider) -> None:
    make_second_step(make_person(email="asha@example.org"))

    assert client.open(there(client, provider)).title == "Second step"
    assert client.open("/account/").title == "Sign in"


def test_who_has_no_account_is_told_whom_to_ask(client: PageClient, provider: TestProvider) -> None:
    make_person(email="asha@example.org", is_active=False)

    page = client.open(there(client, provider))

    assert (page.status, page.title) == (403, "You have no account here")
    assert "asha@example.org" in page.text
    assert "Ask the lead of your city" in page.text
    assert sessions() == 0


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
        {"iss": "http://127.0.0.1/other"},
        {"aud": "another client"},
        {"nonce": "another"},
        {"exp": 1},
        {"iat": 9_999_999_999},
        {"sub": None},
    ],
)
def test_what_the_provider_should_not_say_lets_nobody_in(
    client: PageClient, provider: TestProvider, claims: dict[str, Any]
) -> None:
    make_person(email="asha@example.org")
    provider.claims |= claims

    refused(client.open(there(client, provider)))


@pytest.mark.parametrize(("signs_with", "algorithm"), [("another", "RS256"), ("own", "HS256"), ("own", "none")])
def test_what_the_provider_did_not_sign_lets_nobody_in(
    client: PageClient, provider: TestProvider, signs_with: str, algorithm: str
) -> None:
    make_person(email="asha@example.org")
    provider.signs_with, provider.algorithm = signs_with, algorithm

    refused(client.open(there(client, provider)))


@pytest.mark.parametrize("address", ["?code=x", "?code=x&state=y", "?state=", "", "?error=access_denied&state=y"])
def test_what_nobody_asked_is_no_answer(client: PageClient, provider: TestProvider, address: str) -> None:
    there(client, provider)

    refused(client.open(f"/sign-in/return{address}"))


def test_the_answer_to_another_browser_and_an_answer_twice_let_nobody_in(
    client: PageClient, provider: TestProvider
) -> None:
    make_person(email="asha@example.org")
    back = there(client, provider)
    other = PageClient(client.app)
    there(other, provider)

    refused(other.open(back))
    assert client.open(back).title == "Your plans"
    assert client.open(back).title == "That did not work"
    assert sessions() == 1


def test_a_provider_that_sends_us_to_a_place_without_https_is_not_followed(
    client: PageClient, provider: TestProvider
) -> None:
    make_person(email="asha@example.org")
    back = there(client, provider)

    for place in ("http://evil.example/token", "file:///etc/passwd"):
        provider.described = {"token_endpoint": place}
        refused(client.open(back))


def test_without_a_provider_there_is_no_such_page(client: PageClient) -> None:
    assert client.open("/sign-in/return?code=x&state=y").status == 404


def there(client: PageClient, provider: TestProvider, wanted: str = "") -> str:
    """Go to the provider and agree; return where one is sent back to."""
    answer = client.send("/sign-in/elsewhere", query_string={"next": wanted})
    return provider.agree(answer.headers["Location"])


def refused(page: Page) -> None:
    assert (page.status, page.title) == (502, "That did not work")
    assert sessions() == 0


def sessions() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(SignInSession)) or 0
