from uuid import uuid4

from tests.factories import make_entered_list, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role


def test_only_who_keeps_the_register_undoes_a_list_and_only_once(client: PageClient) -> None:
    plan = make_plan()
    editor = make_member(plan)
    address = f"/organisations/lists/{make_entered_list(plan.sides[0].places[0].id, by=editor)}/undo"

    for person, statuses in (
        (make_member(plan, Role.OBSERVER), (403, 403)),
        (make_member(plan, side=1), (403, 403)),
        (editor, (302, 404)),
    ):
        token = client.sign_in(person).open("/").csrf_token
        for status in statuses:
            assert client.send(address, method="POST", data={"csrf_token": token}).status_code == status
    missing = f"/organisations/lists/{uuid4()}/undo"
    token = client.open("/").csrf_token
    assert client.send(missing, method="POST", data={"csrf_token": token}).status_code == 404
