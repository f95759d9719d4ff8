from uuid import uuid4

import pytest

from tests.factories import make_administrator, make_entry, make_member, make_person, make_plan
from tests.pages import PageClient
from tests.rows import digest_of_rows
from ucap.pairings.models import Role
from ucap.plans.models.objectives import Area


def test_an_administrator_erases_somebody_and_their_texts_stay(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan, name="Asha Rao"), make_member(plan, side=1, name="Bram Bakker")
    make_entry(plan, Area, by=asha, focus="Rain in the streets")
    address = asha.email
    form = client.sign_in(make_administrator()).open(f"/people/{asha.id}/erase")

    page = form.submit({"is_sure": "y"})

    assert form.title == "Erase Asha Rao"
    assert address in form.text
    assert "Erased. What they wrote in plans stays" in page.text
    history = PageClient(client.app).sign_in(bram).open(f"/plans/{plan.id}/history/")
    assert "Asha Rao" not in history.text
    assert "Former member" in history.text
    assert "Rain in the streets" in history.text
    assert "Personal data erased from the history" in history.text


def test_a_page_that_showed_the_name_is_not_confirmed_any_more(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan, name="Asha Rao")
    make_entry(plan, Area, by=asha)
    reader = PageClient(client.app).sign_in(make_member(plan, side=1, name="Bram Bakker"))
    path = f"/plans/{plan.id}/history/"
    tag = reader.send(path).headers["ETag"]

    client.sign_in(make_administrator()).open(f"/people/{asha.id}/erase").submit({"is_sure": "y"})

    shown = reader.send(path, headers={"If-None-Match": tag})
    assert shown.status_code == 200
    assert "Asha Rao" not in shown.text


def test_it_has_to_be_meant(client: PageClient) -> None:
    asha = make_person()
    form = client.sign_in(make_administrator()).open(f"/people/{asha.id}/erase")
    before = digest_of_rows()

    assert form.submit().error_at("is_sure") == "Error: Tick the box if you mean it."
    assert digest_of_rows() == before


def test_the_only_lead_of_a_side_is_not_erased(client: PageClient) -> None:
    lena = make_member(make_plan(), Role.LEAD)
    form = client.sign_in(make_administrator()).open(f"/people/{lena.id}/erase")
    before = digest_of_rows()

    assert "This is the only lead of Surat." in form.submit({"is_sure": "y"}).text
    assert digest_of_rows() == before


def test_an_administrator_erases_themselves_with_their_password_only(client: PageClient) -> None:
    ada = make_administrator()
    make_administrator("Bea Admin")

    assert client.sign_in(ada).open(f"/people/{ada.id}/erase").status == 404


def test_who_was_erased_is_not_there_any_more(client: PageClient) -> None:
    asha = make_person()
    client.sign_in(make_administrator()).open(f"/people/{asha.id}/erase").submit({"is_sure": "y"})

    assert client.open(f"/people/{asha.id}/erase").status == 404
    assert client.open(f"/people/{uuid4()}/erase").status == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEAD, Role.OBSERVER])
def test_others_find_nobody_not_even_themselves(client: PageClient, role: Role) -> None:
    plan = make_plan()
    asha, other = make_member(plan, role), make_member(plan)
    client.sign_in(asha)

    assert [client.open(f"/people/{one.id}/erase").status for one in (asha, other)] == [404, 404]


def test_a_stranger_is_shown_the_sign_in_page(client: PageClient) -> None:
    assert client.open(f"/people/{make_person().id}/erase").title == "Sign in"
