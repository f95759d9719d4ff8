"""Who speaks for a stakeholder is planted wherever the product keeps something, and looked for everywhere else."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.factories import (
    NOON,
    change_entry,
    make_contact,
    make_draft,
    make_entry,
    make_member,
    make_part,
)
from tests.pages import PageClient
from tests.records import Records, make_records
from tests.rows import all_rows
from ucap.core.database import session
from ucap.core.mail import sender_of_mails
from ucap.core.outbox import send_mails, write_mail
from ucap.core.text import message
from ucap.directory.models import Organisation
from ucap.entries.operations.deleting import delete_entry
from ucap.entries.verify import verify_chain
from ucap.history.queries import kept_chains
from ucap.history.verify import Verified
from ucap.pairings.models import Role
from ucap.pilots.models.following import Indicator
from ucap.stakeholders.models.entries import Engagement, Stakeholder
from ucap.stakeholders.operations.answers import ask_by_link, give_answer
from ucap.stakeholders.queries.verify import verify_record

NAME, EMAIL, PHONE = "Qasimira Żółć-Planted", "qasimira@planted.example", "+48 600 700 800"
MARKS = ("Qasimira", "planted.example", "600 700 800")
WHERE = {"plan_id", "place_id", "organisation_id", "pairing_id", "token"}
"""What is in the addresses of all that a plan and its registers show."""

MERGED, LISTED = f"Office of {NAME}", f"{NAME} and partners"


@pytest.fixture
def records(client: PageClient) -> Records:
    made = make_records("Surat", "Rotterdam")
    client.sign_in(made.editor)
    return made


@pytest.mark.no_cover
@pytest.mark.parametrize("reader", ["observer", "stranger"])
def test_nobody_else_reads_of_a_contact_anywhere(
    client: PageClient,
    records: Records,
    reader: str,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_contact(records.plan, records.stakeholder_id, by=records.editor, name=NAME, email=EMAIL)
    visitor = PageClient(client.app)
    if reader == "observer":
        visitor.sign_in(make_member(records.plan, Role.OBSERVER))
    told, read = [], 0

    rules = [rule for rule in client.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    for rule in (rule for rule in rules if rule.arguments & WHERE):
        for address in records.addresses_of(rule, None, ()):
            answer = visitor.send(address)
            read += answer.status_code == 200
            head = f"{address} {answer.headers}"
            if any(mark in head or mark.encode() in answer.data for mark in MARKS):
                told.append(address)

    assert told == []
    assert read > 2
    written = "".join([*capfd.readouterr(), caplog.text])
    assert not any(mark in written for mark in MARKS)


def test_after_erasure_the_planted_name_is_nowhere_and_everything_verifies(
    client: PageClient, records: Records
) -> None:
    contact_id = plant(client, records)
    folder = client.app.config["UCAP_OUTBOX"]
    assert send_mails(sender_of_mails(None, folder=folder, sender="ucap@plans.example.org"), clock=lambda: NOON) > 1
    write_mail("other@example.org", message("A question"), [f"{NAME} asks"], language="en", at=NOON)
    session().commit()
    assert {name for name, rows in all_rows().items() if holds(rows)} >= {
        "answer_links",
        "contact_people",
        "drafts",
        "entered_lists",
        "entry_texts",
        "event_values",
        "organisations",
        "outbox_messages",
    }

    form = client.open(f"/plans/{records.plan.id}/stakeholders/contacts/{contact_id}/erase")
    page = form.submit({"is_sure": "y"})

    assert "Erased, with all that the history knew of them." in page.text
    assert {name for name, rows in all_rows().items() if holds(rows)} == set()
    left = [path.read_text() for path in folder.rglob("*.eml")]
    assert not any(holds(text) for text in left)
    assert any("other@example.org" in text for text in left)
    assert faults(records.plan.id, contact_id) == [None] * 4
    history = client.open(f"/plans/{records.plan.id}/history/")
    assert "[erased]" in history.text


def plant(client: PageClient, records: Records) -> UUID:
    """Write the name wherever somebody can write it; return the contact."""
    plan, editor = records.plan, records.editor
    place_id = plan.sides[0].places[0].id
    contact_id = make_contact(plan, records.stakeholder_id, by=editor, name=f"{NAME} Before", email=f"old.{EMAIL}")
    contact = client.open(f"/plans/{plan.id}/stakeholders/contacts/{contact_id}/edit")
    contact.submit({"name": NAME, "email": EMAIL, "phone": PHONE, "source": f"A card of {NAME}"})
    engagement = make_entry(
        plan,
        Engagement,
        by=editor,
        place_id=place_id,
        asked=f"Where does water stand, {NAME}?",
        gave=f"{NAME.upper()} gave a map.",
        stakeholder=(records.stakeholder_id,),
    )
    change_entry(plan, engagement, by=editor, gave=f"Call {PHONE} or write to {EMAIL}.")
    gone = make_entry(plan, Stakeholder, by=editor, place_id=place_id, name="Traders", why_asked=f"{NAME} knows them")
    delete_entry(plan.id, gone, by=editor, at=NOON)
    make_part(plan, Indicator, records.pilot_id, by=editor, title="Drains", unit=f"as {NAME} counts")
    make_draft(plan, Engagement, by=editor, gave=f"Ask {NAME} again, at {EMAIL}")
    write_mail(EMAIL, message("A question"), ["Hello"], language="en", at=NOON)
    write_mail("other@example.org", message("A question"), ["Somebody asks"], language="en", at=NOON)
    _answer_by_link(records, contact_id)
    _fill_register(client, records)
    return contact_id


def _answer_by_link(records: Records, contact_id: UUID) -> None:
    token = ask_by_link(
        records.plan.id,
        records.engagement_id,
        lives=timedelta(days=30),
        contact_id=contact_id,
        by=records.editor,
        at=NOON,
        address_of=lambda token: token,
    )
    give_answer(token, f"We are here. {NAME}, {EMAIL}", at=NOON)


def _fill_register(client: PageClient, records: Records) -> None:
    """Put the name into an organisation that is merged, and into a list that changed another."""
    place_id = records.plan.sides[0].places[0].id
    client.open(f"/places/{place_id}/organisations/add").submit({"name": MERGED, "helix": "CIV", "note": f"Ask {NAME}"})
    merged = session().scalars(select(Organisation.id).where(Organisation.name == MERGED)).one()
    client.open(f"/organisations/{merged}/merge/{records.organisation_id}").submit()
    client.open(f"/places/{place_id}/organisations/add").submit({"name": LISTED, "helix": "CIV", "note": EMAIL})
    pasted = f"Name\tHelix\tNote\n{LISTED}\tCIV\tCall {PHONE}"
    preview = client.open(f"/places/{place_id}/organisations/paste").submit({"text": pasted})
    preview.submit({"add": "y"})


def holds(found: object) -> bool:
    return any(mark.casefold() in repr(found).casefold() for mark in MARKS)


def faults(plan_id: UUID, contact_id: UUID) -> list[object]:
    """Return what verification finds in the histories of the plan, the contact, and two organisations."""
    named = select(Organisation.id).where(Organisation.name.contains("[erased]"))
    of_records = {contact_id, *session().scalars(named)}
    found: list[object] = []
    for chain in kept_chains():
        if chain.id in {plan_id, *of_records}:
            *_, verified = (verify_chain if chain.id == plan_id else verify_record)(chain)
            assert isinstance(verified, Verified)
            found.append(verified.fault)
    return found
