import json

from tests.factories import NOON, make_coordinator, make_draft, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.accounts.operations.exports import count_export
from ucap.accounts.rules import MOST_EXPORTS
from ucap.core.clock import utc_now
from ucap.directory.models import PlaceKind
from ucap.pairings.models import Role
from ucap.pairings.operations.phases import pause_pairing
from ucap.places.operations import edit_place
from ucap.places.rules import PlaceValues
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
    assert found.keys() == {"made_at", "account", "file_names", *(one.name for one in PERSONAL)}
    account = {"id": str(asha.id), "name": "Asha Rao", "email": asha.email, "time_zone": "UTC", "language": None}
    assert found["account"] == account
    assert [(post["role"], post["where"]) for post in found["posts"]] == [("lead", "Surat")]
    assert {change["record_id"] for change in found["changes"]} == {str(area)}
    assert {change["field"] for change in found["changes"]} >= {"focus"}
    assert [draft["fields"] for draft in found["drafts"]] == [[["focus", "Half a sentence"]]]
    assert "Bram" not in answer.text
    assert asha.password_hash not in answer.text


def test_plans_pairings_and_places_are_named_beside_their_ids(client: PageClient) -> None:
    plan = make_plan("Surat", ("Rotterdam", "Delft"))
    marta = make_coordinator(plan)
    surat = plan.sides[0].places[0]
    pause_pairing(plan.pairing_id, reason="Elections.", seen_version=1, by=marta, at=NOON)
    values = PlaceValues(name="Surat", country="IN", kind=PlaceKind.CITY, note="On the Tapti")
    edit_place(surat.id, values, seen_version=1, by=marta, at=NOON)
    make_entry(plan, Area, by=make_member(plan))

    changes = json.loads(client.sign_in(marta).send("/account/data.json").text)["changes"]
    page = client.open("/account/data")

    named = {(change["chain_id"], change["chain"]) for change in changes}
    assert named == {(str(plan.pairing_id), "Surat – Rotterdam, Delft"), (str(surat.id), "Surat")}
    assert "Surat – Rotterdam, Delft" in page.text
    assert str(surat.id) not in page.text


def test_a_stranger_is_shown_the_sign_in_page(client: PageClient) -> None:
    assert client.open("/account/data.json").title == "Sign in"


def test_so_many_files_in_a_while_and_for_each_apart(client: PageClient) -> None:
    plan = make_plan()
    asha, bram = make_member(plan), make_member(plan)
    client.sign_in(asha)
    for _time in range(MOST_EXPORTS):
        count_export(asha.id, at=utc_now())

    answers = [client.send(path) for path in ("/account/data.json", f"/plans/{plan.id}/glance.docx")]

    assert [answer.status_code for answer in answers] == [429, 429]
    assert "You had many files made in a short time" in answers[0].text
    assert int(answers[0].headers["Retry-After"]) in range(590, 601)
    assert client.sign_in(bram).send("/account/data.json").status_code == 200
