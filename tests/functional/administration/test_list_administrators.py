from tests.factories import make_administrator, make_coordinator, post_of
from tests.pages import PageClient


def test_administrators_stand_there_and_their_posts_can_be_ended(client: PageClient) -> None:
    ada, bea = make_administrator("Ada Admin"), make_administrator("Bea Admin")
    client.sign_in(ada)

    page = client.open(f"/posts/{post_of(bea)}/end").submit()

    assert page.path == "/accounts/administrators/"
    assert "Ada Admin" in page.text
    assert "Ended posts" in page.text


def test_others_find_nothing(client: PageClient) -> None:
    assert client.sign_in(make_coordinator()).send("/accounts/administrators/").status_code == 404
