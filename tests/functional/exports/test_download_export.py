from urllib.parse import unquote

import pytest

from tests.factories import make_contact, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.accounts.rules import MOST_EXPORTS
from ucap.pairings.models import Role
from ucap.plans.models.measures import Measure
from ucap.stakeholders.models.entries import Stakeholder

FILES = {
    "pdf": ("application/pdf", b"%PDF-", "UCAP Surat – Rotterdam.pdf"),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK\x03\x04",
        "UCAP Surat – Rotterdam.docx",
    ),
    "md": ("text/markdown", b"# Urban Cooperation Action Plan", "UCAP Surat – Rotterdam.md"),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        b"PK\x03\x04",
        "UCAP data Surat – Rotterdam.xlsx",
    ),
    "csv": ("application/zip", b"PK\x03\x04", "UCAP data Surat – Rotterdam.zip"),
    "json": ("application/json", b"{", "UCAP data Surat – Rotterdam.json"),
    "ics": ("text/calendar", b"BEGIN:VCALENDAR", "UCAP data Surat – Rotterdam.ics"),
}


@pytest.mark.parametrize("ending", sorted(FILES))
def test_each_format_is_a_file_of_its_kind_named_after_the_plan(client: PageClient, ending: str) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Measure, by=asha, title="Water plaza")
    kind, begins, name = FILES[ending]

    page = client.sign_in(asha).open(f"/plans/{plan.id}/export/{ending}")

    assert page.status == 200
    assert page.response.mimetype == kind
    assert page.response.data.startswith(begins)
    named = page.response.headers["Content-Disposition"]
    assert named.startswith("attachment; ")
    assert unquote(named).endswith(name)
    assert page.response.headers["Cache-Control"] == "no-store"


def test_there_are_no_other_formats(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    client.sign_in(make_member(plan))

    assert client.open(f"/plans/{plan.id}/export/exe").status == 404
    assert client.open(f"/plans/{plan.id}/export/md?document=nothing").status == 404


def test_contact_people_come_only_on_request_to_who_may_see_them_and_are_marked(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    traders = make_entry(plan, Stakeholder, by=asha, name="Traders", place_id=plan.sides[0].places[0].id)
    make_contact(plan, traders, by=asha, name="Meera Shah")
    address = f"/plans/{plan.id}/export/md?document=stakeholders"

    client.sign_in(asha)
    without, with_them = client.open(address).response.text, client.open(f"{address}&contacts=yes").response.text
    other_document = client.open(f"/plans/{plan.id}/export/md?document=plan&contacts=yes").response.text
    client.sign_in(make_member(plan, Role.OBSERVER))

    assert "Traders" in without
    assert "Meera" not in without
    assert "Meera" not in other_document
    assert "Meera Shah" in with_them
    assert "This file holds personal data" in with_them
    assert client.open(f"{address}&contacts=yes").status == 403
    assert client.open(address).status == 200


def test_so_many_files_are_made_and_no_more(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    client.sign_in(make_member(plan))

    answers = [client.send(f"/plans/{plan.id}/export/md?document=memo").status_code for _ in range(MOST_EXPORTS + 1)]

    assert answers == [*[200] * MOST_EXPORTS, 429]


def test_others_may_not_know_of_it(client: PageClient) -> None:
    plan, other = make_plan("Surat", "Rotterdam"), make_plan("Pune", "Oslo")

    assert client.sign_in(make_member(other)).open(f"/plans/{plan.id}/export/md").status == 404
