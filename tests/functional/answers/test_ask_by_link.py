from sqlalchemy import select

from tests.factories import change_entry, make_member, make_person, make_plan
from tests.functional.answers.conftest import QUESTION, Asking
from tests.pages import PageClient
from ucap.core.database import session
from ucap.core.outbox import OutboxMessage
from ucap.pairings.models import Role
from ucap.stakeholders.models.answers import AnswerLink
from ucap.stakeholders.models.entries import InputOutcome


def test_the_link_is_shown_once_and_kept_as_a_digest(client: PageClient, asking: Asking) -> None:
    made = client.sign_in(asking.editor).open(asking.address).submit({"lives": "14"})

    address = made.soup.select("#address")[0]["value"]
    token = str(address).rpartition("/")[2]
    assert token not in client.open(asking.address).text
    kept = session().scalars(select(AnswerLink)).one()
    assert token not in repr(vars(kept))
    assert (kept.expires_at - kept.made_at).days == 14
    assert QUESTION in PageClient(client.app).open(f"/answers/{token}").text
    assert session().scalars(select(OutboxMessage)).all() == []


def test_a_contact_person_gets_it_by_mail(client: PageClient, asking: Asking) -> None:
    form = client.sign_in(asking.editor).open(asking.address)
    contact = next(option["value"] for option in form.soup.select("#contact option") if "zyta" in option.text)

    made = form.submit({"contact": str(contact)})

    assert "on its way" in made.text
    mail = session().scalars(select(OutboxMessage)).one()
    assert mail.recipient == "zyta@planted.example"
    assert QUESTION in mail.text
    assert "/answers/" in mail.text
    assert QUESTION not in mail.subject


def test_bad_input_and_who_cannot_be_asked(client: PageClient, asking: Asking) -> None:
    form = client.sign_in(asking.editor).open(asking.address)

    assert form.submit({"contact": "0" * 32}).error_at("contact")
    assert form.submit({"lives": "400"}).error_at("lives")
    client.open(asking.link()).submit({"answer": "Yes."})
    assert "was answered by link" in client.open(asking.address).text
    assert "was answered by link" in form.submit().text
    change_entry(asking.plan, asking.engagement, by=asking.editor, stakeholder=())
    assert session().query(AnswerLink).count() == 1


def test_nobody_is_asked_of_what_is_settled(client: PageClient, asking: Asking) -> None:
    form = client.sign_in(asking.editor).open(asking.address)
    change_entry(asking.plan, asking.engagement, by=asking.editor, outcome=InputOutcome.NOT_USED)

    assert "said already what happened" in form.submit().text
    assert session().query(AnswerLink).count() == 0


def test_who_may(client: PageClient, asking: Asking) -> None:
    for person, status in (
        (make_member(asking.plan, Role.LEAD), 200),
        (make_member(asking.plan, side=1), 403),
        (make_member(asking.plan, Role.OBSERVER), 403),
        (make_member(make_plan("Pune", "Oslo")), 404),
        (make_person(), 404),
    ):
        assert client.sign_in(person).open(asking.address).status == status
    assert client.open(asking.address.replace(str(asking.engagement), str(asking.measure))).status == 404
