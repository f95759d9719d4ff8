import json

from tests.factories import make_draft, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.plans.models.objectives import Area
from ucap.privacy.queries.personal import PERSONAL


def test_the_file_has_everything_about_oneself_and_nothing_of_others(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha, bram = make_member(plan, Role.LEAD, name="Asha Rao"), make_member(plan, name="Bram Bakker")
    area = make_entry(plan, Area, by=asha, focus="Rain")
    make_entry(plan, Area, by=bram, focus="Sun")
    make_draft(plan, Area, by=asha, focus="Half a sentence")

    answer = client.sign_in(asha).send("/account/data.json")

    found = json.loads(answer.text)
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"] == "attachment; filename=ucap-data.json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert found.keys() == {"made_at", "account", *(one.name for one in PERSONAL)}
    account = {"id": str(asha.id), "name": "Asha Rao", "email": asha.email, "time_zone": "UTC", "language": None}
    assert found["account"] == account
    assert [(post["role"], post["where"]) for post in found["posts"]] == [("lead", "Surat")]
    assert {change["record_id"] for change in found["changes"]} == {str(area)}
    assert {change["field"] for change in found["changes"]} >= {"focus"}
    assert [draft["fields"] for draft in found["drafts"]] == [[["focus", "Half a sentence"]]]
    assert "Bram" not in answer.text
    assert asha.password_hash not in answer.text


def test_a_stranger_is_shown_the_sign_in_page(client: PageClient) -> None:
    assert client.open("/account/data.json").title == "Sign in"
