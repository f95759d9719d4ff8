from datetime import date
from decimal import Decimal

from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure, TransferMode
from ucap.plans.models.objectives import Area, Objective


def test_it_shows_the_plan_in_words(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus="Rain in squares")
    objective = make_entry(
        plan,
        Objective,
        by=asha,
        statement="Dry streets",
        unit="m³",
        area=(area,),
        baseline=Decimal("1234.5"),
        due_on=date(2027, 12, 31),
    )
    make_entry(
        plan,
        Measure,
        by=asha,
        title="Water plaza",
        mode=TransferMode.ADAPT,
        practice="A **square**.",
        objectives=(objective,),
    )

    page = client.sign_in(asha).open(f"/plans/{plan.id}/glance")

    assert page.title == "Surat – Rotterdam"
    for words in ("Rain in squares", "Dry streets", "1,234.5 m³", "31 December 2027", "Water plaza", "Adapt"):
        assert words in page.text
    assert "A square." in page.text
    assert "Everything fits." in page.text
    assert [one.get_text(strip=True) for one in page.soup.find_all("th", attrs={"scope": "row"})] == ["Dry streets"]


def test_an_empty_plan_says_what_is_missing(client: PageClient) -> None:
    plan = make_plan()

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/glance")

    assert page.status == 200
    assert "No area of cooperation has been written yet." in page.text
    assert "No transfer measure has been written yet." in page.text


def test_an_illustrative_plan_says_so(client: PageClient) -> None:
    plan = make_plan(is_illustrative=True)

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/glance")

    assert "Illustrative: this text was written for demonstration" in page.text


def test_observers_read_it_and_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(plan, Role.OBSERVER)).open(f"/plans/{plan.id}/glance").status == 200
    assert client.sign_in(make_member(other)).open(f"/plans/{plan.id}/glance").status == 404
