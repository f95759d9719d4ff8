from tests.factories import make_member, make_plan, post_of
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.pairings.queries.rights import rights_of


def test_ending_is_asked_for_and_takes_the_rights(client: PageClient) -> None:
    plan = make_plan()
    lead, editor = make_member(plan, Role.LEAD), make_member(plan, name="Anjali")
    address = f"/posts/{post_of(editor)}/end"

    page = client.sign_in(lead).open(address)
    assert "cannot be undone" in page.text
    page = page.submit()

    assert page.path == f"/plans/{plan.id}/people/"
    assert rights_of(editor.id, plan.pairing_id).posts == frozenset()
    assert client.send(address).status_code == 404
    assert PageClient(client.app).sign_in(editor).send(f"/plans/{plan.id}/").status_code == 404


def test_the_last_lead_of_a_side_stays_and_is_told_what_to_do_first(client: PageClient) -> None:
    plan = make_plan()
    lead = make_member(plan, Role.LEAD)
    make_member(plan, Role.LEAD, side=1)

    page = client.sign_in(lead).open(f"/posts/{post_of(lead)}/end").submit()

    assert "Give somebody else a post as lead" in page.text
    assert rights_of(lead.id, plan.pairing_id).posts


def test_one_of_two_leads_may_go(client: PageClient) -> None:
    plan = make_plan()
    lead, other = make_member(plan, Role.LEAD), make_member(plan, Role.LEAD)

    client.sign_in(other).open(f"/posts/{post_of(lead)}/end").submit()

    assert rights_of(lead.id, plan.pairing_id).posts == frozenset()


def test_an_editor_ends_none(client: PageClient) -> None:
    editor = make_member(make_plan())

    assert client.sign_in(editor).send(f"/posts/{post_of(editor)}/end").status_code == 403
