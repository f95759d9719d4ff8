import pytest

from tests.factories import NOON, make_coordinator, make_holder, make_member, make_plan, post_of
from tests.pages import PageClient
from ucap.core.errors import RuleBroken
from ucap.pairings.models import Role
from ucap.pairings.operations.giving import give_plan


def test_the_expert_reads_the_plan_from_then_on_and_not_before(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    expert = make_holder(Role.EXPERT, programme_id=plan.programme_id, name="Tomás")
    reader = PageClient(client.app).sign_in(expert)
    assert reader.send(f"/plans/{plan.id}/").status_code == 404

    page = client.sign_in(make_coordinator(plan)).open(f"/plans/{plan.id}/people/")
    page = page.follow("Give the plan to an expert").submit()

    assert page.path == f"/plans/{plan.id}/people/"
    assert "Tomás" in page.text
    assert reader.send(f"/plans/{plan.id}/").status_code == 200
    assert "Surat – Rotterdam" in reader.open("/").text
    assert "No expert to choose" in page.follow("Give the plan to an expert").text


def test_only_experts_of_the_programme_are_given_it_and_once(client: PageClient) -> None:
    plan, other = make_plan(), make_plan("Pune", "Oslo")
    coordinator = make_coordinator(plan)
    elsewhere = make_holder(Role.EXPERT, programme_id=other.programme_id)
    given = make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id])

    for person in (elsewhere, coordinator, given):
        with pytest.raises(RuleBroken):
            give_plan(plan.id, post_of(person), by=coordinator, at=NOON)
    make_holder(Role.EXPERT, programme_id=plan.programme_id)
    form = client.sign_in(coordinator).open(f"/plans/{plan.id}/people/experts/give")
    assert form.submit({"post": str(post_of(elsewhere))}).error_at("post")


def test_an_expert_who_was_given_it_meanwhile_is_told_of(client: PageClient) -> None:
    plan = make_plan()
    coordinator = make_coordinator(plan)
    expert = make_holder(Role.EXPERT, programme_id=plan.programme_id)
    make_holder(Role.EXPERT, programme_id=plan.programme_id)
    form = client.sign_in(coordinator).open(f"/plans/{plan.id}/people/experts/give")
    values = {"post": str(post_of(expert))}
    give_plan(plan.id, post_of(expert), by=coordinator, at=NOON)

    assert form.submit(values).error_at("post")


def test_those_who_read_see_who_reads_too_and_give_it_to_nobody(client: PageClient) -> None:
    plan = make_plan()
    make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id], name="Tomás")
    client.sign_in(make_member(plan, Role.LEAD))

    page = client.open(f"/plans/{plan.id}/people/")

    assert "Tomás" in page.text
    assert "Take the plan back" not in page.text
    assert client.send(f"/plans/{plan.id}/people/experts/give").status_code == 403
    assert client.sign_in(make_coordinator()).send(f"/plans/{plan.id}/people/experts/give").status_code == 404
