from tests.factories import make_holder, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role


def test_a_coordinator_sees_experts_and_what_was_given_to_them(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id], name="Tomás")
    coordinator = make_holder(Role.COORDINATOR, programme_id=plan.programme_id)

    page = client.sign_in(coordinator).open("/").follow("Coordinators and experts")

    assert page.path == f"/programmes/{plan.programme_id}/people/"
    (card,) = [one for one in page.soup.select(".ucap-entry-card") if "Tomás" in one.get_text()]
    assert "Surat – Rotterdam" in card.get_text()
    assert "Hand over" in card.get_text()


def test_an_administrator_changes_coordinators_alone(client: PageClient) -> None:
    plan = make_plan()
    make_holder(Role.EXPERT, programme_id=plan.programme_id)
    make_holder(Role.COORDINATOR, programme_id=plan.programme_id)

    page = client.sign_in(make_holder(Role.ADMINISTRATOR)).open(f"/programmes/{plan.programme_id}/people/")

    assert ["Hand over" in one.get_text() for one in page.soup.select(".ucap-entry-card")] == [False, True]


def test_a_programme_without_anybody_says_how_to_begin(client: PageClient) -> None:
    plan = make_plan()

    page = client.sign_in(make_holder(Role.ADMINISTRATOR)).open(f"/programmes/{plan.programme_id}/people/")

    assert "Invite its first coordinator" in page.text


def test_others_learn_of_nobody(client: PageClient) -> None:
    plan, other = make_plan(), make_plan("Pune", "Oslo")
    elsewhere = make_holder(Role.COORDINATOR, programme_id=other.programme_id)

    for person in (make_member(plan, Role.LEAD), make_holder(Role.EXPERT, programme_id=plan.programme_id), elsewhere):
        assert client.sign_in(person).send(f"/programmes/{plan.programme_id}/people/").status_code == 404
