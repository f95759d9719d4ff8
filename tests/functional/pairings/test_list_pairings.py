import pytest

from tests.factories import make_coordinator, make_member, make_pairing, make_person, make_plan
from tests.pages import Page, PageClient
from ucap.core.database import Model, session
from ucap.directory.models import Place
from ucap.pairings.models import Phase
from ucap.pairings.queries.plans import PlanFacts


def fill(plan: PlanFacts, count: int) -> None:
    """Make so many more pairings in the programme of the plan, without plans of their own."""
    pairings = Model.metadata.tables["pairings"]
    theme = session().execute(pairings.select().where(pairings.c.id == plan.pairing_id)).one().theme_id
    for number in range(count):
        make_pairing(plan.programme_id, theme, f"Town {number:03}", "Graz", phase=Phase.APPLIED)
    session().commit()


def named(page: Page) -> list[str]:
    return [" ".join(cell.bdi.get_text().split()) for cell in page.soup.select(".ucap-records__name") if cell.bdi]


def test_plans_are_linked_by_their_places_and_counted(client: PageClient) -> None:
    plan = make_plan("Surat", ("Rotterdam", "Delft"))
    make_plan("Pune", "Oslo")

    page = client.sign_in(make_member(plan)).open("/pairings/")

    assert page.link("Surat – Rotterdam, Delft") == f"/plans/{plan.id}/"
    assert page.link("About the pairing") == f"/pairings/{plan.pairing_id}/"
    assert "1 pairing" in page.text
    assert "Pune" not in page.text
    assert "Add a pairing" not in page.text


def test_coordinators_see_the_whole_programme_a_page_at_a_time(client: PageClient) -> None:
    plan = make_plan("Aachen", "Oslo")
    fill(plan, 51)

    page = client.sign_in(make_coordinator(plan)).open("/pairings/")
    second = page.follow("Next page")

    assert "52 pairings" in page.text
    assert "52 pairings" in second.text
    assert len(named(page)) == 50
    assert named(second) == ["Town 049 – Graz", "Town 050 – Graz"]
    assert named(second.follow("Previous page")) == named(page)
    assert page.link("Add a pairing") == f"/pairings/add/{plan.programme_id}"


def test_a_list_is_narrowed_down_in_the_address(client: PageClient) -> None:
    plan = make_plan("Colima", "Galați", phase=Phase.DRAFTING)
    fill(plan, 2)
    client.sign_in(make_coordinator(plan))

    found = client.open("/pairings/?q=GALATI&phase=drafting&country=IN&theme=T1")
    nothing = client.open("/pairings/?q=galati&phase=paused")

    assert named(found) == ["Colima – Galați"]
    assert "1 pairing" in found.text
    assert found.link("Phase: Drafting") == "/pairings/?q=GALATI&theme=T1&country=IN"
    assert "No pairing fits" in nothing.text
    assert "Natural Earth" in found.text
    assert "Natural Earth" not in nothing.text
    assert named(nothing.follow("Show all")) == ["Colima – Galați", "Town 000 – Graz", "Town 001 – Graz"]


@pytest.mark.parametrize("sort", ["places", "phase", "theme", "changed"])
def test_a_list_is_sorted(client: PageClient, sort: str) -> None:
    plan = make_plan("Zagreb", "Graz", phase=Phase.PILOTING)
    fill(plan, 1)

    page = client.sign_in(make_coordinator(plan)).open(f"/pairings/?sort={sort}")

    assert len(named(page)) == 2
    assert page.soup.select_one(f"option[value={sort}][selected]")


def test_what_is_no_answer_is_refused_beside_its_field_and_narrows_nothing(client: PageClient) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan)).open("/pairings/?phase=x&country=y&theme=z&sort=w&q=%00&after=v&before=u")

    assert page.status == 200
    for name in ("phase", "country", "theme", "sort", "q"):
        assert page.error_at(name), name
    assert named(page) == ["Surat – Rotterdam"]


def test_the_map_tells_the_same_as_the_countries_beside_it(client: PageClient) -> None:
    plan = make_plan()
    for name, point in (("Surat", (21.2, 72.8)), ("Rotterdam", (51.9, 4.5))):
        place = session().query(Place).filter_by(name=name).one()
        place.latitude, place.longitude = point
    session().commit()

    page = client.sign_in(make_member(plan)).open("/pairings/")

    assert len(page.soup.select(".ucap-world__marker")) == 2
    assert len(page.soup.select(".ucap-world__arc")) == 1
    assert page.link("India") == "/pairings/?country=IN"
    assert "Map of 1 pairing." in page.text


def test_who_may_open_nothing_is_told_whom_to_ask(client: PageClient) -> None:
    make_plan()

    page = client.sign_in(make_person()).open("/pairings/")

    assert "No pairings yet" in page.text
    assert "Ask the coordinator" in page.text
    assert "Surat" not in page.text


def test_strangers_are_asked_to_sign_in(client: PageClient) -> None:
    assert client.open("/pairings/").path.startswith("/sign-in")
