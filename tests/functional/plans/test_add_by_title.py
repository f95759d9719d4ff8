from uuid import UUID, uuid4

import pytest

from tests.factories import entry_of, make_entry, make_member, make_plan
from tests.pages import FormValues, Page, PageClient
from ucap.core.clock import utc_now
from ucap.entries.fields import Section
from ucap.entries.models import Entry, entry_types
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.activities import Activity
from ucap.plans.models.objectives import Area, Objective


@pytest.mark.parametrize(
    "entry_type",
    [one for one in entry_types() if one is not Objective and isinstance(one.section, Section)],
    ids=lambda one: one.type_name(),
)
def test_an_entry_of_any_type_is_added_by_its_title(client: PageClient, entry_type: type[Entry]) -> None:
    plan = make_plan()
    asha = make_member(plan)
    page = client.sign_in(asha).open(f"/plans/{plan.id}/{entry_type.section}/")

    added = add(page, f"add-{entry_type.type_name()}", " Something new ")

    (entry,) = entries_of_plan(plan.id)
    assert (entry.type, entry.title()) == (entry_type, "Something new")
    assert added.path == f"/plans/{plan.id}/{entry_type.section}/#add-{entry_type.type_name()}"
    assert f"{entry_type.singular.msgid} added." in added.text
    assert added.soup.find("input", id=f"add-{entry_type.type_name()}", value="")
    assert added.follow("Write the rest").path == f"/plans/{plan.id}/{entry_type.section}/{entry.id}/edit"


def test_an_objective_is_added_to_its_area(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/")

    added = add(page, f"add-objective-{area}", "Dry streets")

    (objective,) = entries_of_plan(plan.id, [Objective])
    assert objective.value("area") == (area,)
    assert added.path.endswith(f"#add-objective-{area}")
    assert added.soup.find("input", id=f"add-objective-{area}")


@pytest.mark.parametrize("title", ["", "   ", "x" * 301, "bell \a"])
def test_what_cannot_be_kept_comes_back_beside_the_field(client: PageClient, title: str) -> None:
    plan = make_plan()
    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/measures/")

    refused = add(page, "add-measure", title)

    assert refused.status == 200
    assert refused.error_at("add-measure")
    assert refused.soup.select_one("a[href='#add-measure']")
    assert typed_in(refused, "add-measure") == title.replace("\a", "\ufffd")
    assert typed_in(refused, "add-module") == ""
    assert entries_of_plan(plan.id) == []
    assert entry_of(plan, newest(add(refused, "add-measure", "x" * 300), plan)).title() == "x" * 300


def test_who_writes_for_several_places_says_for_which(client: PageClient) -> None:
    plan = make_plan(("Surat", "Pune"), "Rotterdam")
    pune = plan.sides[0].places[1].id
    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/activities/")

    refused = add(page, "add-activity", "Workshop", place_id="")
    foreign = add(page, "add-activity", "Workshop", place_id=str(plan.sides[1].places[0].id))
    kept = entries_of_plan(plan.id)
    add(refused, "add-activity", "Workshop", place_id=str(pune))

    for one in (refused, foreign):
        assert one.error_at("add-activity-place")
        assert typed_in(one, "add-activity") == "Workshop"
    assert kept == []
    assert [entry.place_id for entry in entries_of_plan(plan.id)] == [pune]


def test_who_writes_for_one_place_is_not_asked(client: PageClient) -> None:
    plan = make_plan("Surat", ("Rotterdam", "Delft"))

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/activities/")
    add(page, "add-activity", "Workshop")

    assert page.soup.find(id="add-activity-place") is None
    assert [entry.place_id for entry in entries_of_plan(plan.id, [Activity])] == [plan.sides[0].places[0].id]


def test_a_statement_for_an_area_that_is_deleted_meanwhile_is_not_lost(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)
    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/")
    delete_entry(plan.id, area, by=asha, at=utc_now())

    refused = add(page, f"add-objective-{area}", "Dry streets")
    add(refused, "add-objective", "Dry streets")

    assert refused.error_at("add-objective")
    assert typed_in(refused, "add-objective") == "Dry streets"
    assert [entry.title() for entry in entries_of_plan(plan.id, [Objective])] == ["Dry streets"]


@pytest.mark.parametrize("area", ["x", "", str(UUID(int=0))])
def test_an_area_that_is_none_is_not_linked_to(client: PageClient, area: str) -> None:
    plan = make_plan()
    token = client.sign_in(make_member(plan)).open("/").csrf_token

    page = client.post(
        f"/plans/{plan.id}/objectives/add/objective/title?area={area}", {"csrf_token": token, "statement": "Dry"}
    )

    assert page.status == 200
    assert all(entry.value("area") == () for entry in entries_of_plan(plan.id))


def test_who_may_not_write_is_not_asked_and_not_heard(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    observer, stranger = make_member(plan, Role.OBSERVER), make_member(other)

    page = client.sign_in(observer).open(f"/plans/{plan.id}/measures/")

    assert page.soup.select("main form") == []
    assert post(client, plan, "measures/add/measure/title", {"title": "x"}).status == 403
    assert post(client.sign_in(stranger), plan, "measures/add/measure/title", {"title": "x"}).status == 404
    assert entries_of_plan(plan.id) == []


@pytest.mark.parametrize("path", ["measures/add/area/title", "measures/add/nothing/title", "nothing/add/measure/title"])
def test_what_is_no_type_of_the_section_is_not_found(client: PageClient, path: str) -> None:
    plan = make_plan()
    client.sign_in(make_member(plan))

    assert post(client, plan, path, {"title": "x"}).status == 404
    assert post(client, make_plan("Pune", "Oslo"), "measures/add/measure/title", {"title": "x"}).status == 404
    assert post(client.sign_in(make_member(plan)), plan, f"measures/{uuid4()}/title", {"title": "x"}).status == 404


def add(page: Page, field_id: str, title: str, **changes: str) -> Page:
    """Type a title into the line, and press its button."""
    field = page.soup.find(id=field_id)
    assert field, page.text
    form = field.find_parent("form")
    assert form
    token = page.csrf_token
    return page.client.post(str(form["action"]), {"csrf_token": token, str(field["name"]): title, **changes})


def typed_in(page: Page, field_id: str) -> str:
    field = page.soup.find(id=field_id)
    assert field
    return str(field.get("value", ""))


def newest(page: Page, plan: PlanFacts) -> UUID:
    assert page.status == 200
    return entries_of_plan(plan.id)[-1].id


def post(client: PageClient, plan: PlanFacts, path: str, values: FormValues) -> Page:
    token = client.open("/").csrf_token
    return client.post(f"/plans/{plan.id}/{path}", {"csrf_token": token, **values})
