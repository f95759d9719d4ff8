import pytest
from flask import Flask

from tests.factories import NOON, make_administrator, make_coordinator, make_member, make_person, make_plan
from tests.pages import PageClient
from ucap.administration.operations import deactivate_account
from ucap.core.errors import NotFound, RuleBroken
from ucap.pairings.models import Role


def test_it_is_asked_for_ends_all_sessions_and_is_kept(client: PageClient) -> None:
    lead = make_member(make_plan("Surat", "Rotterdam"), Role.LEAD, name="Harshad Mehta")
    elsewhere = PageClient(client.app).sign_in(lead)
    assert elsewhere.send("/").status_code == 200

    page = client.sign_in(make_administrator("Ada Admin")).open(f"/accounts/{lead.id}/").follow("Deactivate")
    assert "only lead of Surat" in page.text
    page = page.submit()

    assert page.path == f"/accounts/{lead.id}/"
    assert "Harshad Mehta is let in no more" in page.text
    assert "Deactivated: Ada Admin" in page.text
    assert elsewhere.send("/").status_code == 303
    again = client.open(f"/accounts/{lead.id}/deactivate").submit()
    assert "deactivated already" in again.text


def test_the_last_active_administrator_stays_and_one_of_two_may_go(client: PageClient) -> None:
    ada, bea = make_administrator("Ada Admin"), make_administrator("Bea Admin")
    client.sign_in(ada)

    client.open(f"/accounts/{bea.id}/deactivate").submit()
    page = client.open(f"/accounts/{ada.id}/deactivate").submit()

    assert "This is the last active administrator" in page.text
    assert client.send("/").status_code == 200


def test_the_command_line_keeps_to_the_same_rule(app: Flask) -> None:
    ada = make_administrator()

    with pytest.raises(RuleBroken):
        deactivate_account(ada.id, by=None, at=NOON)


def test_others_find_nothing(client: PageClient) -> None:
    other = make_person()
    for person in (make_member(make_plan(), Role.LEAD), make_coordinator(), other):
        assert client.sign_in(person).send(f"/accounts/{other.id}/deactivate").status_code == 404
        with pytest.raises(NotFound):
            deactivate_account(other.id, by=person, at=NOON)
