from tests.factories import code_now, make_person, make_second_step
from tests.pages import PageClient
from tests.rows import digest_of_rows


def test_new_codes_replace_the_old_ones(client: PageClient) -> None:
    asha = make_person()
    old = make_second_step(asha)

    page = client.sign_in(asha).open("/account/").follow("New recovery codes").submit({"code": code_now()})

    codes = [one.get_text(strip=True) for one in page.soup.select(".ucap-codes code")]
    assert page.title == "Your recovery codes"
    assert len(codes) == 10
    assert not set(codes) & set(old)
    again = client.open("/account/second-step/codes")
    assert again.submit({"code": old[0]}).error_at("code") != ""
    assert again.submit({"code": codes[0]}).title == "Your recovery codes"


def test_a_wrong_code_changes_nothing(client: PageClient) -> None:
    asha = make_person()
    make_second_step(asha)
    form = client.sign_in(asha).open("/account/second-step/codes")
    before = digest_of_rows(without={"sign_in_attempts"})

    assert "not right" in form.submit({"code": "000000"}).error_at("code")
    assert digest_of_rows(without={"sign_in_attempts"}) == before


def test_who_has_no_second_step_has_no_codes(client: PageClient) -> None:
    assert client.sign_in(make_person()).open("/account/second-step/codes").status == 404


def test_a_stranger_signs_in_first(client: PageClient) -> None:
    assert client.open("/account/second-step/codes").title == "Sign in"
