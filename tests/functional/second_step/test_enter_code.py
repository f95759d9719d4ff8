from datetime import timedelta

from sqlalchemy import select, update

from tests.factories import PASSWORD, code_now, make_member, make_person, make_plan, make_second_step
from tests.pages import Page, PageClient
from ucap.accounts.models import Person, SignInSession
from ucap.accounts.rules import HALF_SESSION_LIVES
from ucap.core.clock import utc_now
from ucap.core.database import session

WRONG = "This code is not right, or was used before."


def test_one_is_in_after_the_code_and_not_before_and_comes_to_what_one_wanted(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_second_step(asha)

    form = client.open(f"/plans/{plan.id}/").submit({"email": asha.email, "password": PASSWORD})
    half = cookie(client)
    outside = PageClient(client.app)
    outside.browser.set_cookie("session", half, domain="localhost")
    assert form.title == "Second step"
    assert outside.open("/account/").title == "Sign in"
    assert outside.open("/account/").title == "Sign in"
    page = form.submit({"code": f" {code_now()[:3]} {code_now()[3:]}"})

    assert page.path == f"/plans/{plan.id}/"
    assert cookie(client) != half
    assert outside.open("/account/").title == "Sign in"
    assert session().scalar(select(SignInSession.awaits).where(SignInSession.person_id == asha.id)) is None


def test_a_code_is_worth_nothing_once_it_was_used_nor_are_those_before(client: PageClient) -> None:
    asha = make_person()
    make_second_step(asha)
    used, before = code_now(), code_now(later=-1)
    first_half(client, asha).submit({"code": used})

    for code in (used, before):
        page = first_half(PageClient(client.app), asha).submit({"code": code})
        assert WRONG in page.error_at("code")
    assert first_half(PageClient(client.app), asha).submit({"code": code_now(later=1)}).title == "Your plans"


def test_a_recovery_code_signs_in_once(client: PageClient) -> None:
    asha = make_person()
    code, *_others = make_second_step(asha)

    assert first_half(client, asha).submit({"code": code.upper().replace("-", " ")}).title == "Your plans"
    assert WRONG in first_half(PageClient(client.app), asha).submit({"code": code}).error_at("code")


def test_codes_of_somebody_else_wrong_ones_and_none_are_refused(client: PageClient) -> None:
    asha, bram = make_person(), make_person("Bram")
    make_second_step(asha)
    other, *_rest = make_second_step(bram)
    form = first_half(client, asha)

    assert all(WRONG in form.submit({"code": code}).error_at("code") for code in (other, "000000", "x" * 90))
    assert "Enter the code" in form.submit({"code": ""}).error_at("code")


def test_codes_cannot_be_guessed(client: PageClient) -> None:
    asha = make_person()
    make_second_step(asha)
    form = first_half(client, asha)

    pages = [form.submit({"code": "000000"}) for _time in range(5)]

    assert [page.status for page in pages] == [200] * 5
    assert form.submit({"code": code_now()}).status == 429
    assert client.open("/account/").title == "Sign in"


def test_the_first_half_is_worth_something_for_a_few_minutes(client: PageClient) -> None:
    asha = make_person()
    make_second_step(asha)
    form = first_half(client, asha)
    session().execute(update(SignInSession).values(created_at=utc_now() - HALF_SESSION_LIVES - timedelta(seconds=1)))
    session().commit()

    assert form.submit({"code": code_now()}).title == "Sign in"


def test_without_the_first_half_there_is_nothing_to_enter(client: PageClient) -> None:
    assert client.open("/sign-in/code").title == "Sign in"
    assert client.sign_in(make_person()).open("/sign-in/code").title == "Sign in"


def test_a_form_of_another_site_is_refused(client: PageClient) -> None:
    asha = make_person()
    make_second_step(asha)
    form = first_half(client, asha)

    page = form.submit({"code": code_now(), "csrf_token": "stale"})

    assert page.title == "Second step"
    assert client.open("/account/").title == "Sign in"


def first_half(client: PageClient, person: Person) -> Page:
    return client.open("/sign-in").submit({"email": person.email, "password": PASSWORD})


def cookie(client: PageClient) -> str:
    kept = client.browser.get_cookie("session")
    return kept.value if kept else ""
