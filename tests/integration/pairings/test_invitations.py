from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import NOON, make_link_for, make_member, make_person, make_plan, post_of
from ucap.accounts.models import LinkPurpose, OneUseLink, Person
from ucap.accounts.operations.links import set_up_account, take_up_link
from ucap.core.database import session
from ucap.core.errors import Gone, RuleBroken
from ucap.pairings.models import PostHolder, Role
from ucap.pairings.operations.invitations import follow_invitation, invite, tell_of_invitation
from ucap.pairings.operations.posts import end_post
from ucap.pairings.queries.people import post_facts
from ucap.pairings.queries.rights import must_prove_twice, rights_of, rights_of_person


def test_an_invitation_moves_the_post_when_it_is_accepted(app: Flask) -> None:
    plan = make_plan()
    lead, editor, guest = make_member(plan, Role.LEAD), make_member(plan), make_person("Noor")
    post_id = post_of(editor)
    token = invite(post_id, guest.email, by=lead, at=NOON, address_of=lambda token: token)
    assert rights_of(editor.id, plan.pairing_id).posts

    take_up_link(token, person_id=guest.id, at=NOON, then=[follow_invitation])

    assert rights_of(editor.id, plan.pairing_id).posts == frozenset()
    assert rights_of(guest.id, plan.pairing_id).posts == {(Role.EDITOR, plan.sides[0].id)}
    facts = post_facts(post_id)
    assert facts is not None
    assert [(one.name, one.until) for one in facts.holders if one.until] == [("Asha Rao", NOON)]


def test_an_invitation_is_bound_to_its_address(app: Flask) -> None:
    plan = make_plan()
    lead, other = make_member(plan, Role.LEAD), make_person()
    token = invite(post_of(make_member(plan)), "noor@example.org", by=lead, at=NOON, address_of=lambda token: token)

    with pytest.raises(RuleBroken, match="another email address"):
        take_up_link(token, person_id=other.id, at=NOON, then=[follow_invitation])

    assert rights_of(other.id, plan.pairing_id).posts == frozenset()


@pytest.mark.parametrize("is_lead_gone", [True, False])
def test_who_may_not_fill_the_post_any_more_brings_nobody_in(app: Flask, *, is_lead_gone: bool) -> None:
    plan = make_plan()
    lead, other, guest = make_member(plan, Role.LEAD), make_member(plan, Role.LEAD), make_person()
    post_id = post_of(make_member(plan))
    token = invite(post_id, guest.email, by=lead, at=NOON, address_of=lambda token: token)
    if is_lead_gone:
        end_post(post_of(lead), by=other, at=NOON)
    else:
        end_post(post_id, by=other, at=NOON)

    with pytest.raises(Gone):
        take_up_link(token, person_id=guest.id, at=NOON, then=[follow_invitation])

    assert rights_of(guest.id, plan.pairing_id).posts == frozenset()


def test_of_twenty_uses_at_once_one_succeeds(app: Flask) -> None:
    plan = make_plan()
    lead = make_member(plan, Role.LEAD)
    post_id = post_of(make_member(plan))
    token = invite(post_id, "noor@example.org", by=lead, at=NOON, address_of=lambda token: token)
    session().rollback()

    def use(number: int) -> bool:
        with app.app_context():
            try:
                set_up_account(
                    token, name=str(number), password_hash="x", time_zone="UTC", at=NOON, then=[follow_invitation]
                )
            except Gone:
                return False
            return True

    with ThreadPoolExecutor(20) as pool:
        succeeded = list(pool.map(use, range(20)))

    assert succeeded.count(True) == 1
    held = select(func.count()).where(PostHolder.post_id == post_id)
    assert session().scalar(held) == 2
    assert session().scalar(held.where(PostHolder.until.is_(None))) == 1


def test_the_first_administrator_gets_their_post(app: Flask) -> None:
    token = make_link_for("admin@example.org", LinkPurpose.FIRST_ADMINISTRATOR, at=NOON)

    person = set_up_account(token, name="Ingrid", password_hash="x", time_zone="UTC", at=NOON, then=[follow_invitation])

    assert rights_of_person(person.id).is_administrator
    assert must_prove_twice(person.id)
    assert not must_prove_twice(make_member(make_plan(), Role.LEAD).id)


def test_a_link_for_something_else_is_told_nothing_of_and_gives_nothing(app: Flask) -> None:
    person = make_person()
    make_link_for(person.email, at=NOON)
    link = session().scalars(select(OneUseLink)).one()

    assert tell_of_invitation(link) is None
    follow_invitation(link, session().get_one(Person, person.id), NOON)

    assert session().scalar(select(func.count()).select_from(PostHolder)) == 0
