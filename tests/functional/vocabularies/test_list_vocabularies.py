from tests.factories import make_person
from tests.pages import PageClient
from ucap.directory.operations import load_vocabularies


def test_every_vocabulary_is_listed_with_source_and_mark(client: PageClient) -> None:
    load_vocabularies()
    client.sign_in(make_person())

    page = client.open("/vocabularies/")

    rows = {
        row.th.get_text(" ", strip=True): row.get_text(" ", strip=True)
        for row in page.soup.select("tbody tr")
        if row.th
    }
    assert len(rows) == 26
    assert "169" in rows["SDG targets"]
    assert "sdgs.un.org" in rows["SDG targets"]
    assert rows["SDG targets"].endswith("Checked")
    assert rows["Kinds of funding"].endswith("Unchecked")


def test_what_stands_behind_the_address_is_passed_over(client: PageClient) -> None:
    assert client.sign_in(make_person()).open("/vocabularies/?x=%00").status == 200


def test_no_stranger_reads_it(client: PageClient) -> None:
    assert client.open("/vocabularies/").path.startswith("/sign-in")
