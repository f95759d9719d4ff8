import pytest

from tests.factories import make_member, make_plan
from tests.functional.files.conftest import Telling, photo
from ucap.core.clock import utc_now
from ucap.core.file_store import store
from ucap.entries.operations.deleting import delete_entry
from ucap.pairings.models import Role

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"


def test_a_file_comes_as_it_was_stored_to_be_saved_and_not_to_be_opened(telling: Telling) -> None:
    telling.tell(("Rapport “été”.pdf", PDF, "The report"))
    (attachment,) = telling.attachments()

    answer = telling.client.send(address_of(telling))

    assert answer.get_data() == PDF
    assert answer.mimetype == "application/pdf"
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename=")
    assert said.endswith("filename*=UTF-8''Rapport%20%E2%80%9C%C3%A9t%C3%A9%E2%80%9D.pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "The report" in telling.pilot_page.text
    assert attachment.id.hex not in said


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_file_that_is_lost_or_altered_is_told_of(telling: Telling, *, is_gone: bool) -> None:
    telling.tell(("report.pdf", PDF, "The report"))
    (attachment,) = telling.attachments()
    store().remove(attachment.id)
    if not is_gone:
        store().keep(attachment.id, PDF + b"!")

    page = telling.client.open(address_of(telling))

    assert page.status == 503
    assert "This file is missing on the server, or is no longer what was stored." in page.text


def test_a_deleted_file_is_nobodys_until_it_is_brought_back(telling: Telling) -> None:
    page = telling.tell(("rain.jpg", photo(), "A full basin"))
    address = address_of(telling)

    deleted = page.press("Delete A full basin")
    assert deleted.path == page.path
    assert "A full basin" not in str(deleted.soup.select(".ucap-files"))
    assert telling.client.send(address).status_code == 404
    back = deleted.press("Undo")

    assert back.soup.select_one(".ucap-files__photo")
    assert telling.client.send(address).status_code == 200


def test_the_files_of_what_is_deleted_are_nobodys_either(telling: Telling) -> None:
    telling.tell(("rain.jpg", photo(), "A full basin"))

    delete_entry(telling.plan.id, telling.pilot_id, by=telling.asha, at=utc_now())

    assert telling.client.send(address_of(telling)).status_code == 404


def test_who_reads_the_plan_gets_it_and_nobody_else(telling: Telling) -> None:
    telling.tell(("rain.jpg", photo(), "A full basin"))
    address = address_of(telling)
    reader, other = make_member(telling.plan, Role.OBSERVER), make_member(make_plan("Pune", "Oslo"))
    no_file = address.replace(address.split("/")[4], str(telling.pilot_id))

    assert telling.client.sign_in(reader).send(address).status_code == 200
    assert telling.client.sign_in(other).send(address).status_code == 404
    assert telling.client.sign_in(reader).send(no_file).status_code == 404


def address_of(telling: Telling) -> str:
    return f"/plans/{telling.plan.id}/files/{telling.attachments()[0].id}/"
