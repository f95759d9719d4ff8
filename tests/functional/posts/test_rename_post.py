from tests.factories import make_member, make_plan, post_of
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.pairings.queries.people import post_facts


def test_a_lead_renames_a_post(client: PageClient) -> None:
    plan = make_plan()
    lead = make_member(plan, Role.LEAD)

    page = client.sign_in(lead).open(f"/posts/{post_of(lead)}/rename").submit({"title": "Deputy mayor"})

    assert page.path == f"/plans/{plan.id}/people/"
    assert "Deputy mayor" in page.text


def test_a_post_needs_a_name(client: PageClient) -> None:
    lead = make_member(make_plan(), Role.LEAD)

    page = client.sign_in(lead).open(f"/posts/{post_of(lead)}/rename").submit({"title": " "})

    assert "Say what the post is called." in page.error_at("title")
    facts = post_facts(post_of(lead))
    assert facts is not None
    assert facts.title == "lead"


def test_an_editor_renames_none(client: PageClient) -> None:
    editor = make_member(make_plan())

    assert client.sign_in(editor).send(f"/posts/{post_of(editor)}/rename").status_code == 403
