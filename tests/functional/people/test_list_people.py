from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOON, make_coordinator, make_holder, make_member, make_person, make_plan, post_of
from tests.pages import PageClient
from ucap.core.database import session
from ucap.pairings.models import PostHolder, Role
from ucap.pairings.operations.giving import give_plan, take_plan_back
from ucap.pairings.operations.posts import end_post, hand_post_over


def test_each_side_shows_who_holds_which_post_and_who_held_it(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    lead, editor = make_member(plan, Role.LEAD, name="Harshad Mehta"), make_member(plan, name="Anjali Desai")
    make_member(plan, side=1, name="Sanne de Vries")
    hand_post_over(post_of(editor), lead.id, by=lead, at=NOON + timedelta(days=3))

    page = client.sign_in(lead).open(f"/plans/{plan.id}/").follow("People")

    assert [heading.get_text(strip=True) for heading in page.soup.select(".ucap-people h2")] == ["Surat", "Rotterdam"]
    surat, rotterdam = page.soup.select(".ucap-people")
    assert "Anjali Desai" in surat.select("details")[0].get_text()
    assert "Sanne de Vries" in rotterdam.get_text()
    assert "Hand over" in surat.get_text()
    assert "Hand over" not in rotterdam.get_text()


def test_an_ended_post_stays_to_be_read_apart_and_can_no_more_be_changed(client: PageClient) -> None:
    plan = make_plan()
    lead, editor = make_member(plan, Role.LEAD, name="Harshad"), make_member(plan, name="Anjali Desai")
    end_post(post_of(editor), by=lead, at=NOON)

    page = client.sign_in(lead).open(f"/plans/{plan.id}/people/")

    (ended,) = [one for one in page.soup.select("details") if "Ended posts" in one.get_text()]
    assert "Anjali Desai" in ended.get_text()
    assert "Hand over" not in ended.get_text()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OBSERVER, Role.EXPERT, Role.COORDINATOR])
def test_all_who_read_see_names_and_only_who_fills_posts_sees_addresses(client: PageClient, role: Role) -> None:
    plan = make_plan()
    lead = make_member(plan, Role.LEAD, name="Harshad")
    if role in {Role.EXPERT, Role.COORDINATOR}:
        reader = make_holder(role, programme_id=plan.programme_id, given=[plan.id] if role is Role.EXPERT else [])
    else:
        reader = make_member(plan, role)

    page = client.sign_in(reader).open(f"/plans/{plan.id}/people/")

    assert "Harshad" in page.text
    assert (lead.email in page.text) == (role is Role.COORDINATOR)
    assert ("Add somebody to" in page.text) == (role is Role.COORDINATOR)


def test_a_side_without_anybody_says_who_can_invite(client: PageClient) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan, Role.LEAD)).open(f"/plans/{plan.id}/people/")

    assert "Nobody works for this side yet" in page.text


def test_others_learn_of_nobody(client: PageClient) -> None:
    plan = make_plan()

    for person in (make_person(), make_holder(Role.ADMINISTRATOR), make_member(make_plan("Pune", "Oslo"))):
        assert client.sign_in(person).send(f"/plans/{plan.id}/people/").status_code == 404


def test_who_gave_the_plan_and_took_it_back_stays_to_be_read(client: PageClient) -> None:
    plan = make_plan()
    marta = make_coordinator(plan, name="Marta")
    tomas, ana = (make_holder(Role.EXPERT, programme_id=plan.programme_id, name=name) for name in ("Tomás", "Ana"))
    give_plan(plan.id, post_of(tomas), by=marta, at=NOON + timedelta(days=1))
    take_plan_back(plan.id, post_of(tomas), by=marta, at=NOON + timedelta(days=2))
    held = session().scalars(select(PostHolder).where(PostHolder.person_id == tomas.id)).one()
    held.until = NOON + timedelta(days=3)
    session().add(PostHolder(post_id=held.post_id, person_id=ana.id, since=NOON + timedelta(days=3)))
    session().commit()

    page = client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/people/")

    assert [" ".join(one.get_text().split()) for one in page.soup.select("#content details li")] == [
        "Taken back from Tomás on 24 November 2026 by Marta",
        "Given to Tomás on 23 November 2026 by Marta",
    ]
