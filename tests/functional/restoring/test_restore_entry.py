from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.factories import NOON, change_entry, entry_of, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.core.errors import NotFound, RuleBroken
from ucap.entries.models import Entry
from ucap.entries.operations.restoring import Wish, restore_entry
from ucap.history.models import Event, EventValue
from ucap.history.queries import changes
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective

LATER = NOON + timedelta(hours=1)


def test_an_earlier_text_is_shown_beside_the_present_one_and_restored_as_a_new_change(client: PageClient) -> None:
    plan, asha, area = changed_area()
    history = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history")

    page = history.follow("Restore what stood before")
    assert page.title == "Restore this text: Focus"
    assert "12:00" in page.text
    assert [words.find(string=True, recursive=False) for words in page.soup.find_all("ins")] == ["rain"]
    saved = page.submit()

    assert "Area of cooperation restored" in saved.text
    entry = entry_of(plan, area)
    assert (entry.title(), entry.version) == ("Storing rain", 3)
    assert len(changes(plan.id, record_id=area)[0]) == 3


def test_what_was_written_is_restored_too(client: PageClient) -> None:
    plan, asha, area = changed_area()
    change_entry(plan, area, by=asha, focus="Third")
    second = changes(plan.id, record_id=area)[0][1].last_number

    client.sign_in(asha).open(address(plan, area, second, "focus")).submit()

    assert entry_of(plan, area).title() == "Storing storms"


def test_a_whole_entry_is_restored_with_its_links(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second = (make_entry(plan, Objective, by=asha, statement=text) for text in ("Dry streets", "Cool squares"))
    measure = make_entry(plan, Measure, by=asha, title="Old", mode=TransferMode.ADAPT, objectives=(first,))
    number = changes(plan.id)[0][0].last_number
    change_entry(plan, measure, by=asha, title="New", mode=None, objectives=(second,))

    page = client.sign_in(asha).open(address(plan, measure, number, section="measures"))
    assert page.title == "Restore the whole entry"
    page.submit()

    values = entry_of(plan, measure).values()
    assert (values["title"], values["mode"], values["objectives"]) == ("Old", TransferMode.ADAPT, (first,))


def test_one_field_is_restored_and_the_others_stay(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    objective = make_entry(plan, Objective, by=asha, statement="Old", unit="streets")
    number = changes(plan.id)[0][0].last_number
    change_entry(plan, objective, by=asha, statement="New", unit="days")

    client.sign_in(asha).open(address(plan, objective, number, "unit")).submit()

    values = entry_of(plan, objective).values()
    assert (values["statement"], values["unit"]) == ("New", "streets")


def test_links_to_what_is_gone_are_left_out_and_the_page_says_so(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second = (make_entry(plan, Objective, by=asha, statement=text) for text in ("Dry streets", "Cool squares"))
    measure = make_entry(plan, Measure, by=asha, objectives=(first, second))
    number = changes(plan.id)[0][0].last_number
    change_entry(plan, measure, by=asha, objectives=())
    forget(first, asha)

    page = client.sign_in(asha).open(address(plan, measure, number, "objectives", section="measures"))
    assert "these links are left out" in page.text
    page.submit()

    assert entry_of(plan, measure).value("objectives") == (second,)


def test_nothing_is_asked_where_nothing_would_change(client: PageClient) -> None:
    plan, asha, area = changed_area()
    newest = changes(plan.id)[0][0].last_number

    page = client.sign_in(asha).open(address(plan, area, newest))

    assert "it stands like this now" in page.text
    assert page.soup.select("main form") == []


def test_over_a_newer_version_nothing_is_restored_and_the_page_is_shown_again(client: PageClient) -> None:
    plan, asha, area = changed_area()
    bram = make_member(plan, side=1, name="Bram Vos")
    page = client.sign_in(asha).open(address(plan, area, 2, "focus"))
    change_entry(plan, area, by=bram, focus="Meanwhile")

    again = page.submit()

    assert again.status == 409
    assert "Bram Vos saved a newer version meanwhile" in again.text
    assert entry_of(plan, area).title() == "Meanwhile"
    again.submit()
    assert entry_of(plan, area).title() == "Storing rain"


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 40, "\0"])
def test_without_the_version_that_was_seen_nothing_is_restored(client: PageClient, version: str) -> None:
    plan, asha, area = changed_area()
    page = client.sign_in(asha).open(address(plan, area, 2, "focus"))

    again = page.submit({"version": version})

    assert again.status == 409
    assert entry_of(plan, area).title() == "Storing storms"


def test_what_was_erased_cannot_be_restored(client: PageClient) -> None:
    plan, asha, area = changed_area()
    erase(2)
    erase(3)

    history = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history")
    page = client.open(address(plan, area, 2, "focus"))

    assert "(erased)" in history.text
    assert "What was erased for privacy cannot be restored." in history.text
    assert "Restore what stood before" not in history.text
    assert "Erased for privacy, so it cannot be restored: Focus." in page.text
    assert page.soup.select("main form") == []
    with pytest.raises(RuleBroken, match="erased"):
        restore_entry(plan.id, area, wish=Wish(2, "focus"), seen_version=2, by=asha, at=LATER)


@pytest.mark.parametrize("number", ["0", "1000", "2147483648", "9" * 30])
def test_a_moment_at_which_there_was_no_such_entry_is_not_found(client: PageClient, number: str) -> None:
    plan, asha, area = changed_area()

    assert client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/restore/{number}").status == 404


def test_a_moment_before_the_entry_began_is_not_found(client: PageClient) -> None:
    plan, asha, _area = changed_area()
    young = make_entry(plan, Area, by=asha)

    assert client.sign_in(asha).open(address(plan, young, 2)).status == 404
    with pytest.raises(NotFound):
        restore_entry(plan.id, young, wish=Wish(2), seen_version=1, by=asha, at=LATER)


def test_a_field_that_there_is_not_is_not_found(client: PageClient) -> None:
    plan, asha, area = changed_area()

    assert client.sign_in(asha).open(address(plan, area, 2, "nothing")).status == 404
    with pytest.raises(NotFound):
        restore_entry(plan.id, area, wish=Wish(2, "nothing"), seen_version=2, by=asha, at=LATER)


def test_a_deleted_entry_is_not_restored_so(client: PageClient) -> None:
    plan, asha, area = changed_area()
    forget(area, asha)

    with pytest.raises(NotFound):
        restore_entry(plan.id, area, wish=Wish(2), seen_version=2, by=asha, at=LATER)


def test_what_makes_no_sense_any_more_is_refused_on_the_page(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    sides = [side.id for side in plan.sides]
    measure = make_entry(plan, Measure, by=asha, giver_id=sides[0])
    number = changes(plan.id)[0][0].last_number
    change_entry(plan, measure, by=asha, giver_id=sides[1], receiver_id=sides[0])

    page = client.sign_in(asha).open(address(plan, measure, number, "giver_id", section="measures"))
    refused = page.submit()

    assert "Choose another side than the one it comes from." in refused.text
    assert entry_of(plan, measure).value("giver_id") == sides[1]


def test_observers_may_not_and_others_may_not_know_of_it(client: PageClient) -> None:
    plan, _asha, area = changed_area()
    observer = client.sign_in(make_member(plan, Role.OBSERVER))

    assert observer.open(address(plan, area, 2)).status == 403
    history = observer.open(f"/plans/{plan.id}/objectives/{area}/history")
    assert "Restore" not in history.text
    assert "Compare with now" in history.text
    other = make_plan("Pune", "Oslo")
    assert client.sign_in(make_member(other)).open(address(plan, area, 2)).status == 404
    assert client.open(address(other, area, 2)).status == 404


def changed_area() -> tuple[PlanFacts, Person, UUID]:
    """Make an area of two events and change its focus by a third."""
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Storing rain")
    change_entry(plan, area, by=asha, at=LATER, focus="Storing storms")
    return plan, asha, area


def address(plan: PlanFacts, entry: UUID, number: int, field: str = "", section: str = "objectives") -> str:
    end = f"?field={field}" if field else ""
    return f"/plans/{plan.id}/{section}/{entry}/restore/{number}{end}"


def forget(entry_id: UUID, by: Person) -> None:
    """Let the entry be deleted, as its row says."""
    rows = Entry.__table__
    session().connection().execute(
        update(rows).where(rows.c.id == entry_id).values(deleted_at=NOON, deleted_by_id=by.id)  # type: ignore[arg-type] # a table
    )
    session().commit()


def erase(number: int) -> None:
    event_id = session().scalars(select(Event.id).where(Event.number == number)).one()
    session().execute(update(EventValue).where(EventValue.event_id == event_id).values(value=None))
    session().commit()
