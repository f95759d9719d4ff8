from typing import Any

from flask import Flask

from tests.factories import make_holder, make_member, make_person
from tests.functional.contacts.conftest import EMAIL, NAME, Contacting
from tests.pages import PageClient
from ucap.pairings.models import Role


def test_those_who_work_on_the_plan_see_ground_and_purpose(client: PageClient, contacting: Contacting) -> None:
    page = client.open(f"{contacting.address}contacts/")

    for words in (NAME, EMAIL, "Traders", "They agreed to it", "4 May 2026", "Asked about drains", "4 May 2027"):
        assert words in page.text, words


def test_nobody_else_sees_them(client: PageClient, contacting: Contacting) -> None:
    plan = contacting.plan
    for person, status in (
        (make_member(plan, Role.LEAD, side=1), 200),
        (make_member(plan, Role.OBSERVER), 403),
        (make_holder(Role.COORDINATOR, programme_id=plan.programme_id), 403),
        (make_holder(Role.EXPERT, programme_id=plan.programme_id, given=[plan.id]), 403),
        (make_person(), 404),
    ):
        page = client.sign_in(person).open(f"{contacting.address}contacts/")
        assert page.status == status
        assert (NAME in page.text) is (status == 200)


def test_the_planted_name_is_on_no_other_page_and_in_no_address(
    app: Flask, client: PageClient, contacting: Contacting
) -> None:
    plan, stakeholder = {"plan_id": contacting.plan.id}, contacting.stakeholder
    known: list[dict[str, Any]] = [
        {},
        plan,
        {**plan, "section": "stakeholders", "entry_id": stakeholder},
        {**plan, "section": "context"},
    ]
    looked_at = 0
    for rule in app.url_map.iter_rules():
        for values in known:
            if rule.arguments == set(values) and "GET" in (rule.methods or ()):
                _host, address = rule.build(values) or ("", "")
                assert "zyta" not in address.lower()
                if "contacts" not in address and "sign-out" not in address:
                    content = client.send(address).get_data()
                    assert NAME.encode() not in content, address
                    assert EMAIL.encode() not in content, address
                    looked_at += 1
    assert looked_at > 25
