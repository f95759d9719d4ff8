from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from tests.factories import make_coordinator, make_holder, make_member, make_person, make_plan, post_of
from tests.pages import Page, PageClient
from ucap.core.database import session
from ucap.core.outbox import OutboxMessage
from ucap.pairings.models import Role
from ucap.pairings.queries.people import open_invitations, post_facts
from ucap.pairings.queries.rights import rights_of


def test_a_post_is_handed_over_to_somebody_known_and_the_rights_go_with_it(client: PageClient) -> None:
    plan = make_plan()
    lead, editor = make_member(plan, Role.LEAD, name="Harshad"), make_member(plan, name="Anjali")
    post_id = post_of(editor)

    page = client.sign_in(lead).open(f"/posts/{post_id}/fill").submit({"person": str(lead.id)})

    assert page.path == f"/plans/{plan.id}/people/"
    assert "was handed over" in page.text
    assert rights_of(editor.id, plan.pairing_id).posts == frozenset()
    assert rights_of(lead.id, plan.pairing_id).posts == {
        (Role.LEAD, plan.sides[0].id),
        (Role.EDITOR, plan.sides[0].id),
    }
    facts = post_facts(post_id)
    assert facts is not None
    assert [one.name for one in facts.former] == ["Anjali"]


def test_somebody_is_invited_and_the_link_is_shown_once_and_sent(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    lead, editor = make_member(plan, Role.LEAD), make_member(plan)
    post_id = post_of(editor)

    page = client.sign_in(lead).open(f"/posts/{post_id}/fill").submit({"person": "invite", "email": "New@Example.org"})

    link = link_on(page)
    (mail,) = session().scalars(select(OutboxMessage))
    assert mail.recipient == "new@example.org"
    assert link in mail.text
    assert "Surat – Rotterdam" in mail.text
    assert open_invitations([post_id])[post_id].email == "new@example.org"
    assert rights_of(editor.id, plan.pairing_id).posts
    listed = client.open(f"/plans/{plan.id}/people/")
    assert "new@example.org" in listed.text
    assert link not in listed.text


def test_who_is_invited_sets_up_an_account_and_holds_the_post(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    lead, editor = make_member(plan, Role.LEAD), make_member(plan)
    page = client.sign_in(lead).open(f"/posts/{post_of(editor)}/fill").submit({"person": "invite", "email": "n@e.org"})
    path = urlsplit(link_on(page)).path
    guest = PageClient(client.app)

    opened = guest.open(path)
    assert "Surat – Rotterdam" in opened.text
    opened.submit({"name": "Noor", "password": "long enough to be good", "time_zone": "UTC"})

    assert "Surat" in guest.open("/").text
    assert rights_of(editor.id, plan.pairing_id).posts == frozenset()
    assert guest.open(path).status == 410


def test_inviting_again_makes_the_old_link_worth_nothing(client: PageClient) -> None:
    plan = make_plan()
    lead, editor = make_member(plan, Role.LEAD), make_member(plan)
    address = f"/posts/{post_of(editor)}/fill"
    first = client.sign_in(lead).open(address).submit({"person": "invite", "email": "n@example.org"})

    again = client.open(address)
    assert again.form()["email"] == "n@example.org"
    second = again.submit()

    old, new = (urlsplit(link_on(page)).path for page in (first, second))
    guest = PageClient(client.app)
    assert guest.open(old).status == 410
    assert guest.open(new).status == 200


@pytest.mark.parametrize("email", ["", "no address", "a@b", "@example.org"])
def test_what_is_no_address_is_not_invited(client: PageClient, email: str) -> None:
    plan = make_plan()
    lead = make_member(plan, Role.LEAD)
    post_id = post_of(lead)

    page = client.sign_in(lead).open(f"/posts/{post_id}/fill").submit({"email": email})

    assert page.error_at("email")
    assert open_invitations([post_id]) == {}


def test_who_holds_it_and_closed_accounts_are_refused(client: PageClient) -> None:
    plan = make_plan()
    lead, closed = make_member(plan, Role.LEAD), make_person(is_active=False)
    page = client.sign_in(lead).open(f"/posts/{post_of(lead)}/fill")

    assert "hold this post already" in page.submit({"email": lead.email}).text
    assert "is closed" in page.submit({"email": closed.email}).text


def test_only_leads_of_the_side_and_coordinators_fill_posts(client: PageClient) -> None:
    plan = make_plan()
    lead = make_member(plan, Role.LEAD, name="Harshad")
    address = f"/posts/{post_of(lead)}/fill"

    for person in (make_member(plan), make_member(plan, Role.OBSERVER), make_member(plan, Role.LEAD, side=1)):
        refused = client.sign_in(person).open(address)
        assert refused.status == 403
        assert "Harshad" in refused.text
    for person in (make_person(), make_holder(Role.ADMINISTRATOR)):
        assert client.sign_in(person).send(address).status_code == 404
    coordinator = make_holder(Role.COORDINATOR, programme_id=plan.programme_id)
    assert client.sign_in(coordinator).send(address).status_code == 200


def link_on(page: Page) -> str:
    """Return the link that the page shows for copying."""
    (shown,) = page.soup.select("#address")
    return str(shown["value"])


@pytest.mark.usefixtures("second_steps_needed")
def test_who_is_given_a_post_that_needs_a_second_step_meets_it_at_the_next_request(client: PageClient) -> None:
    plan = make_plan()
    former, new = make_coordinator(plan), make_coordinator(plan, name="Nadia")
    elsewhere = PageClient(client.app).sign_in(new)
    assert elsewhere.send("/").status_code == 200

    client.sign_in(former).open(f"/posts/{post_of(former)}/fill").submit({"person": str(new.id)})

    assert elsewhere.open("/account/").path.startswith("/account/second-step")
    assert elsewhere.send(f"/plans/{plan.id}/").status_code == 303
