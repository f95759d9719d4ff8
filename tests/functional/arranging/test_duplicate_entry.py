from uuid import uuid4

from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.core.clock import utc_now
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import Role
from ucap.plans.models.activities import Activity
from ucap.plans.models.measures import Measure


def test_a_copy_stands_behind_the_original_and_can_be_written_in(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Measure, by=asha, title="Water plaza", practice="A square.")
    make_entry(plan, Measure, by=asha, title="Rain barrels")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/").press("Duplicate Water plaza")

    assert [entry.title() for entry in entries_of_plan(plan.id)] == [
        "Water plaza",
        "Water plaza (copy)",
        "Rain barrels",
    ]
    copy = entries_of_plan(plan.id)[1]
    assert copy.value("practice") == "A square."
    assert page.path == f"/plans/{plan.id}/measures/#edit-{copy.id}"
    assert "Copied: Water plaza" in page.text
    assert page.follow("Edit the copy").form()["title"] == "Water plaza (copy)"


def test_it_can_be_copied_from_its_own_page(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha, title="Water plaza")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/").press("Duplicate")

    assert page.title == "Transfer measures"
    assert "Water plaza (copy)" in page.text


def test_what_somebody_deleted_meanwhile_is_not_copied(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    measure = make_entry(plan, Measure, by=asha, title="Water plaza")
    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/")
    delete_entry(plan.id, measure, by=asha, at=utc_now())

    refused = page.press("Duplicate Water plaza")

    assert refused.status == 400
    assert "Bring it back first" in refused.text
    assert entries_of_plan(plan.id) == []


def test_only_who_may_change_an_entry_copies_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    asha = make_member(plan)
    activity = make_entry(plan, Activity, by=asha, place_id=plan.sides[0].places[0].id)
    answers = []

    for person, found in (
        (make_member(plan, side=1), activity),
        (make_member(plan, Role.OBSERVER), activity),
        (make_member(other), activity),
        (asha, uuid4()),
        (asha, activity),
    ):
        token = client.sign_in(person).open("/").csrf_token
        address = f"/plans/{plan.id}/activities/{found}/duplicate"
        answers.append(client.post(address, {"csrf_token": token}).status)

    assert answers == [403, 403, 404, 404, 200]
    assert len(entries_of_plan(plan.id)) == 2
