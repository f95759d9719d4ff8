from tests.factories import make_member
from tests.functional.answers.conftest import Asking
from tests.pages import PageClient


def test_a_withdrawn_link_opens_nothing_and_another_can_be_made(client: PageClient, asking: Asking) -> None:
    link = asking.link()
    page = client.sign_in(asking.editor).open(asking.address)

    told = client.post(asking.address.replace("/ask", "/withdraw-link"), {"csrf_token": page.csrf_token})

    assert "The link was withdrawn" in told.text
    assert PageClient(client.app).open(link).status == 410
    assert PageClient(client.app).open(asking.link()).status == 200


def test_the_other_side_cannot_withdraw_it(client: PageClient, asking: Asking) -> None:
    link = asking.link()
    token = client.sign_in(make_member(asking.plan, side=1)).open("/").csrf_token

    refused = client.post(asking.address.replace("/ask", "/withdraw-link"), {"csrf_token": token})

    assert refused.status == 403
    assert PageClient(client.app).open(link).status == 200
