from datetime import timedelta

from tests.factories import NOON, make_administrator, make_coordinator, make_member, make_person, make_plan, post_of
from tests.pages import PageClient
from ucap.administration.operations import deactivate_account
from ucap.pairings.models import Role
from ucap.pairings.operations.posts import end_post


def test_it_tells_of_posts_and_of_what_was_done_and_leads_to_erasing(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, lead = make_member(plan, name="Asha Rao"), make_member(plan, Role.LEAD)
    end_post(post_of(asha), by=lead, at=NOON + timedelta(days=1))
    ada = make_administrator("Ada Admin")
    deactivate_account(asha.id, by=None, at=NOON)

    page = client.sign_in(ada).open(f"/accounts/{asha.id}/")

    assert page.title == "Asha Rao"
    assert "Editor Surat 22 Nov" in page.text or "Surat" in page.text
    assert "Deactivated: At the command line" in page.text
    assert page.link("Erase") == f"/people/{asha.id}/erase"


def test_an_account_to_which_nothing_happened_says_so(client: PageClient) -> None:
    page = client.sign_in(make_administrator()).open(f"/accounts/{make_person().id}/")

    assert "This person holds no post and held none." in page.text
    assert "Nothing was done to this account yet." in page.text


def test_one_cannot_erase_or_reset_oneself_there(client: PageClient) -> None:
    ada = make_administrator()

    page = client.sign_in(ada).open(f"/accounts/{ada.id}/")

    assert page.soup.select("main a[href$='/erase'], main a[href$='/reset-second-step']") == []


def test_others_find_nothing(client: PageClient) -> None:
    other = make_person()
    for person in (make_member(make_plan(), Role.LEAD), make_coordinator(), other):
        assert client.sign_in(person).send(f"/accounts/{other.id}/").status_code == 404
