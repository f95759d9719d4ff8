import pytest

from tests.factories import NOON, make_coordinator, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.core.database import session
from ucap.history.queries import changes
from ucap.pairings.models import Role
from ucap.pairings.operations.phases import pause_pairing
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pairings.queries.reading import pairing_details
from ucap.plans.models.objectives import Area


@pytest.fixture
def plan(client: PageClient) -> PlanFacts:
    """Give a plan with two places on a side."""
    return make_plan("Surat", ("Rotterdam", "Delft"))


def form_of(client: PageClient, plan: PlanFacts) -> Page:
    return client.open(f"/pairings/{plan.pairing_id}/edit")


def version_of(plan: PlanFacts) -> int:
    session().rollback()
    found = pairing_details(plan.pairing_id)
    assert found is not None
    return found.version


def test_a_pairing_is_changed_and_the_history_tells_how(client: PageClient, plan: PlanFacts) -> None:
    page = form_of(client.sign_in(make_coordinator(plan)), plan)
    delft = plan.sides[1].places[1]

    saved = page.submit(
        {"topic": "Dry feet", "common_language": "nl", "places_1": str(delft.id), "body_0": "An agency"}
    )

    assert saved.title == "Pairing of Surat – Delft"
    for shown in ("Topic: was A topic is now Dry feet", "Place: was Rotterdam", "is now An agency"):
        assert shown in saved.text, shown
    assert [side.language for side in plans([plan.id])[0].sides] == ["nl", "nl"]
    assert version_of(plan) == 2
    assert len(client.open("/pairings/?q=dry+delft").soup.select(".ucap-records__row")) == 1


def test_a_third_side_comes_and_goes(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_coordinator(plan))
    make_plan("Oslo", "Pune")
    oslo = next(place for one in plans() for place in one.places if place.name == "Oslo")

    added = form_of(client, plan).submit({"places_2": str(oslo.id)})
    taken = form_of(client, plan).submit({"places_2": []})

    assert added.title == "Pairing of Surat – Rotterdam, Delft – Oslo"
    assert taken.title == "Pairing of Surat – Rotterdam, Delft"


def test_a_side_on_which_people_hold_posts_stays(client: PageClient, plan: PlanFacts) -> None:
    three = make_plan("Oslo", "Pune", "Graz")
    make_member(three, side=2)

    page = form_of(client.sign_in(make_coordinator(three)), three).submit({"places_2": []})

    assert "People hold posts on this side" in page.error_at("places_2")


def test_saving_what_stands_there_changes_nothing(client: PageClient, plan: PlanFacts) -> None:
    page = form_of(client.sign_in(make_coordinator(plan)), plan).submit()

    assert page.title == "Pairing of Surat – Rotterdam, Delft"
    assert version_of(plan) == 1
    assert changes(plan.pairing_id) == ([], None)


def test_what_was_typed_over_a_newer_version_is_shown_beside_it(client: PageClient, plan: PlanFacts) -> None:
    marta = make_coordinator(plan)
    page = form_of(client.sign_in(marta), plan)
    pause_pairing(plan.pairing_id, reason="Elections.", seen_version=1, by=marta, at=NOON)

    conflict = page.submit({"topic": "Typed meanwhile"})

    assert conflict.status == 409
    assert "Nothing you typed is lost" in conflict.text
    assert "Reason for the pause: is now Elections." in conflict.text
    assert conflict.form()["topic"] == "Typed meanwhile"
    assert conflict.submit().status == 200
    assert pairing_details(plan.pairing_id).topic == "Typed meanwhile"  # type: ignore[union-attr] # it is there
    assert pairing_details(plan.pairing_id).pause_reason == "Elections."  # type: ignore[union-attr] # likewise


def test_a_version_that_is_none_is_a_conflict(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_coordinator(plan))

    for version in ("", "x", "-1", "9" * 400, "²"):
        assert form_of(client, plan).submit({"version": version, "topic": "No"}).status == 409
    assert version_of(plan) == 1


def test_places_are_not_taken_from_a_plan_with_text(client: PageClient, plan: PlanFacts) -> None:
    make_entry(plan, Area, by=make_member(plan))
    page = form_of(client.sign_in(make_coordinator(plan)), plan)

    refused = page.submit({"places_1": str(plan.sides[1].places[0].id)})

    assert "none can be taken away" in refused.error_at("places_1")
    assert version_of(plan) == 1


def test_only_coordinators_change_it(client: PageClient, plan: PlanFacts) -> None:
    make_coordinator(plan, name="Zofia Nowak")
    for person, status in (
        (make_member(plan, Role.LEAD), 403),
        (make_member(plan, Role.OBSERVER), 403),
        (make_coordinator(make_plan("Pune", "Oslo")), 404),
    ):
        page = form_of(client.sign_in(person), plan)
        assert page.status == status
        assert ("Zofia Nowak" in page.text) == (status == 403)
