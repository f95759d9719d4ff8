import pytest

from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area


def test_it_shows_the_whole_plan_or_the_parts_that_were_chosen(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Area, by=asha, focus="Rain in squares")
    make_entry(plan, Measure, by=asha, title="Water plaza", practice="A **square**.")
    client.sign_in(asha)

    whole = client.open(f"/plans/{plan.id}/export/html")
    part = client.open(f"/plans/{plan.id}/export/html?document=plan&part=measures&part=pilots")

    assert whole.title == "Surat – Rotterdam"
    assert "Rain in squares" in whole.text
    assert whole.soup.find("strong", string="square")
    assert "Rain in squares" not in part.text
    assert "Water plaza" in part.text
    assert "Left out of this file: Context, Objectives" in part.text


@pytest.mark.parametrize("document", ["glance", "memo", "pilots", "stakeholders"])
def test_every_document_of_an_empty_plan_is_a_page(client: PageClient, document: str) -> None:
    plan = make_plan("Surat", "Rotterdam", is_illustrative=True)

    page = client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/export/html?document={document}")

    assert page.status == 200
    assert "Working draft of" in page.text
    assert "Illustrative: this text was written for demonstration" in page.text


@pytest.mark.parametrize("asked", ["document=nothing", "part=nothing", "lang=xx", "document=plan&part=%00"])
def test_what_there_is_not_is_not_found(client: PageClient, asked: str) -> None:
    plan = make_plan("Surat", "Rotterdam")

    assert client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/export/html?{asked}").status == 404


def test_observers_read_it_and_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")
    address = f"/plans/{plan.id}/export/html"

    assert client.sign_in(make_member(plan, Role.OBSERVER)).open(address).status == 200
    assert client.sign_in(make_member(other)).open(address).status == 404
