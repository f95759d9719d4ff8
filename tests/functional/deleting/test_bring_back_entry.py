from tests.factories import entry_of, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.core.clock import utc_now
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import Role
from ucap.plans.models.activities import Activity
from ucap.plans.models.objectives import Area


def test_it_stands_where_it_was_with_the_partners_changes_around_it(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second, third = (make_entry(plan, Area, by=asha, focus=focus) for focus in ("One", "Two", "Three"))
    delete_entry(plan.id, second, by=asha, at=utc_now())

    page = client.sign_in(asha).open(f"/plans/{plan.id}/deleted/").press("Bring back Two")

    assert "Back in the plan: Two" in page.text
    assert page.path.endswith(f"/objectives/#edit-{second}")
    assert [entry.id for entry in entries_of_plan(plan.id)] == [first, second, third]


def test_what_stands_in_the_plan_stays_as_it_is(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Rain")
    delete_entry(plan.id, area, by=asha, at=utc_now())
    page = client.sign_in(asha).open(f"/plans/{plan.id}/deleted/")

    page.press("Bring back Rain")
    page.press("Bring back Rain")

    assert entry_of(plan, area).version == 3


def test_a_place_brings_back_its_own_entries(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan), make_member(plan, side=1)
    activity = make_entry(plan, Activity, by=asha, place_id=plan.sides[0].places[0].id)
    delete_entry(plan.id, activity, by=asha, at=utc_now())
    address = f"/plans/{plan.id}/activities/{activity}/bring-back"

    for person, status in ((bram, 403), (make_member(plan, Role.OBSERVER), 403), (make_member(plan, Role.LEAD), 200)):
        token = client.sign_in(person).open("/").csrf_token
        assert client.post(address, {"csrf_token": token}).status == status
        assert bool(entries_of_plan(plan.id)) == (status == 200)
