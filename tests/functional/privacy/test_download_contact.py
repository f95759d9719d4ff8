import json

from tests.factories import make_member, make_part, make_pilot
from tests.functional.contacts.conftest import EMAIL, NAME, Contacting
from tests.pages import PageClient
from ucap.pairings.models import Role
from ucap.pilots.models.following import Update
from ucap.pilots.models.photos import Attachment


def test_all_that_is_kept_of_a_contact_can_be_handed_to_them(client: PageClient, contacting: Contacting) -> None:
    plan, by = contacting.plan, contacting.editor
    update = make_part(plan, Update, make_pilot(plan, by), by=by)
    for name in (f"{NAME.upper().replace(' ', '')}.pdf", "plan.pdf"):
        make_part(plan, Attachment, update, by=by, title="A file", name=name)

    answer = client.send(f"{contacting.address}contacts/{contacting.contact}/data.json")

    kept = json.loads(answer.get_data(as_text=True))
    assert (kept["name"], kept["email"], kept["basis"], kept["review_on"]) == (NAME, EMAIL, "consent", "2027-05-04")
    assert kept["file_names"] == [f"{NAME.upper().replace(' ', '')}.pdf"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_only_reads_the_plan_does_not_get_it(client: PageClient, contacting: Contacting) -> None:
    client.sign_in(make_member(contacting.plan, Role.OBSERVER))

    assert client.send(f"{contacting.address}contacts/{contacting.contact}/data.json").status_code == 403
