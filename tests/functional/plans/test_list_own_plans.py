from tests.factories import make_coordinator, make_member, make_person, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Phase, Role


def test_one_sees_the_plans_in_which_one_has_a_post_and_no_others(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    make_plan("Pune", "Oslo")

    page = client.sign_in(make_member(plan, Role.OBSERVER)).open("/")

    assert page.title == "Your plans"
    assert page.follow("Surat – Rotterdam").path == f"/plans/{plan.id}/"
    assert "Pune" not in page.text


def test_of_one_s_only_plan_one_sees_how_far_it_is_and_what_is_missing(client: PageClient) -> None:
    plan = make_plan(phase=Phase.PILOTING)
    asha = make_member(plan)

    page = client.sign_in(asha).open("/")

    assert "0 of 6 sections ready" in page.text
    missing = page.soup.select_one(".ucap-plan-card__missing")
    assert missing is not None
    assert page.follow(missing.get_text(strip=True)).title == "What is missing"


def test_a_side_of_several_places_is_named_by_all_of_them(client: PageClient) -> None:
    plan = make_plan(("Surat", "Navsari"), "Rotterdam", "Oslo")

    page = client.sign_in(make_member(plan)).open("/")

    assert "Surat, Navsari – Rotterdam – Oslo" in page.text


def test_a_coordinator_sees_how_many_pairings_are_in_which_phase_and_which_changed_last(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam", phase=Phase.PILOTING)
    make_plan("Lima", "Sofia", phase=Phase.DRAFTING)

    page = client.sign_in(make_coordinator(plan)).open("/")

    phases = [" ".join(one.get_text(" ").split()) for one in page.soup.select(".ucap-phases__phase")]
    assert phases == ["1 Piloting"]
    assert page.follow("1 Piloting").path == "/pairings/?phase=piloting"
    assert page.follow("Surat – Rotterdam").path == f"/plans/{plan.id}/"
    assert "Lima" not in page.text


def test_a_coordinator_without_pairings_is_led_to_the_first(client: PageClient) -> None:
    page = client.sign_in(make_coordinator()).open("/")

    assert not page.soup.select(".ucap-phases")
    assert "Changed last" not in page.text
    assert page.follow("Add a pairing Another programme").title == "Add a pairing"


def test_somebody_without_a_post_is_told_whom_to_ask(client: PageClient) -> None:
    make_plan()

    page = client.sign_in(make_person()).open("/")

    assert "No plans yet" in page.text
    assert "coordinator" in page.text


def test_strangers_are_told_what_this_is(client: PageClient) -> None:
    page = client.open("/")

    assert page.path == "/public/"
    assert page.title == "Two cities. Two languages. One plan."
