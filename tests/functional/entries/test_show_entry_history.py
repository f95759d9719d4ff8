from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.factories import NOON, change_entry, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective

LATER = NOON + timedelta(hours=1)


def test_changes_are_listed_newest_first_with_who_and_when(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan, name="Asha Rao"), make_member(plan, side=1, name="Bram Vos")
    area = make_entry(plan, Area, by=asha, focus="Storing rain")
    change_entry(plan, area, by=bram, at=LATER, focus="Storing storms")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history")

    assert page.title == "History"
    changes = [change.get_text(" ", strip=True) for change in page.soup.select(".ucap-change")]
    assert len(changes) == 2
    assert "Bram Vos" in changes[0]
    assert "13:00" in changes[0]
    assert "Asha Rao" in changes[1]
    assert "12:00" in changes[1]


def test_texts_are_compared_word_by_word(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Storing rain in squares")
    change_entry(plan, area, by=asha, focus="Storing storms in squares")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history")

    newest = page.soup.select_one(".ucap-change")
    assert newest
    removed, added = newest.find_all("del"), newest.find_all("ins")
    assert [words.find(string=True, recursive=False) for words in removed] == ["rain"]
    assert [words.find(string=True, recursive=False) for words in added] == ["storms"]
    assert "in squares" in newest.get_text(" ")


def test_values_are_told_in_labels_and_names_never_in_codes_and_ids(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    first, second = (make_entry(plan, Objective, by=asha, statement=text) for text in ("Dry streets", "Cool squares"))
    measure = make_entry(
        plan, Measure, by=asha, giver_id=plan.sides[1].id, mode=TransferMode.ADAPT, objectives=(first,)
    )
    change_entry(plan, measure, by=asha, giver_id=plan.sides[0].id, mode=TransferMode.BE_INSPIRED, objectives=(second,))

    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/{measure}/history")

    shown = " ".join(change.get_text(" ", strip=True) for change in page.soup.select(".ucap-change"))
    for words in ("How it is transferred", "Adapt", "Be inspired", "Surat", "Rotterdam", "Dry streets", "Cool squares"):
        assert words in shown
    for code in ("adapt", "be_inspired", "giver_id", str(first), str(second), *(str(side.id) for side in plan.sides)):
        assert code not in shown


def test_numbers_and_days_are_written_as_people_write_them(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha, baseline=Decimal("1234.5"), due_on=date(2027, 12, 31))
    change_entry(plan, objective, by=asha, due_on=None)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{objective}/history")

    assert "1,234.5" in page.text
    assert "31 December 2027" in page.text
    assert "2027-12-31" not in page.text


def test_only_this_entry_is_told_of(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="This one")
    make_entry(plan, Area, by=asha, focus="Another one")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history")

    assert "Another one" not in page.text


@pytest.mark.parametrize("before", ["0", "-1", "x", "", "1.5", "1e9", "9" * 5_000, "\0", "1 OR 1=1", "2147483648"])
def test_a_garbled_page_number_shows_the_newest_changes(client: PageClient, before: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Rain")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history", query_string={"before": before})

    assert page.status == 200
    assert len(page.soup.select(".ucap-change")) == 1


def test_before_the_first_change_there_is_none(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history?before=1")

    assert page.status == 200
    assert page.soup.select(".ucap-change") == []


def test_the_history_is_narrowed_down_to_a_field(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha, statement="Dry", unit="streets")
    change_entry(plan, objective, by=asha, unit="days")
    address = f"/plans/{plan.id}/objectives/{objective}/history"

    page = client.sign_in(asha).open(f"{address}?field=statement")
    garbled = client.open(f"{address}?field=x")

    assert [label.get_text() for label in page.soup.select(".ucap-change__label")] == ["Objective"]
    assert "1 change" in page.text
    assert garbled.error_at("field")
    assert len(garbled.soup.select(".ucap-change")) == 2


def test_only_what_is_not_there_now_can_be_restored(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="First")
    change_entry(plan, area, by=asha, focus="Second")
    change_entry(plan, area, by=asha, focus="First")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history")

    links = [link.get_text() for link in page.soup.select(".ucap-change a[href*='/restore/']")]
    assert links == [
        "Restore what stood before",
        "Restore this text",
        "Restore the whole entry as it stood then",
        "Restore the whole entry as it stood then",
    ]


def test_observers_read_it_and_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    area = make_entry(plan, Area, by=make_member(plan))
    address = f"/plans/{plan.id}/objectives/{area}/history"

    assert client.sign_in(make_member(plan, Role.OBSERVER)).open(address).status == 200
    assert client.sign_in(make_member(other)).open(address).status == 404
    assert client.open(f"/plans/{other.id}/objectives/{area}/history").status == 404
