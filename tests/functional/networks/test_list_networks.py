from tests.factories import make_person
from tests.pages import PageClient
from ucap.directory.operations import load_networks


def test_the_list_names_every_network_and_says_as_of_when(client: PageClient) -> None:
    assert load_networks() == 29
    assert load_networks() == 0
    client.sign_in(make_person())

    page = client.open("/networks/")

    assert "29 organisations" in page.text
    assert len(page.soup.select("th.ucap-records__name")) == 29
    assert "2021 Unchecked" in page.text
    assert "Geneva Cities Hub, International City Networks Directory, 2021" in page.text


def test_an_empty_list_stands_too(client: PageClient) -> None:
    assert "0 organisations" in client.sign_in(make_person()).open("/networks/?x=%00").text


def test_no_stranger_reads_it(client: PageClient) -> None:
    assert client.open("/networks/").path.startswith("/sign-in")
