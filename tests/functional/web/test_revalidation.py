"""Pages that have not changed are answered 304, and nobody gets another's page or an old one."""

import pytest
from sqlalchemy import update
from werkzeug.datastructures import Headers

from tests.factories import change_entry, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.core.database import Model, session
from ucap.entries.fields import Section
from ucap.pairings.models import Phase, PostHolder
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.objectives import Objective


@pytest.mark.parametrize("path", ["", "objectives/", "history/", "glance"])
def test_a_page_that_has_not_changed_is_answered_304_without_a_body(client: PageClient, path: str) -> None:
    plan, _editor = signed_in(client)
    address = f"/plans/{plan.id}/{path}"
    first = client.send(address)

    again = client.send(address, headers=asking(first.headers))

    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_a_change_of_the_plan_makes_its_pages_anew(client: PageClient) -> None:
    plan, editor = signed_in(client)
    objective = make_entry(plan, Objective, by=editor)
    address = f"/plans/{plan.id}/objectives/"
    first = client.send(address)

    change_entry(plan, objective, by=editor, statement="Fewer flooded streets")
    again = client.send(address, headers=asking(first.headers))

    assert again.status_code == 200
    assert "Fewer flooded streets" in again.text


def test_the_phase_and_the_readers_rights_make_pages_anew(client: PageClient) -> None:
    plan, editor = signed_in(client)
    address = f"/plans/{plan.id}/"
    first = client.send(address)

    session().execute(update(Model.metadata.tables["pairings"]).values(phase=Phase.AFTERCARE))
    session().commit()
    in_another_phase = client.send(address, headers=asking(first.headers))
    session().query(PostHolder).filter_by(person_id=editor.id).delete()
    session().commit()
    without_the_post = client.send(address, headers=asking(in_another_phase.headers))

    assert in_another_phase.status_code == 200
    assert without_the_post.status_code == 404


def test_another_session_language_or_address_gets_its_own_page(client: PageClient) -> None:
    plan, editor = signed_in(client)
    first = client.send(f"/plans/{plan.id}/")

    elsewhere = client.send(f"/plans/{plan.id}/objectives/", headers=asking(first.headers))
    client.sign_in(editor)
    signed_in_anew = client.send(f"/plans/{plan.id}/", headers=asking(first.headers))

    assert elsewhere.status_code == 200
    assert signed_in_anew.status_code == 200


def test_after_signing_out_the_page_is_not_confirmed(client: PageClient) -> None:
    plan, _editor = signed_in(client)
    first = client.send(f"/plans/{plan.id}/")

    client.browser.delete_cookie("session", domain="localhost")
    again = client.send(f"/plans/{plan.id}/", headers=asking(first.headers))

    assert again.status_code == 303


def test_a_page_with_a_notice_is_shown_once_and_not_kept(client: PageClient) -> None:
    plan, _editor = signed_in(client)
    address = f"/plans/{plan.id}/{Section.OBJECTIVES}/"
    before = client.send(address)
    form = client.open(f"{address}add/objective")
    client.send(form.path, method="POST", data={**form.form(), "statement": "Fewer floods"})

    with_notice = client.send(address, headers=asking(before.headers))
    without = client.send(address, headers=asking(before.headers))

    assert "Specific objective added." in with_notice.text
    assert "ETag" not in with_notice.headers
    assert with_notice.headers["Cache-Control"] == "no-store"
    assert "Specific objective added." not in without.text


def test_forms_are_not_kept(client: PageClient) -> None:
    plan, _editor = signed_in(client)

    form = client.send(f"/plans/{plan.id}/objectives/add/objective")

    assert "ETag" not in form.headers
    assert form.headers["Cache-Control"] == "no-store"


def signed_in(client: PageClient) -> tuple[PlanFacts, Person]:
    plan = make_plan()
    editor = make_member(plan)
    client.sign_in(editor)
    return plan, editor


def asking(headers: Headers) -> dict[str, str]:
    """Return what a browser sends that has the page already."""
    return {"If-None-Match": headers["ETag"]}
