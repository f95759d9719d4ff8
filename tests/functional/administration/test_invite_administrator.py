from tests.factories import make_administrator, make_coordinator, make_person
from tests.pages import PageClient
from ucap.pairings.queries.rights import rights_of_person

ADDRESS = "/accounts/administrators/invite"


def test_the_link_is_shown_once_and_makes_an_administrator(client: PageClient) -> None:
    bea = make_person("Bea", email="bea@example.org")
    client.sign_in(make_administrator())

    page = client.open(ADDRESS).submit({"email": "Bea@example.org", "title": "Second administrator"})
    link = str(page.soup.select("#address")[0]["value"])

    listed = client.open("/accounts/administrators/")
    assert "bea@example.org" in listed.text
    assert "Invite again" in listed.text
    assert link not in str(listed.soup)
    PageClient(client.app).sign_in(bea).open(link[link.index("/links/") :]).submit()
    assert rights_of_person(bea.id).is_administrator
    assert "administrator already" in client.open(ADDRESS).submit({"email": bea.email, "title": "x"}).error_at("email")


def test_an_invitation_is_withdrawn_and_not_made_twice(client: PageClient) -> None:
    client.sign_in(make_administrator())
    page = client.open(ADDRESS).submit({"email": "bea@example.org", "title": "Second"})
    link = str(page.soup.select("#address")[0]["value"])

    assert "invited already" in client.open(ADDRESS).submit({"email": "bea@example.org", "title": "x"}).error_at(
        "email"
    )
    client.open("/accounts/administrators/").press("Withdraw the invitation Second")

    assert PageClient(client.app).open(link[link.index("/links/") :]).status == 410


def test_an_address_and_a_name_are_needed(client: PageClient) -> None:
    form = client.sign_in(make_administrator()).open(ADDRESS)

    assert form.submit().error_at("email")
    assert form.submit().error_at("title")
    assert form.submit({"email": "no address", "title": "x"}).error_at("email")


def test_others_find_nothing(client: PageClient) -> None:
    assert client.sign_in(make_coordinator()).send(ADDRESS).status_code == 404
