from uuid import UUID

import pytest

from tests.factories import entry_of, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.core.clock import utc_now
from ucap.core.errors import Forbidden, RuleBroken
from ucap.directory.operations import load_vocabularies
from ucap.directory.queries import term_by_code
from ucap.entries.operations.saving import save_entry
from ucap.entries.queries.naming import heads_of_plan
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.activities import Activity
from ucap.plans.models.objectives import Objective


def test_an_editor_adds_an_activity_for_the_own_place(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan, side=0)

    form = client.sign_in(asha).open(f"/plans/{plan.id}/activities/add/activity")
    page = form.submit(
        {
            "title": "Design workshop",
            "starts_on": "3 May 2027",
            "ends_on": "2027-06-30",
            "cost": "12,00,000 INR",
            "progress": "40 %",
        }
    )

    assert page.title == "Design workshop"
    assert "3 May 2027" in page.text
    assert "1,200,000 INR" in page.text
    assert "40 %" in page.text
    (activity,) = entries_of_plan(plan.id, [Activity])
    assert activity.place_id == surat_of(plan)


@pytest.mark.parametrize(
    ("name", "text"),
    [("cost", "12 000"), ("cost", "-5 EUR"), ("progress", "101"), ("progress", "-1"), ("ends_on", "30 Feb 2027")],
)
def test_what_cannot_be_read_is_refused_beside_its_field(client: PageClient, name: str, text: str) -> None:
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/activities/add/activity")

    page = form.submit({"title": "Workshop", name: text})

    assert page.error_at(name)
    assert page.form()[name] == text
    assert entries_of_plan(plan.id, [Activity]) == []


def test_the_partner_reads_but_does_not_change_entries_of_a_place(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan, side=0), make_member(plan, side=1)
    make_member(plan, Role.LEAD, side=0, name="Lena of Surat")
    activity = make_entry(plan, Activity, by=asha, place_id=surat_of(plan))

    page = client.sign_in(bram).open(f"/plans/{plan.id}/activities/{activity}/")
    refused = client.open(f"/plans/{plan.id}/activities/{activity}/edit")

    assert page.status == 200
    assert page.soup.select("a[href$='/edit']") == []
    assert refused.status == 403
    assert "Lena of Surat" in refused.text


def test_the_operation_checks_the_place_again(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan, side=0), make_member(plan, side=1)
    activity = make_entry(plan, Activity, by=asha, place_id=surat_of(plan))

    with pytest.raises(Forbidden):
        save(plan, activity, by=bram)
    with pytest.raises(RuleBroken):
        make_entry(plan, Activity, by=bram, place_id=surat_of(plan))


def test_on_a_side_of_several_places_one_chooses(client: PageClient) -> None:
    plan = make_plan(("Surat", "Pune"), "Rotterdam")
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/activities/add/activity")

    refused = form.submit({"title": "Workshop"})
    page = form.submit({"title": "Workshop", "place_id": str(plan.sides[0].places[1].id)})

    assert refused.error_at("place_id")
    assert "Pune" in page.text


def test_terms_are_chosen_by_code_or_box(client: PageClient) -> None:
    load_vocabularies()
    plan = make_plan()
    form = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/objective")

    refused = form.submit({"statement": "Dry streets", "sdg_targets": "6.3, 99.9"})
    page = form.submit({"statement": "Dry streets", "sdg_targets": "11.5; 6.3"})

    assert refused.error_at("sdg_targets")
    assert refused.form()["sdg_targets"] == "6.3, 99.9"
    (objective,) = entries_of_plan(plan.id, [Objective])
    wanted = [term_by_code("sdg_target", code) for code in ("6.3", "11.5")]
    assert objective.value("sdg_targets") == tuple(term.id for term in wanted if term)
    assert all(term and term.label in page.text for term in wanted)
    again = client.open(f"/plans/{plan.id}/objectives/{objective.id}/edit")
    assert again.form()["sdg_targets"] == "6.3, 11.5"


def test_what_is_missing_is_kept_with_the_entry(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    activity = make_entry(plan, Activity, by=asha, place_id=surat_of(plan))

    assert len(heads_of_plan(plan.id, "en")[0].shortcomings) == len(entry_of(plan, activity).missing) > 0


def surat_of(plan: PlanFacts) -> UUID:
    return plan.sides[0].places[0].id


def save(plan: PlanFacts, entry_id: UUID, *, by: Person) -> None:
    values = entry_of(plan, entry_id).values()
    save_entry(plan.id, entry_id, values={**values, "title": "Changed"}, seen_version=1, by=by, at=utc_now())
