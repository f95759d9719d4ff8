import pytest

from tests.factories import make_member, make_organisation, make_person, make_plan
from tests.pages import Page, PageClient
from tests.queries import count_queries
from ucap.core.database import session
from ucap.directory.models import SUBTYPES, Helix, Term
from ucap.pairings.queries.plans import PlanFacts


@pytest.fixture
def plan(client: PageClient) -> PlanFacts:
    return make_plan()


def register_of(plan: PlanFacts) -> str:
    return f"/places/{plan.sides[0].places[0].id}/organisations/"


def test_the_register_leads_on_by_fifty_and_knows_its_own_place_only(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_person())
    for number in range(60):
        make_organisation(plan.sides[0].places[0].id, f"Institute {number:02}")
    make_organisation(plan.sides[1].places[0].id, "Elsewhere")

    first = client.open(register_of(plan))
    second = first.follow("Next page")

    assert "60 organisations" in first.text
    assert names_on(first)[::49] == ["Institute 00", "Institute 49"]
    assert names_on(second) == [f"Institute {number}" for number in range(50, 60)]
    assert names_on(second.follow("Previous page")) == names_on(first)


def test_it_is_narrowed_down_by_text_helix_and_kind(client: PageClient, plan: PlanFacts) -> None:
    place_id = plan.sides[0].places[0].id
    kind = Term(scheme=SUBTYPES, code="BUS-CHA", label="Chamber", position=1, source="a test")
    session().add(kind)
    session().flush()
    make_organisation(place_id, "École d’été", Helix.ACADEMIA)
    make_organisation(place_id, "Chamber of trade", Helix.BUSINESS, subtype_id=kind.id)
    make_organisation(place_id, "A mill", Helix.BUSINESS)
    client.sign_in(make_person())

    assert names_on(client.open(f"{register_of(plan)}?q=ecole")) == ["École d’été"]
    assert names_on(client.open(f"{register_of(plan)}?helix=BUS")) == ["A mill", "Chamber of trade"]
    narrowed = client.open(f"{register_of(plan)}?helix=BUS&subtype={kind.id}")
    assert names_on(narrowed) == ["Chamber of trade"]
    assert names_on(narrowed.follow("Kind: Chamber")) == ["A mill", "Chamber of trade"]


def test_what_makes_no_sense_is_refused_beside_its_field(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_person())

    page = client.open(f"{register_of(plan)}?helix=XX&subtype=x&show=x&after=x")

    assert all(page.error_at(name) for name in ("helix", "subtype", "show"))


def test_a_page_asks_eight_questions_at_most_however_much_there_is(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_member(plan))
    asked = []

    for count in (1, 60):
        for number in range(count):
            make_organisation(plan.sides[0].places[0].id, f"Institute {count} {number}")
        with count_queries() as statements:
            assert client.send(f"{register_of(plan)}?q=institute&helix=ACA").status_code == 200
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 8


def test_everybody_who_is_signed_in_reads_it_and_those_of_the_place_may_add(
    client: PageClient, plan: PlanFacts
) -> None:
    assert client.open(register_of(plan)).path.startswith("/sign-in")

    assert "Add an organisation" not in client.sign_in(make_person()).open(register_of(plan)).text
    assert "Add an organisation" not in client.sign_in(make_member(plan, side=1)).open(register_of(plan)).text
    assert "Add an organisation" in client.sign_in(make_member(plan)).open(register_of(plan)).text


def names_on(page: Page) -> list[str]:
    return [cell.get_text(" ", strip=True) for cell in page.soup.select("th.ucap-records__name")]
