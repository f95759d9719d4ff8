from tests.factories import NOON, make_contact, make_entry, make_member, make_person
from tests.functional.stakeholders.conftest import Involving
from tests.pages import PageClient
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import Role
from ucap.stakeholders.models.entries import Engagement


def test_a_stakeholder_shows_what_it_was_asked_and_leads_on(client: PageClient, involving: Involving) -> None:
    make_contact(involving.plan, involving.stakeholder, by=involving.editor, name="Zyta Planted")

    page = client.open(f"{involving.address}{involving.stakeholder}/")

    for words in ("How much rain?", "4 May 2026", "Used", "Not heard back"):
        assert words in page.text, words
    assert "Zyta" not in page.content
    assert page.follow("The organisation in the register").title == "Institute"
    added = page.follow("Add an engagement").submit({"asked": "How long?"})
    assert added.title == "How long?"
    assert "Institute of rain" in added.text
    assert page.follow("Add a contact person").title == "Add a contact person"


def test_an_engagement_leads_to_the_personal_link(client: PageClient, involving: Involving) -> None:
    place_id = involving.plan.sides[0].places[0].id
    asked = make_entry(
        involving.plan,
        Engagement,
        by=involving.editor,
        asked="How long?",
        place_id=place_id,
        stakeholder=(involving.stakeholder,),
    )

    page = client.open(f"{involving.address}{asked}/")

    assert page.follow("Personal link").title == "Ask by a personal link"


def test_who_reads_the_plan_reads_it_and_nothing_of_contacts(client: PageClient, involving: Involving) -> None:
    address = f"{involving.address}{involving.stakeholder}/"

    page = client.sign_in(make_member(involving.plan, Role.OBSERVER)).open(address)

    assert "How much rain?" in page.text
    for words in ("Contact people", "Add an engagement", "Add a contact person"):
        assert words not in page.soup.find("main").text, words  # type: ignore[union-attr] # every page has one
    assert "Add an engagement" not in client.sign_in(make_member(involving.plan, side=1)).open(address).text
    assert client.sign_in(make_person()).open(address).status == 404


def test_what_is_deleted_says_so(client: PageClient, involving: Involving) -> None:
    (engagement,) = entries_of_plan(involving.plan.id, [Engagement])
    delete_entry(involving.plan.id, engagement.id, by=involving.editor, at=NOON)

    page = client.open(f"{involving.address}{engagement.id}/")

    assert page.status == 410
    assert client.open(f"{involving.address}{involving.measure}/").status == 404
