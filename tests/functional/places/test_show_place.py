from uuid import UUID, uuid4

from tests.factories import NOON, make_coordinator, make_member, make_person, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.directory.models import Place, PlaceKind
from ucap.directory.operations import load_places
from ucap.pairings.models import Pairing, Phase, PlanExpert, Post, PostHolder, Role


def make_expert(programme_id: UUID, *, plan_id: UUID) -> Person:
    person = make_person()
    post = Post(programme_id=programme_id, role=Role.EXPERT, title="expert")
    session().add(post)
    session().flush()
    session().add_all(
        [PostHolder(post_id=post.id, person_id=person.id, since=NOON), PlanExpert(post_id=post.id, plan_id=plan_id)]
    )
    session().commit()
    return person


def place_named(name: str) -> UUID:
    return session().query(Place).filter_by(name=name).one().id


def test_a_place_shows_its_facts_with_source_and_year(client: PageClient) -> None:
    ids = load_places()
    client.sign_in(make_person())

    granada = client.open(f"/places/{ids['Granada', 'ES']}/")
    baltimore = client.open(f"/places/{ids['Baltimore', 'US']}/")

    assert granada.title == "Granada"
    for shown in ("Spain", "City", "233,532", "GeoNames", "Spanish", "Madrid (UTC+", "37.188° N, 3.607° W"):
        assert shown in granada.text
    assert "does not say of which year" in granada.text
    assert "Counted in 2020." in baltimore.text


def test_a_place_shows_all_its_pairings_and_leads_to_the_plans_one_may_see(client: PageClient) -> None:
    plans = [
        make_plan("Granada", "Yangzhou"),
        make_plan("Granada", ("Ibagué", "Piedras"), phase=Phase.PILOTING),
        make_plan(("Velletri", "Granada"), "Arequipa"),
    ]
    client.sign_in(make_member(plans[1]))

    page = client.open(f"/places/{place_named('Granada')}/")

    for shown in ("With Yangzhou (India)", "Ibagué (India), Piedras (India)", "Piloting", "With Arequipa", "Velletri"):
        assert shown in page.text
    assert page.link("With Ibagué") == f"/plans/{plans[1].id}/"
    assert not page.soup.select(f'a[href="/plans/{plans[0].id}/"]')
    assert page.text.count("A topic") == 3


def test_coordinators_and_experts_are_led_to_the_plans_that_are_open_to_them(client: PageClient) -> None:
    own, other = make_plan("Granada", "Yangzhou"), make_plan("Granada", "Arequipa")
    pairing = session().get_one(Pairing, own.pairing_id)
    expert = make_expert(pairing.programme_id, plan_id=own.id)

    for person in (make_coordinator(own), expert):
        page = client.sign_in(person).open(f"/places/{place_named('Granada')}/")
        assert page.link("With Yangzhou") == f"/plans/{own.id}/"
        assert not page.soup.select(f'a[href="/plans/{other.id}/"]')
        assert client.open(f"/plans/{own.id}/").status == 200


def test_a_map_ties_the_place_to_those_it_works_with(client: PageClient) -> None:
    ids = load_places()
    make_plan("Surat", "Kochi")
    client.sign_in(make_person())

    page = client.open(f"/places/{ids['Surat', 'IN']}/")

    assert len(page.soup.select(".ucap-world__marker--0")) == 1
    assert len(page.soup.select(".ucap-world__marker--1")) == 1
    assert len(page.soup.select(".ucap-world__arc")) == 1


def test_a_place_without_facts_says_so(client: PageClient) -> None:
    session().add(Place(name="Nowhere", country="IN", kind=PlaceKind.CITY))
    session().commit()

    page = client.sign_in(make_person()).open(f"/places/{place_named('Nowhere')}/")

    assert "stands in no pairing yet" in page.text
    assert "Not known" in page.text


def test_the_address_of_a_merged_place_leads_to_the_one_kept(client: PageClient) -> None:
    kept = place_named(make_plan("Surat", "Rotterdam").sides[0].name)
    session().add(Place(name="Soorat", country="IN", kind=PlaceKind.CITY, merged_into_id=kept))
    session().commit()
    client.sign_in(make_person())

    assert client.open(f"/places/{place_named('Soorat')}/").title == "Surat"


def test_there_is_no_page_of_a_place_that_never_was_and_none_for_strangers(client: PageClient) -> None:
    make_plan("Surat", "Rotterdam")

    assert client.open(f"/places/{place_named('Surat')}/").path.startswith("/sign-in")
    assert client.sign_in(make_person()).open(f"/places/{uuid4()}/").status == 404
    assert client.open("/places/x/").status == 404
