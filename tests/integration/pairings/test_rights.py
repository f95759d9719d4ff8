import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests.factories import NOON, make_holder, make_member, make_person, make_plan, post_of
from tests.queries import count_queries
from ucap.core.database import session
from ucap.core.errors import Forbidden, NotFound
from ucap.pairings.access import pairing_to_manage, plan_to_edit, plan_to_view, programme_to_manage
from ucap.pairings.models import Post, PostHolder, Role
from ucap.pairings.permissions import Rights
from ucap.pairings.queries.rights import rights_of, rights_of_person


def test_rights_are_those_held_now_in_this_pairing_and_asked_for_once(app: Flask) -> None:
    plan, other = make_plan(), make_plan("Pune", "Oslo")
    expert = make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id])
    coordinator = make_holder(Role.COORDINATOR, programme_id=plan.programme_id)
    administrator = make_holder(Role.ADMINISTRATOR)

    with count_queries() as statements:
        assert rights_of(expert.id, plan.pairing_id) == Rights(given_plans=frozenset({plan.id}))
    assert len(statements) == 1
    assert rights_of(coordinator.id, plan.pairing_id) == Rights(is_coordinator=True)
    assert rights_of(administrator.id, plan.pairing_id) == Rights(is_administrator=True)
    for person in (expert, coordinator, make_person()):
        assert rights_of(person.id, other.pairing_id) == Rights()
    assert rights_of_person(coordinator.id).coordinates == {plan.programme_id}
    assert rights_of_person(expert.id).advises == {plan.programme_id}


def test_who_only_reads_is_told_whom_to_ask(app: Flask) -> None:
    plan = make_plan()
    make_member(plan, Role.LEAD, name="Harshad")
    make_member(plan, Role.LEAD, side=1, name="Pieter")
    coordinator = make_holder(Role.COORDINATOR, programme_id=plan.programme_id, name="Marta")
    expert = make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id])
    asked = {make_member(plan, Role.OBSERVER): ["Harshad"], coordinator: ["Harshad", "Pieter"], expert: ["Marta"]}

    for person, names in asked.items():
        opened = plan_to_view(plan.id, person)
        assert not opened.own_places
        with pytest.raises(ValueError, match="no side"):
            opened.writing_side  # noqa: B018 - reading it is what is tried
        with pytest.raises(Forbidden) as refused:
            plan_to_edit(plan.id, person)
        assert refused.value.ask == names


def test_coordinators_manage_their_programme_and_no_other(app: Flask) -> None:
    plan, other = make_plan(), make_plan("Pune", "Oslo")
    coordinator = make_holder(Role.COORDINATOR, programme_id=plan.programme_id)

    assert programme_to_manage(plan.programme_id, coordinator).id == plan.programme_id
    assert pairing_to_manage(plan.pairing_id, coordinator).title == plan.title
    for refused in (other.programme_id, plan.id):
        with pytest.raises(NotFound):
            programme_to_manage(refused, coordinator)
    with pytest.raises(Forbidden):
        pairing_to_manage(plan.pairing_id, make_member(plan, Role.LEAD))


def test_a_post_is_held_by_one_person_at_a_time(app: Flask) -> None:
    plan = make_plan()
    post_id = post_of(make_member(plan))

    session().add(PostHolder(post_id=post_id, person_id=make_person().id, since=NOON))
    with pytest.raises(IntegrityError):
        session().flush()
    session().rollback()


@pytest.mark.parametrize("role", list(Role))
def test_role_and_place_of_a_post_fit(app: Flask, role: Role) -> None:
    plan = make_plan()
    places = {
        "side": {"side_id": plan.sides[0].id},
        "programme": {"programme_id": plan.programme_id},
        "both": {"side_id": plan.sides[0].id, "programme_id": plan.programme_id},
        "neither": {},
    }
    fits = {Role.ADMINISTRATOR: "neither", Role.EXPERT: "programme", Role.COORDINATOR: "programme"}.get(role, "side")

    for name, place in places.items():
        session().add(Post(role=role, title="x", **place))
        if name == fits:
            session().flush()
        else:
            with pytest.raises(IntegrityError):
                session().flush()
        session().rollback()
