from datetime import date

from tests.factories import make_member, make_part, make_person, make_pilot, make_plan
from tests.pages import PageClient
from ucap.pilots.models.following import Milestone
from ucap.pilots.models.pilots import Stage


def test_pilots_stand_side_by_side_narrowed_and_sorted(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_pilot(plan, asha, title="Well", stage=Stage.FUNDED)
    late = make_pilot(plan, asha, title="Basin", stage=Stage.FUNDED)
    make_part(plan, Milestone, late, by=asha, title="A permit", due_on=date(2026, 1, 5))
    make_pilot(plan, asha, title="Pump", stage=Stage.IDEA)
    address = f"/plans/{plan.id}/pilots/"
    client.sign_in(asha)

    assert names_in(client, address) == ["Well", "Basin", "Pump"]
    assert names_in(client, f"{address}?sort=name") == ["Basin", "Pump", "Well"]
    assert names_in(client, f"{address}?sort=health") == ["Basin", "Well", "Pump"]
    assert names_in(client, f"{address}?stage=funded&health=off_track") == ["Basin"]
    assert "No pilot fits" in client.open(f"{address}?stage=decided").text


def test_a_filter_that_cannot_be_chosen_says_so_and_is_left_out(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_pilot(plan, asha, title="Well")

    page = client.sign_in(asha).open(f"/plans/{plan.id}/pilots/?stage=nonsense&sort=nonsense")

    assert page.error_at("stage")
    assert "Well" in page.text


def test_pilots_of_a_plan_are_hidden_from_who_may_not_know_of_it(client: PageClient) -> None:
    plan = make_plan()

    assert client.sign_in(make_person()).open(f"/plans/{plan.id}/pilots/").status == 404


def names_in(client: PageClient, address: str) -> list[str]:
    return [cell.get_text(strip=True) for cell in client.open(address).soup.select(".ucap-records__name a")]
