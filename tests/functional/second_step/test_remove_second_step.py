from tests.factories import PASSWORD, code_now, make_person, make_second_step
from tests.pages import PageClient
from tests.rows import digest_of_rows


def test_the_password_alone_signs_in_again(client: PageClient) -> None:
    asha = make_person()
    make_second_step(asha)

    page = client.sign_in(asha).open("/account/").follow("Remove").submit({"code": code_now()})

    assert "You sign in by your password alone." in page.text
    other = PageClient(client.app).open("/sign-in").submit({"email": asha.email, "password": PASSWORD})
    assert other.title == "Your plans"


def test_a_wrong_code_changes_nothing(client: PageClient) -> None:
    asha = make_person()
    make_second_step(asha)
    form = client.sign_in(asha).open("/account/second-step/remove")
    before = digest_of_rows(without={"sign_in_attempts"})

    assert "not right" in form.submit({"code": "000000"}).error_at("code")
    assert digest_of_rows(without={"sign_in_attempts"}) == before


def test_who_must_have_one_keeps_it(client: PageClient, second_steps_needed: None) -> None:
    asha = make_person()
    make_second_step(asha)
    form = client.sign_in(asha).open("/account/second-step/codes")
    before = digest_of_rows()

    page = client.post("/account/second-step/remove", {**form.form(), "code": code_now()})

    assert "cannot be removed" in page.text
    assert digest_of_rows() == before


def test_who_has_none_has_nothing_to_remove(client: PageClient) -> None:
    assert client.sign_in(make_person()).open("/account/second-step/remove").status == 404


def test_a_stranger_signs_in_first(client: PageClient) -> None:
    assert client.open("/account/second-step/remove").title == "Sign in"
