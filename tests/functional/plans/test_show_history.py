from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from tests.factories import NOON, change_entry, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.entries.operations.saving import add_entry
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective


def test_changes_of_all_entries_are_listed_newest_first(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan, name="Asha Rao"), make_member(plan, side=1, name="Bram Vos")
    area = make_entry(plan, Area, by=asha, focus="Rain")
    make_entry(plan, Measure, by=bram, title="Water plaza", mode=TransferMode.ADAPT)
    change_entry(plan, area, by=bram, focus="Storms")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/history/")

    found = changes_on(page)
    assert len(found) == 3
    assert "Bram Vos" in found[0]
    assert "Water plaza" in found[1]
    assert "Adapt" in found[1]
    assert "adapt" not in found[1]
    assert "Asha Rao" in found[2]


def test_a_plan_nobody_has_written_in_says_so(client: PageClient) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/history/")

    assert page.status == 200
    assert "Nothing has been written yet" in page.text


def test_more_than_400_events_are_shown_in_pages_and_each_change_once(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    write_many(plan, asha, 200)
    client.sign_in(asha)

    full = client.open(f"/plans/{plan.id}/history/")
    make_entry(plan, Area, by=asha, focus="One more")
    page = client.open(f"/plans/{plan.id}/history/")
    older = page.follow("Older changes")

    assert len(titles_on(full)) == 200
    assert "Older changes" not in full.text
    first, second = titles_on(page), titles_on(older)
    assert [*first, *second] == ["One more", *(f"Area {number}" for number in reversed(range(200)))]
    assert len(first) <= 200
    assert second
    assert "Older changes" not in older.text


@pytest.mark.parametrize("before", ["0", "-1", "x", "", "1.5", "9" * 5_000, "\0", "2147483648", "<script>"])
def test_a_garbled_page_number_shows_the_newest_changes(client: PageClient, before: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Area, by=asha, focus="Rain")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/history/", query_string={"before": before})

    assert page.status == 200
    assert len(changes_on(page)) == 1


def test_the_history_is_narrowed_down_to_what_is_asked_for(client: PageClient) -> None:
    plan, people, area = mixed_plan()
    asha, bram = people

    client.sign_in(asha)

    everything = [
        "Changed: Area of cooperation Storms",
        "Changed: Area of cooperation Storms",
        "Added: Transfer measure Water plaza",
        "Added: Area of cooperation Storms",
    ]
    assert titles_in(client, plan, "") == everything
    assert titles_in(client, plan, "section=measures") == everything[2:3]
    assert titles_in(client, plan, "what=area") == [*everything[:2], everything[3]]
    assert titles_in(client, plan, "what=area.further_themes") == []
    assert titles_in(client, plan, "what=measure.mode") == everything[2:3]
    assert titles_in(client, plan, "section=context&what=area") == []
    assert titles_in(client, plan, f"entry={area}") == [*everything[:2], everything[3]]
    assert titles_in(client, plan, f"person={bram.id}") == everything[1:3]
    assert titles_in(client, plan, "from=2026-11-22&to=2026-11-22") == everything[2:]
    assert titles_in(client, plan, "from=24 Nov 2026") == everything[:1]
    assert titles_in(client, plan, "to=2026-11-21") == []
    assert titles_in(client, plan, f"section=objectives&person={bram.id}&from=2026-11-23") == everything[1:2]


def test_a_beginning_is_told_as_one_even_if_only_a_field_of_it_is_shown(client: PageClient) -> None:
    plan, people, _area = mixed_plan()

    page = client.sign_in(people[0]).open(f"/plans/{plan.id}/history/?what=measure.mode")

    assert len(page.soup.select(".ucap-change--beginning")) == 1
    assert [label.get_text() for label in page.soup.select(".ucap-change__label")] == ["How it is transferred"]


def test_what_is_shown_is_counted_named_and_can_be_taken_away(client: PageClient) -> None:
    plan, people, _area = mixed_plan()
    bram = people[1]

    page = client.sign_in(bram).open(f"/plans/{plan.id}/history/?section=objectives&person={bram.id}&from=2026-11-23")

    chips = [" ".join(chip.get_text(" ").split()) for chip in page.soup.select(".ucap-chips__chip")]
    assert chips == [
        "Show again without: Section: Objectives",
        "Show again without: Person: Bram Vos",
        "Show again without: From: 23 November 2026",
    ]
    assert "1 change" in page.text
    assert "2 changes" in page.follow("Person:").text
    assert "4 changes" in page.follow("Show all").text


def test_a_filter_that_nothing_fits_says_so(client: PageClient) -> None:
    plan, people, _area = mixed_plan()

    page = client.sign_in(people[0]).open(f"/plans/{plan.id}/history/?section=commitments")

    assert "No change fits" in page.text
    assert "0 changes" in page.text


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("from=31 Feb 2026", "from"),
        ("to=x", "to"),
        ("to=0999-01-01", "to"),
        ("from=2026-11-24&to=2026-11-23", "to"),
        ("section=x", "section"),
        ("what=area.x", "what"),
        ("what=%00", "what"),
        ("entry=1", "entry"),
        ("entry=00000000-0000-0000-0000-000000000000", "entry"),
        ("person=x", "person"),
        ("person=00000000-0000-0000-0000-000000000000", "person"),
        ("from=<script>", "from"),
        (f"from={'9' * 5000}", "from"),
    ],
)
def test_what_cannot_be_asked_for_is_said_beside_its_field(client: PageClient, query: str, at: str) -> None:
    plan, people, _area = mixed_plan()

    page = client.sign_in(people[0]).open(f"/plans/{plan.id}/history/?{query}")

    assert page.status == 200
    assert page.error_at(at)
    assert page.soup.select_one("details.ucap-filter[open]")


@pytest.mark.parametrize("query", ["from=9999-12-31", "to=9999-12-31", "from=1000-01-01", "_external=1&endpoint=x"])
def test_extremes_are_answered(client: PageClient, query: str) -> None:
    plan, people, _area = mixed_plan()

    assert client.sign_in(people[0]).open(f"/plans/{plan.id}/history/?{query}").status == 200


def test_days_are_those_of_the_reader(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Area, by=asha, at=NOON + timedelta(hours=9))
    session().execute(update(Person).values(time_zone="Asia/Kolkata"))
    session().commit()

    page = client.sign_in(asha).open(f"/plans/{plan.id}/history/?from=2026-11-23")

    assert [day.get_text() for day in page.soup.select(".ucap-day__title")] == ["23 November 2026"]
    moment = page.soup.select_one(".ucap-change__who time")
    assert moment
    assert moment.get_text() == "02:30"
    assert "23 Nov 2026, 02:30 GMT+05:30" in str(moment["title"])


def test_a_filtered_history_is_paged_too(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    write_many(plan, asha, 201)
    make_entry(plan, Objective, by=asha)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/history/?what=area")
    older = page.follow("Older changes")

    assert [*titles_on(page), *titles_on(older)] == [f"Area {number}" for number in reversed(range(201))]


def test_changes_of_another_plan_are_not_told(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    make_entry(other, Objective, by=make_member(other), statement="Of others")

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/history/")

    assert changes_on(page) == []


def test_observers_read_it_and_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/history/").status == 200
    assert client.sign_in(make_member(other)).open(f"/plans/{plan.id}/history/").status == 404


def mixed_plan() -> tuple[PlanFacts, tuple[Person, Person], UUID]:
    """Make a plan with four changes on three days by two people."""
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan, name="Asha Rao"), make_member(plan, side=1, name="Bram Vos")
    area = make_entry(plan, Area, by=asha, focus="Rain")
    make_entry(plan, Measure, by=bram, title="Water plaza", mode=TransferMode.ADAPT)
    change_entry(plan, area, by=bram, at=NOON + timedelta(days=1), focus="Storms and rain")
    change_entry(plan, area, by=asha, at=NOON + timedelta(days=2), focus="Storms")
    return plan, (asha, bram), area


def titles_in(client: PageClient, plan: PlanFacts, query: str) -> list[str]:
    page = client.open(f"/plans/{plan.id}/history/?{query}")
    return [" ".join(title.get_text(" ").split()) for title in page.soup.select(".ucap-change__title")]


@transactional
def write_many(plan: PlanFacts, by: Person, count: int) -> None:
    """Add areas, each of which makes two events: its beginning and its text."""
    for number in range(count):
        add_entry(plan.id, Area, values={"focus": f"Area {number}"}, by=by, at=NOON)


def changes_on(page: Page) -> list[str]:
    return [change.get_text(" ", strip=True) for change in page.soup.select(".ucap-change")]


def titles_on(page: Page) -> list[str]:
    return [link.get_text(" ", strip=True) for link in page.soup.select(".ucap-change__title a")]
