from tests.factories import PASSWORD, make_member, make_person, make_plan
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.accounts.queries import names_of
from ucap.pairings.models import Role

SURE = {"is_sure": "y"}


def test_one_closes_ones_account_and_is_out_everywhere(client: PageClient) -> None:
    asha = make_member(make_plan(), name="Asha Rao")
    elsewhere = PageClient(client.app).sign_in(asha)
    form = client.sign_in(asha).open("/account/data").follow("Close your account")

    page = form.submit({"password": PASSWORD, **SURE})

    assert page.title == "Sign in"
    assert "Your account is closed, and your name and address are erased." in page.text
    assert client.browser.get_cookie("session") is None
    assert client.open("/account/").title == "Sign in"
    assert elsewhere.open("/account/").title == "Sign in"
    assert names_of({asha.id}) == {asha.id: "Former member"}


def test_the_browser_is_told_to_forget_the_pages(client: PageClient) -> None:
    form = client.sign_in(make_person()).open("/account/close")

    answer = client.send("/account/close", method="POST", data={**form.form(), "password": PASSWORD, **SURE})

    assert '"cache"' in answer.headers["Clear-Site-Data"]


def test_without_the_password_or_the_tick_nothing_is_done(client: PageClient) -> None:
    form = client.sign_in(make_person()).open("/account/close")
    before = digest_of_rows(without={"sign_in_attempts"})

    empty = form.submit()
    wrong = form.submit({"password": "wrong", **SURE})
    unsure = form.submit({"password": PASSWORD})
    hostile = form.submit({"password": "a\0" * 600, **SURE})

    assert empty.error_at("password") == "Error: Enter your password."
    assert empty.error_at("is_sure") == "Error: Tick the box if you mean it."
    assert wrong.error_at("password") == "Error: This is not your password. Try again."
    assert unsure.error_at("is_sure") == "Error: Tick the box if you mean it."
    assert hostile.error_at("password") != ""
    assert digest_of_rows(without={"sign_in_attempts"}) == before


def test_the_only_lead_is_told_what_to_do_first(client: PageClient) -> None:
    lena = make_member(make_plan("Surat", "Rotterdam"), Role.LEAD, side=1)
    form = client.sign_in(lena).open("/account/close")
    before = digest_of_rows(without={"sign_in_attempts"})

    page = form.submit({"password": PASSWORD, **SURE})

    assert page.status == 200
    assert "This is the only lead of Rotterdam. Hand the post over to somebody first, then come back." in page.text
    assert digest_of_rows(without={"sign_in_attempts"}) == before


def test_a_password_is_not_guessed_here(client: PageClient) -> None:
    form = client.sign_in(make_person()).open("/account/close")

    pages = [form.submit({"password": "wrong", **SURE}) for _ in range(6)]

    assert [page.status for page in pages] == [200] * 5 + [429]


def test_another_site_closes_nothing(client: PageClient) -> None:
    client.sign_in(make_person())
    before = digest_of_rows(without={"sign_in_attempts"})

    answer = client.send("/account/close", method="POST", data={"password": PASSWORD, **SURE})

    assert answer.status_code in {200, 400}
    assert digest_of_rows(without={"sign_in_attempts"}) == before


def test_a_stranger_is_shown_the_sign_in_page(client: PageClient) -> None:
    assert client.open("/account/close").title == "Sign in"
