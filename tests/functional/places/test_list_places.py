import pytest

from tests.factories import make_person, make_plan
from tests.pages import Page, PageClient
from ucap.core.database import session
from ucap.directory.models import Place, PlaceKind
from ucap.directory.operations import load_places


@pytest.fixture
def reader(client: PageClient) -> PageClient:
    return client.sign_in(make_person())


def test_the_list_states_the_total_and_leads_on_by_fifty(reader: PageClient) -> None:
    load_places()

    pages = [reader.open("/places/")]
    while has_link(pages[-1], "Next page"):
        pages.append(pages[-1].follow("Next page"))

    assert all("134 places" in page.text for page in pages)
    assert [len(names_on(page)) for page in pages] == [50, 50, 34]
    assert len({name for page in pages for name in names_on(page)}) == 134
    assert not has_link(pages[0], "Previous page")
    assert names_on(pages[2].follow("Previous page")) == names_on(pages[1])


def test_the_list_is_searched_without_accents_and_filtered(reader: PageClient) -> None:
    load_places()

    assert names_on(reader.open("/places/?q=medellin")) == ["Medellín"]
    assert names_on(reader.open("/places/?country=RO")) == ["Alba Iulia", "Galați"]
    regions = reader.open("/places/?kind=region&country=BR")
    assert names_on(regions) == ["Distrito Federal", "Minas Gerais", "Paraná"]
    assert "3 places" in regions.text
    assert len(names_on(regions.follow("Kind: Region"))) > 3
    assert "No place fits" in reader.open("/places/?q=%25").text


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["Malmö", "Ottawa", "Pune"]),
        ("country", ["Ottawa", "Pune", "Malmö"]),
        ("population", ["Pune", "Ottawa", "Malmö"]),
    ],
)
def test_the_list_is_sorted_as_one_likes(reader: PageClient, order: str, expected: list[str]) -> None:
    for name, country, population in (("Ottawa", "CA", 5), ("Malmö", "SE", None), ("Pune", "IN", 9)):
        session().add(Place(name=name, country=country, kind=PlaceKind.CITY, population=population))
    session().commit()

    page = reader.open(f"/places/?sort={order}")

    assert names_on(page) == expected


def test_places_that_were_merged_are_left_out(reader: PageClient) -> None:
    kept = make_plan("Surat", "Rotterdam").sides[0].places[0].id
    session().add(Place(name="Soorat", country="IN", kind=PlaceKind.CITY, merged_into_id=kept))
    session().commit()

    assert names_on(reader.open("/places/")) == ["Rotterdam", "Surat"]


def test_what_makes_no_sense_is_refused_beside_its_field_or_passed_over(reader: PageClient) -> None:
    make_plan("Surat", "Rotterdam")

    page = reader.open("/places/?country=XX&kind=x&sort=x&after=x&before=00000000-0000-0000-0000-000000000000")

    assert page.status == 200
    assert all(page.error_at(name) for name in ("country", "kind", "sort"))
    assert names_on(page) == ["Rotterdam", "Surat"]
    assert reader.open(f"/places/?q={'x' * 101}").error_at("q")


def test_everybody_who_is_signed_in_reads_the_list_and_no_stranger(client: PageClient) -> None:
    assert client.open("/places/").path.startswith("/sign-in")
    assert client.sign_in(make_person()).open("/places/").status == 200


def names_on(page: Page) -> list[str]:
    return [cell.get_text(" ", strip=True) for cell in page.soup.select("th.ucap-records__name")]


def has_link(page: Page, words: str) -> bool:
    return any(words in link.get_text() for link in page.soup.find_all("a"))
