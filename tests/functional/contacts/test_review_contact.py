import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from tests.factories import make_contact, make_member, make_plan
from tests.functional.contacts.conftest import EMAIL, NAME, Contacting
from tests.pages import PageClient
from ucap.core.database import session
from ucap.core.mail import sender_of_mails
from ucap.core.outbox import OutboxMessage, send_mails
from ucap.pairings.models import Role
from ucap.stakeholders.models.contacts import ContactPerson
from ucap.stakeholders.operations.contacts import remind_of_reviews
from ucap.stakeholders.rules.organisations import REMINDED_BEFORE

REVIEW = datetime(2027, 5, 4, 8, tzinfo=UTC)


def test_it_is_kept_for_a_while_or_erased(client: PageClient, contacting: Contacting) -> None:
    asked = client.open(f"{contacting.address}contacts/").follow(f"Keep or erase {NAME}")

    kept = asked.submit({"review_on": "2028-05-04"})

    assert "Kept for now." in kept.text
    assert "4 May 2028" in kept.text
    assert "Erase" in asked.text
    assert "Somebody changed this meanwhile." in asked.submit({"review_on": "2028-05-05"}).text


@pytest.mark.parametrize(
    ("typed", "says"), [("", "Write a day"), ("2020-05-04", "still to come"), ("2031-01-01", "within three years")]
)
def test_bad_input_is_named(client: PageClient, contacting: Contacting, typed: str, says: str) -> None:
    form = client.open(f"{contacting.address}contacts/{contacting.contact}/review")

    assert says in form.submit({"review_on": typed}).error_at("review_on")


def test_who_may(client: PageClient, contacting: Contacting) -> None:
    address = f"{contacting.address}contacts/{contacting.contact}/review"

    assert client.sign_in(make_member(contacting.plan, Role.OBSERVER)).open(address).status == 403
    assert client.sign_in(make_member(make_plan("Pune", "Oslo"))).open(address).status == 404


def test_those_who_work_on_the_plan_are_reminded_once_of_each_day(contacting: Contacting) -> None:
    lead = make_member(contacting.plan, Role.LEAD, side=1)
    make_member(contacting.plan, Role.OBSERVER)
    make_member(make_plan("Pune", "Oslo"))
    make_contact(contacting.plan, contacting.stakeholder, by=contacting.editor)
    soon = REVIEW - REMINDED_BEFORE

    assert remind(soon - timedelta(days=1)) == 0
    assert remind(soon) == 2
    assert remind(soon) == remind(REVIEW) == 0
    mails = session().scalars(select(OutboxMessage)).all()
    assert {mail.recipient for mail in mails} == {contacting.editor.email, lead.email}
    assert all("2 contact people" in mail.text and f"{contacting.plan.id}" in mail.text for mail in mails)
    assert not any(NAME in mail.text + mail.subject or EMAIL in mail.text for mail in mails)
    session().get_one(ContactPerson, contacting.contact).reminded_for = date(2026, 1, 1)
    session().commit()
    assert remind(REVIEW) == 2


def test_a_reminder_reaches_a_mail_server_and_names_nobody(contacting: Contacting, tmp_path: Path) -> None:
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=free_port())
    server.start()
    send = sender_of_mails(f"smtp://127.0.0.1:{server.port}", folder=tmp_path, sender="ucap@plans.example.org")

    assert remind(REVIEW - REMINDED_BEFORE) == 1
    sent = send_mails(send, clock=lambda: REVIEW)
    server.stop()

    assert sent == 1
    ((recipients, content),) = inbox.mails
    assert recipients == [contacting.editor.email]
    assert f"/plans/{contacting.plan.id}".encode() in content
    assert NAME.encode() not in content
    assert EMAIL.encode() not in content


class Inbox:
    """What the mail server was given."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        assert isinstance(envelope.content, bytes)
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def remind(at: datetime) -> int:
    return remind_of_reviews(at=at, address_of=address_of)


def address_of(plan_id: UUID) -> str:
    return f"https://ucap.example/plans/{plan_id}"
