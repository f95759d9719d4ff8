from tests.factories import make_person
from tests.pages import PageClient


def test_all_other_sessions_end_and_this_one_and_those_of_others_go_on(client: PageClient) -> None:
    asha, bram = make_person(), make_person("Bram")
    others = [PageClient(client.app).sign_in(asha) for _browser in range(2)]
    foreign = PageClient(client.app).sign_in(bram)

    page = client.sign_in(asha).open("/account/").press("End all other sessions")

    assert "All other sessions were ended." in page.text
    assert [other.open("/account/").title for other in others] == ["Sign in", "Sign in"]
    assert client.open("/").title == foreign.open("/").title == "Your plans"


def test_who_is_signed_in_once_is_not_asked(client: PageClient) -> None:
    assert "End all other sessions" not in client.sign_in(make_person()).open("/account/").text


def test_a_stranger_ends_nothing(client: PageClient) -> None:
    assert client.post("/account/sessions/end-others", {}).title == "Sign in"
