import pytest
from sqlalchemy import select

from tests.factories import make_coordinator, make_member, make_person, make_plan
from tests.pages import FormValues, Page, PageClient
from ucap.core.database import session
from ucap.directory.models import Place
from ucap.directory.operations import load_vocabularies
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pairings.queries.verify import verify_pairing


@pytest.fixture
def plan(client: PageClient) -> PlanFacts:
    """Give a plan whose programme has themes."""
    load_vocabularies()
    return make_plan("Surat", ("Rotterdam", "Delft"))


def place_id(name: str) -> str:
    return str(session().scalars(select(Place.id).where(Place.name == name)).one())


def new_pairing(**changes: str | list[str]) -> FormValues:
    sides = {"places_0": [place_id("Surat"), place_id("Delft")], "places_1": [place_id("Rotterdam")]}
    return {"topic": "Dry streets", "language_0": "hi", "language_1": "nl", **sides, **changes}


def form_of(client: PageClient, plan: PlanFacts) -> Page:
    return client.open(f"/pairings/add/{plan.programme_id}")


def test_a_pairing_is_made_and_its_plan_begun(client: PageClient, plan: PlanFacts) -> None:
    page = form_of(client.sign_in(make_coordinator(plan)), plan)

    made = page.submit(new_pairing(common_language="en", binding_language="nl", body_1="Water board"))

    assert made.title == "Pairing of Surat, Delft – Rotterdam"
    for shown in ("Dry streets", "Hindi", "Dutch", "English", "Water board", "Applied", "Pairing made"):
        assert shown in made.text, shown
    (new,) = [one for one in plans() if one.id != plan.id]
    assert made.link("Open the plan") == f"/plans/{new.id}/"
    assert new.version == 0
    assert [side.language for side in new.sides] == ["en", "en"]
    assert len(client.open("/pairings/?q=dry").soup.select(".ucap-records__row")) == 1


def test_what_was_made_verifies(client: PageClient, plan: PlanFacts) -> None:
    form_of(client.sign_in(make_coordinator(plan)), plan).submit(new_pairing())
    pairing_id = next(one.pairing_id for one in plans() if one.id != plan.id)

    chain = next(chain for chain in kept_chains() if chain.id == pairing_id)

    done = [step for step in verify_pairing(chain) if isinstance(step, Verified)]
    assert done == [Verified(chain.length, None)]
    assert chain.length > 8


def test_sides_that_make_no_sense_are_refused_beside_the_field(client: PageClient, plan: PlanFacts) -> None:
    client.sign_in(make_coordinator(plan))
    for changes, field in (
        ({"places_1": []}, "places_1"),
        ({"places_1": [place_id("Surat")]}, "places_1"),
        ({"topic": " "}, "topic"),
        ({"topic": "x" * 301}, "topic"),
        ({"language_0": "tlh"}, "language_0"),
        ({"places_0": ["no id"]}, "places_0"),
        ({"places_0": [str(plan.id)]}, "places_0"),
        ({"theme": str(plan.id)}, "theme"),
        ({"body_0": "a\0b"}, "body_0"),
    ):
        page = form_of(client, plan).submit(new_pairing(**{"body_1": "Typed <b>before</b>", **changes}))  # type: ignore[arg-type] # lists and texts

        assert page.error_at(field), field
        assert page.form()["body_1"] == "Typed <b>before</b>"
    assert len(plans()) == 1


def test_only_coordinators_of_the_programme_make_pairings(client: PageClient, plan: PlanFacts) -> None:
    for person in (make_person(), make_member(plan, Role.LEAD), make_coordinator(make_plan("Pune", "Oslo"))):
        assert form_of(client.sign_in(person), plan).status == 404
