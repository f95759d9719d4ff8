import pytest

from tests.factories import make_member
from tests.functional.files.conftest import Telling, photo
from tests.rows import all_rows
from ucap.core.clock import utc_now
from ucap.core.file_store import SMALL, store
from ucap.entries.operations.deleting import bring_back_entry
from ucap.entries.verify import verify_chain
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.models import Role


def test_an_erased_file_is_nowhere_any_more_and_the_history_verifies(telling: Telling) -> None:
    telling.tell(("zyta_planted.jpg", photo(), "Zyta Planted at the basin"))
    (attachment,) = telling.attachments()
    digest = str(attachment.digest)
    form = telling.client.open(f"/plans/{telling.plan.id}/pilots/{attachment.id}/").follow("Erase for good")

    assert form.submit({}).error_at("is_sure")
    page = form.submit({"is_sure": "y"})

    assert page.title == "Water plaza"
    assert not page.soup.select(".ucap-files")
    found = [str(row) for rows in all_rows().values() for row in rows.values()]
    assert not [row for row in found if "Zyta" in row or "zyta" in row or digest in row]
    for part in ("", SMALL):
        with pytest.raises(FileNotFoundError):
            store().read(attachment.id, part=part)
    chain = next(one for one in kept_chains() if one.id == telling.plan.id)
    assert [one.fault for one in verify_chain(chain) if isinstance(one, Verified)] == [None]
    assert telling.client.send(form.path).status_code == 404


def test_what_is_brought_back_after_it_was_erased_has_no_file(telling: Telling) -> None:
    telling.tell(("rain.jpg", photo(), "A full basin"))
    (attachment,) = telling.attachments()
    address = f"/plans/{telling.plan.id}/files/{attachment.id}/"
    telling.client.open(f"{address}erase").submit({"is_sure": "y"})

    bring_back_entry(telling.plan.id, attachment.id, by=telling.asha, at=utc_now())

    assert telling.client.send(address).status_code == 404
    assert telling.client.send(f"{address}photo").status_code == 404
    assert not telling.pilot_page.soup.select(".ucap-files")


def test_who_may_not_change_it_does_not_erase_it(telling: Telling) -> None:
    telling.tell(("rain.jpg", photo(), "A full basin"))
    address = f"/plans/{telling.plan.id}/files/{telling.attachments()[0].id}/erase"

    for other in (make_member(telling.plan, Role.OBSERVER), make_member(telling.plan, side=1)):
        assert telling.client.sign_in(other).send(address).status_code == 403
