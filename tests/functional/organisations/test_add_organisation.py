import pytest

from tests.factories import make_coordinator, make_member, make_organisation, make_plan
from tests.pages import PageClient
from ucap.core.database import session
from ucap.directory.models import SUBTYPES, Organisation, Term
from ucap.history.queries import kept_events
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts


@pytest.fixture
def plan(client: PageClient) -> PlanFacts:
    return make_plan()


def address(plan: PlanFacts) -> str:
    return f"/places/{plan.sides[0].places[0].id}/organisations/add"


def test_an_editor_of_the_place_adds_one_and_its_history_begins(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_member(plan))

    page = client.open(address(plan)).submit(
        {"name": "Traders", "helix": "CIV", "languages": "gu, hi", "website": "traders.example"}
    )

    assert page.title == "Traders"
    assert "Gujarati, Hindi" in page.text
    assert "https://traders.example" in page.text
    kept = session().query(Organisation).one()
    events = list(kept_events(kept.id))
    assert {"name", "helix", "languages", "place_id"} <= {event.field for event in events}


def test_bad_input_is_refused_beside_its_field(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_member(plan))
    kind = Term(scheme=SUBTYPES, code="BUS-CHA", label="Chamber", position=1, source="a test")
    session().add(kind)
    session().commit()
    make_organisation(plan.sides[0].places[0].id, "Tráders")
    form = client.open(address(plan))

    empty = form.submit({})
    assert empty.error_at("name")
    assert empty.error_at("helix")
    assert len(empty.soup.select(".govuk-error-summary__list li")) == 2
    for given in ({"languages": "klingonish"}, {"website": "traders"}, {"subtype": str(kind.id)}):
        (field,) = given
        assert form.submit({"name": "New", "helix": "CIV", **given}).error_at(field), field
    assert "in the register already" in form.submit({"name": "traders", "helix": "CIV"}).error_at("name")


def test_who_may(client: PageClient, plan: PlanFacts) -> None:
    for person, status in (
        (make_member(plan, Role.LEAD), 200),
        (make_coordinator(plan), 200),
        (make_coordinator(), 403),
        (make_member(plan, Role.OBSERVER), 403),
        (make_member(plan, side=1), 403),
        (make_member(make_plan("Pune", "Oslo")), 403),
    ):
        assert client.sign_in(person).open(address(plan)).status == status


def test_one_that_may_stand_there_already_is_named_at_once(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_member(plan))
    make_organisation(plan.sides[0].places[0].id, "Institute of rain")

    page = client.open(address(plan)).submit({"name": "Rain Institute of Surat", "helix": "ACA"})

    assert "It may be in the register already, as Institute of rain." in page.text
    assert page.follow("Compare and merge").title == "Are these two the same?"
