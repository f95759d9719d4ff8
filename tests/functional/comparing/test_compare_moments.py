from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from tests.factories import change_entry, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.accounts.models import Person
from ucap.core.clock import utc_now
from ucap.core.database import session, transactional
from ucap.entries.models import DELETED
from ucap.entries.pages import comparing
from ucap.entries.queries.changing import entry_to_change
from ucap.history.log import open_change
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective


def may(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


def test_the_first_text_is_compared_with_the_last_and_what_came_between_is_not_told(client: PageClient) -> None:
    plan, asha, area = written_plan()
    change_entry(plan, area, by=asha, at=may(3), focus="Storing something else")
    change_entry(plan, area, by=asha, at=may(4), focus="Storing storms")

    page = compare(client.sign_in(asha), plan, "from=2026-05-02&to=2026-05-31")

    (change,) = page.soup.select(".ucap-change")
    assert "1 entry changed" in page.text
    assert "2 changes" in change.get_text(" ")
    assert "something else" not in page.text
    assert [words.find(string=True, recursive=False) for words in change.find_all("del")] == ["rain"]
    assert [words.find(string=True, recursive=False) for words in change.find_all("ins")] == ["storms"]
    assert "From 2 May 2026 to now" in page.text


def test_what_was_changed_back_is_left_out(client: PageClient) -> None:
    plan, asha, area = written_plan()
    change_entry(plan, area, by=asha, at=may(3), focus="Other")
    change_entry(plan, area, by=asha, at=may(4), focus="Storing rain")

    page = compare(client.sign_in(asha), plan, "from=2026-05-02")

    assert "Nothing is different" in page.text


def test_entries_added_deleted_and_brought_back_are_counted_and_told(client: PageClient) -> None:
    plan, asha, area = written_plan()
    gone, back = (make_entry(plan, Area, by=asha, at=may(1), focus=text) for text in ("Gone area", "Back area"))
    delete(plan, back, asha, may(1, 13))
    change_entry(plan, area, by=asha, at=may(3), focus="Storms")
    make_entry(plan, Measure, by=asha, at=may(3), title="New measure")
    delete(plan, gone, asha, may(3))
    delete(plan, back, asha, None)

    page = compare(client.sign_in(asha), plan, "from=2026-05-02")

    assert "1 entry added, 1 entry changed, 1 entry deleted, 1 entry brought back" in page.text
    assert titles(page) == [
        "Changed: Area of cooperation Storms",
        "Deleted: Area of cooperation Gone area",
        "Brought back: Area of cooperation Back area",
        "Added: Transfer measure New measure",
    ]
    assert not page.soup.find("a", string=lambda text: text is not None and "Gone area" in text)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("from=2026-05-03", True),
        ("from=2026-05-04", False),
        ("from=3 May 2026 12:00", True),
        ("from=3 May 2026 12:01", False),
        ("from=2026-05-03T12:00", True),
        ("from=2026-05-01&to=2026-05-03", True),
        ("from=2026-05-01&to=2026-05-02", False),
        ("from=2026-05-01&to=2026-05-03 12:00", True),
        ("from=2026-05-01&to=2026-05-03 11:59", False),
        ("from=2&to=3", True),
        ("from=3", False),
        ("from=1&to=2", False),
        ("from=0&to=999999999", True),
        ("from=2026-05-03&section=objectives", True),
        ("from=2026-05-03&section=measures", False),
    ],
)
def test_both_ends_are_as_people_mean_them(client: PageClient, query: str, *, shown: bool) -> None:
    plan, asha, area = written_plan()
    change_entry(plan, area, by=asha, at=may(3), focus="Storms")

    page = compare(client.sign_in(asha), plan, query)

    assert page.status == 200
    told = " ".join(parts.get_text(" ") for parts in page.soup.select(".ucap-word-diff"))
    assert ("Storms" in told) is shown


def test_a_day_is_a_day_in_the_readers_time_zone(client: PageClient) -> None:
    plan, asha, area = written_plan()
    change_entry(plan, area, by=asha, at=may(3, 20), focus="Storms")
    session().execute(update(Person).values(time_zone="Asia/Kolkata"))
    session().commit()

    client.sign_in(asha)

    assert "Nothing is different" in compare(client, plan, "from=2026-05-02&to=2026-05-03").text
    assert "1 entry changed" in compare(client, plan, "from=2026-05-04&to=2026-05-04").text


def test_one_entry_can_be_compared_from_its_history(client: PageClient) -> None:
    plan, asha, area = written_plan()
    make_entry(plan, Area, by=asha, focus="Another")
    change_entry(plan, area, by=asha, at=may(3), focus="Storms")
    history = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history")

    with_now = history.follow("Compare with now")
    versions = [option["value"] for option in history.soup.select("#from-version option")]
    chosen = compare(client, plan, f"entry={area}&from={versions[0]}&to={versions[1]}")

    for page in (with_now, chosen):
        assert titles(page) == ["Changed: Area of cooperation Storms"]


def test_spans_that_are_often_asked_for_are_links(client: PageClient) -> None:
    plan, asha, area = written_plan()
    change_entry(plan, area, by=asha, at=utc_now() - timedelta(days=2), focus="Two days ago")

    page = compare(client.sign_in(asha), plan, "")

    assert "1 entry changed" in page.text
    assert "Nothing is different" in page.follow("Since yesterday").text
    assert "1 entry changed" in page.follow("Last 30 days").text
    beginning = page.follow("Since the beginning")
    assert "1 entry added" in beginning.text
    assert "From the beginning to now" in beginning.text


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("from=31 Feb 2026", "from"),
        ("from=x", "from"),
        ("to=2026-05-03 25:00", "to"),
        ("from=0001-01-01", "from"),
        (f"to={'9' * 5000}", "to"),
        ("from=2026-05-03&to=2026-04-01", "to"),
        ("from=3&to=2", "to"),
        ("section=x", "section"),
        ("entry=x", "entry"),
        ("entry=00000000-0000-0000-0000-000000000000", "entry"),
        ("from=%00", "from"),
        ("from=%ff", "from"),
        ("from=<script>", "from"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(client: PageClient, query: str, at: str) -> None:
    plan, asha, area = written_plan()
    change_entry(plan, area, by=asha, at=may(3), focus="Storms")

    page = compare(client.sign_in(asha), plan, query)

    assert page.status == 200
    assert page.error_at(at)


@pytest.mark.parametrize(
    "query", ["from=9999-12-31", "to=9999-12-31", "from=1000-01-01", "page=x", "page=0", "page=99999"]
)
def test_extremes_are_answered(client: PageClient, query: str) -> None:
    plan, asha, _area = written_plan()

    assert compare(client.sign_in(asha), plan, query).status == 200


def test_many_entries_are_shown_in_pages(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    write_many(plan, asha, 45)

    page = compare(client.sign_in(asha), plan, "from=0")
    rest = page.follow("Further entries")

    assert "45 entries added" in page.text
    assert (len(titles(page)), len(titles(rest))) == (40, 5)
    assert titles(rest.follow("Entries before these")) == titles(page)


def test_too_many_events_are_compared_in_part_and_the_page_says_so(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_EVENTS", 4)
    plan = make_plan()
    asha = make_member(plan)
    write_many(plan, asha, 3)

    page = compare(client.sign_in(asha), plan, "from=0")

    assert "only the newest part is compared" in page.text
    assert len(titles(page)) == 2


def test_observers_read_it_and_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan(), make_plan("Pune", "Oslo")

    assert compare(client.sign_in(make_member(plan, Role.OBSERVER)), plan, "").status == 200
    assert compare(client.sign_in(make_member(other)), plan, "").status == 404


def written_plan() -> tuple[PlanFacts, Person, UUID]:
    """Make a plan with an area, of two events on 1 May."""
    plan = make_plan()
    asha = make_member(plan)
    return plan, asha, make_entry(plan, Area, by=asha, at=may(1), focus="Storing rain")


@transactional
def write_many(plan: PlanFacts, by: Person, count: int) -> None:
    for number in range(count):
        make_entry(plan, Objective, by=by, statement=f"Objective {number}")


@transactional
def delete(plan: PlanFacts, entry_id: UUID, by: Person, at: datetime | None) -> None:
    """Delete an entry, or bring it back, as the log sees it."""
    open_change(plan.id, by_id=by.id, at=at or may(3))
    entry = entry_to_change(plan.id, entry_id)
    assert entry
    entry.version += 1
    entry.deleted_at, entry.deleted_by_id = (at, by.id) if at else (None, None)
    assert DELETED in {field for field, _language in entry.logged_fields().values()}
    session().flush()


def compare(client: PageClient, plan: PlanFacts, query: str) -> Page:
    return client.open(f"/plans/{plan.id}/history/compare?{query}")


def titles(page: Page) -> list[str]:
    return [" ".join(title.get_text(" ").split()) for title in page.soup.select(".ucap-change__title")]
