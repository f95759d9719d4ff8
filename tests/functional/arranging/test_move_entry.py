from uuid import UUID, uuid4

import pytest

from tests.factories import entry_of, make_entry, make_member, make_plan
from tests.pages import Page, PageClient
from ucap.core.clock import utc_now
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.models import Role
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.activities import Activity
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective


def test_an_entry_is_moved_up_and_one_goes_on_at_the_same_button(client: PageClient) -> None:
    plan, ids = measures("One", "Two", "Three", "Four")
    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/measures/")

    moved = page.press("Move up Four")

    assert titles(plan) == ["One", "Two", "Four", "Three"]
    assert "Moved up: Four" in moved.text
    assert moved.path == f"/plans/{plan.id}/measures/#up-{ids[3]}"
    assert moved.soup.find("button", id=f"up-{ids[3]}")


@pytest.mark.parametrize(("pressed", "left"), [("Move up Two", "down"), ("Move down Three", "up")])
def test_at_the_end_of_the_list_one_goes_on_at_the_other_button(client: PageClient, pressed: str, left: str) -> None:
    plan, ids = measures("One", "Two", "Three", "Four")
    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/measures/")

    moved = page.press(pressed)

    one = ids[1] if pressed.endswith("Two") else ids[2]
    assert moved.path.endswith(f"#{left}-{one}")
    assert moved.soup.find("button", id=f"{left}-{one}")


def test_the_first_has_no_button_up_and_the_last_none_down(client: PageClient) -> None:
    plan, _ids = measures("One", "Two", "Three")

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/measures/")

    assert moves_on(page) == ["Move down One", "Move up Two", "Move down Two", "Move up Three"]


def test_what_stands_alone_cannot_be_moved(client: PageClient) -> None:
    plan, _ids = measures("One")

    assert moves_on(client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/measures/")) == []


def test_objectives_move_inside_their_area(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    first, second = make_entry(plan, Area, by=asha, focus="Rain"), make_entry(plan, Area, by=asha, focus="Heat")
    for statement, area in (("R1", first), ("H1", second), ("R2", first), ("H2", second)):
        make_entry(plan, Objective, by=asha, statement=statement, area=(area,))
    make_entry(plan, Objective, by=asha, statement="Loose")
    page = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/")

    offered = moves_on(page)
    moved = page.press("Move down R1")

    assert offered == [
        "Move down Rain",
        "Move down R1",
        "Move up R2",
        "Move up Heat",
        "Move down H1",
        "Move up H2",
    ]
    cards = [title.get_text(strip=True) for title in moved.soup.select(".ucap-entry-card__title")]
    assert cards == ["R2", "R1", "H1", "H2", "Loose"]


def test_the_history_tells_the_move_in_words(client: PageClient) -> None:
    plan, ids = measures("One", "Two", "Three")
    client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/measures/")

    post(client, plan, f"measures/{ids[2]}/move", "1")

    assert "Moved from place 3 to 1: Transfer measure Three" in client.open(f"/plans/{plan.id}/history/").text


@pytest.mark.parametrize("place", ["0", "-1", "4", "9" * 30, "9" * 5_000, "x", "", "1.5", "\0"])
def test_a_place_that_is_none_is_refused(client: PageClient, place: str) -> None:
    plan, ids = measures("One", "Two", "Three")
    client.sign_in(make_member(plan))

    page = post(client, plan, f"measures/{ids[0]}/move", place)

    assert page.status == 400
    assert "The list has no such place any more" in page.text
    assert titles(plan) == ["One", "Two", "Three"]


def test_without_a_place_nothing_moves(client: PageClient) -> None:
    plan, ids = measures("One", "Two")
    token = client.sign_in(make_member(plan)).open("/").csrf_token

    assert client.post(f"/plans/{plan.id}/measures/{ids[0]}/move", {"csrf_token": token}).status == 400


def test_what_somebody_deleted_meanwhile_is_not_moved(client: PageClient) -> None:
    plan, ids = measures("One", "Two")
    asha = make_member(plan)
    page = client.sign_in(asha).open(f"/plans/{plan.id}/measures/")
    delete_entry(plan.id, ids[1], by=asha, at=utc_now())

    refused = page.press("Move up Two")

    assert refused.status == 400
    assert "Somebody deleted this entry meanwhile" in refused.text


@pytest.mark.parametrize("focus", ["down", "up", "sideways", "", '"><script>'])
def test_one_goes_on_at_a_button_and_nowhere_else(client: PageClient, focus: str) -> None:
    plan, ids = measures("One", "Two")
    token = client.sign_in(make_member(plan)).open("/").csrf_token

    page = client.post(
        f"/plans/{plan.id}/measures/{ids[1]}/move", {"csrf_token": token, "to_position": "1", "focus": focus}
    )

    assert page.path.endswith(f"#{focus if focus == 'down' else 'up'}-{ids[1]}")


def test_the_partners_entries_are_passed_and_not_moved(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan), make_member(plan, side=1)
    first = make_entry(plan, Activity, by=asha, place_id=plan.sides[0].places[0].id, title="Hers")
    second = make_entry(plan, Activity, by=bram, place_id=plan.sides[1].places[0].id, title="His")
    client.sign_in(bram)

    offered = moves_on(client.open(f"/plans/{plan.id}/activities/"))

    assert offered == ["Move up His"]
    assert post(client, plan, f"activities/{first}/move", "2").status == 403
    assert post(client, plan, f"activities/{second}/move", "1").status == 200
    assert [entry.title() for entry in entries_of_plan(plan.id)] == ["His", "Hers"]


def test_readers_and_strangers_move_nothing(client: PageClient) -> None:
    plan, ids = measures("One", "Two")
    other = make_plan("Pune", "Oslo")
    observer, stranger = make_member(plan, Role.OBSERVER), make_member(other)

    assert moves_on(client.sign_in(observer).open(f"/plans/{plan.id}/measures/")) == []
    assert post(client, plan, f"measures/{ids[0]}/move", "2").status == 403
    assert post(client.sign_in(stranger), plan, f"measures/{ids[0]}/move", "2").status == 404
    assert post(client, other, f"measures/{ids[0]}/move", "2").status == 404
    assert post(client, other, f"measures/{uuid4()}/move", "2").status == 404
    assert entry_of(plan, ids[0]).position == 1


def measures(*titles: str) -> tuple[PlanFacts, list[UUID]]:
    plan = make_plan()
    asha = make_member(plan)
    return plan, [make_entry(plan, Measure, by=asha, title=title) for title in titles]


def titles(plan: PlanFacts) -> list[str]:
    return [entry.title() for entry in entries_of_plan(plan.id)]


def moves_on(page: Page) -> list[str]:
    return [" ".join(button.get_text("").split()) for button in page.soup.select("form[data-move] button")]


def post(client: PageClient, plan: PlanFacts, path: str, place: str) -> Page:
    token = client.open("/").csrf_token
    return client.post(f"/plans/{plan.id}/{path}", {"csrf_token": token, "to_position": place})
