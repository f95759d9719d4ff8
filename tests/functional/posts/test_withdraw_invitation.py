from urllib.parse import urlsplit

from tests.factories import make_member, make_plan, post_of
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.pairings.queries.people import open_invitations


def test_a_withdrawn_link_opens_nothing(client: PageClient) -> None:
    plan = make_plan()
    lead = make_member(plan, Role.LEAD)
    post_id = post_of(lead)
    page = client.sign_in(lead).open(f"/posts/{post_id}/fill").submit({"email": "new@example.org"})
    (shown,) = page.soup.select("#address")
    link = urlsplit(str(shown["value"])).path

    page = client.post(f"/posts/{post_id}/withdraw-invitation", {"csrf_token": client.open("/").csrf_token})

    assert "was withdrawn" in page.text
    assert open_invitations([post_id]) == {}
    assert PageClient(client.app).open(link).status == 410


def test_an_editor_withdraws_none(client: PageClient) -> None:
    editor = make_member(make_plan())
    client.sign_in(editor)
    token = client.open("/").csrf_token

    answer = client.send(f"/posts/{post_of(editor)}/withdraw-invitation", method="POST", data={"csrf_token": token})

    assert answer.status_code == 403
