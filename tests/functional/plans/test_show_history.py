import pytest

from tests.factories import NOON, change_entry, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.accounts.models import Person
from ucap.entries.operations.saving import add_entry
from ucap.pairings.models import Role
from ucap.pairings.queries import PlanFacts
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
    write_many(plan, asha, 220)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/history/")
    older = page.follow("Older changes")

    first, second = titles_on(page), titles_on(older)
    assert [*first, *second] == [f"Area {number}" for number in reversed(range(220))]
    assert len(first) <= 200
    assert second
    assert "Older changes" not in older.text


def test_up_to_400_events_fit_on_one_page(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    write_many(plan, asha, 200)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/history/")

    assert len(titles_on(page)) == 200
    assert "Older changes" not in page.text


@pytest.mark.parametrize("before", ["0", "-1", "x", "", "1.5", "9" * 5_000, "\0", "2147483648", "<script>"])
def test_a_garbled_page_number_shows_the_newest_changes(client: PageClient, before: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_entry(plan, Area, by=asha, focus="Rain")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/history/", query_string={"before": before})

    assert page.status == 200
    assert len(changes_on(page)) == 1


def test_changes_of_another_plan_are_not_told(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    make_entry(other, Objective, by=make_member(other), statement="Of others")

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/history/")

    assert changes_on(page) == []


def test_observers_read_it_and_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/history/").status == 200
    assert client.sign_in(make_member(other)).open(f"/plans/{plan.id}/history/").status == 404


def write_many(plan: PlanFacts, by: Person, count: int) -> None:
    """Add areas, each of which makes two events: its beginning and its text."""
    for number in range(count):
        add_entry(plan.id, Area, values={"focus": f"Area {number}"}, by=by, at=NOON)


def changes_on(page: Page) -> list[str]:
    return [change.get_text(" ", strip=True) for change in page.soup.select(".ucap-change")]


def titles_on(page: Page) -> list[str]:
    return [link.get_text(" ", strip=True) for link in page.soup.select(".ucap-change__title a")]
