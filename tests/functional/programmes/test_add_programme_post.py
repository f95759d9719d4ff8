import pytest

from tests.factories import make_holder, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.pairings.queries.people import posts_of_programme


@pytest.mark.parametrize("role", ["expert", "coordinator"])
def test_a_coordinator_makes_posts_of_both_roles(client: PageClient, role: str) -> None:
    plan = make_plan()
    coordinator = make_holder(Role.COORDINATOR, programme_id=plan.programme_id)
    page = client.sign_in(coordinator).open(f"/programmes/{plan.programme_id}/people/").follow("Add somebody")

    page = page.submit({"title": "Adviser", "role": role})

    (made,) = [post for post in posts_of_programme(plan.programme_id) if post.title == "Adviser"]
    assert made.role == role
    assert page.path == f"/posts/{made.id}/fill"


@pytest.mark.parametrize(("name", "value"), [("title", ""), ("role", "lead"), ("role", "expert")])
def test_an_administrator_makes_posts_of_coordinators_alone(client: PageClient, name: str, value: str) -> None:
    plan = make_plan()
    page = client.sign_in(make_holder(Role.ADMINISTRATOR)).open(f"/programmes/{plan.programme_id}/people/add")

    page = page.submit({"title": "Adviser", "role": "coordinator", name: value})

    assert page.error_at(name)
    assert posts_of_programme(plan.programme_id) == []


def test_others_learn_of_nothing(client: PageClient) -> None:
    plan = make_plan()
    expert = make_holder(Role.EXPERT, programme_id=plan.programme_id)

    assert client.sign_in(expert).send(f"/programmes/{plan.programme_id}/people/add").status_code == 404
