from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.factories import NOON, PASSWORD, VISIT, make_person
from tests.pages import PageClient
from ucap.accounts.models import Person, SignInSession
from ucap.accounts.operations.passwords import hash_of
from ucap.accounts.operations.people import add_person
from ucap.accounts.operations.sessions import begin_session, end_session, note_session_seen, sign_in
from ucap.accounts.queries import names_of, person_by_email, session_by_digest
from ucap.accounts.rules import ABSOLUTE_LIMIT, IDLE_LIMIT, SEEN_STEP, digest_of_token
from ucap.core.clock import utc_now
from ucap.core.database import session
from ucap.core.errors import RuleBroken


def test_the_right_password_begins_a_session_whose_token_is_not_kept(app: Flask) -> None:
    asha = make_person(email="asha@example.org")

    token = sign_in(" Asha@Example.org ", PASSWORD, visit=VISIT, at=NOON)

    kept = session().scalars(select(SignInSession)).one()
    assert (kept.person_id, kept.token_digest, kept.created_at) == (asha.id, digest_of_token(token), NOON)
    assert token not in kept.token_digest
    assert len(token) >= 43


@pytest.mark.parametrize(
    ("email", "password", "is_active"),
    [
        ("asha@example.org", "wrong", True),
        ("asha@example.org", "", True),
        ("nobody@example.org", PASSWORD, True),
        ("asha@example.org", PASSWORD, False),
    ],
)
def test_what_is_wrong_is_not_told(app: Flask, email: str, password: str, *, is_active: bool) -> None:
    make_person(email="asha@example.org", is_active=is_active)

    with pytest.raises(RuleBroken) as broken:
        sign_in(email, password, visit=VISIT, at=NOON)

    assert broken.value.message.msgid == "The email address or the password is not right. Try again."
    assert session().scalars(select(SignInSession)).all() == []


def test_an_ended_session_is_over_and_others_go_on(app: Flask) -> None:
    asha = make_person()
    here, there = begin_session(asha.id, at=NOON), begin_session(asha.id, at=NOON)

    end_session(here)
    end_session("unknown")

    assert session_by_digest(digest_of_token(here)) is None
    other = session_by_digest(digest_of_token(there))
    assert other is not None
    assert other.person.id == asha.id


@pytest.mark.parametrize(("after", "is_noted"), [(SEEN_STEP - timedelta(seconds=1), False), (SEEN_STEP, True)])
def test_the_last_use_is_kept_to_within_five_minutes(app: Flask, after: timedelta, *, is_noted: bool) -> None:
    token = begin_session(make_person().id, at=NOON)
    kept = session_by_digest(digest_of_token(token))
    assert kept is not None

    note_session_seen(kept.id, at=NOON + after)

    seen = session().scalars(select(SignInSession.last_seen_at)).one()
    assert seen == (NOON + after if is_noted else NOON)


@pytest.mark.parametrize(
    ("age", "idle", "is_in"),
    [
        (timedelta(0), timedelta(0), True),
        (IDLE_LIMIT * 2, IDLE_LIMIT - timedelta(minutes=1), True),
        (IDLE_LIMIT * 2, IDLE_LIMIT, False),
        (ABSOLUTE_LIMIT - timedelta(minutes=1), timedelta(0), True),
        (ABSOLUTE_LIMIT, timedelta(0), False),
    ],
)
def test_a_session_is_asked_whether_it_is_over(
    client: PageClient, age: timedelta, idle: timedelta, *, is_in: bool
) -> None:
    client.sign_in(make_person())
    now = utc_now()
    session().execute(update(SignInSession).values(created_at=now - age, last_seen_at=now - idle))
    session().commit()

    page = client.open("/")

    assert (page.title == "Your plans") is is_in


def test_using_a_session_is_noted_when_due(client: PageClient) -> None:
    client.sign_in(make_person())
    long_ago = utc_now() - SEEN_STEP * 2
    session().execute(update(SignInSession).values(created_at=long_ago, last_seen_at=long_ago))
    session().commit()

    client.open("/")

    assert session().scalars(select(SignInSession.last_seen_at)).one() > long_ago


def test_somebody_who_was_deactivated_is_out_at_once(client: PageClient) -> None:
    client.sign_in(make_person())
    session().execute(update(Person).values(is_active=False))
    session().commit()

    assert client.open("/account/").title == "Sign in"


def test_an_address_is_taken_once_in_whatever_case(app: Flask) -> None:
    add_person(" Asha@Example.org ", name="Asha", password_hash=hash_of("x"))

    with pytest.raises(RuleBroken) as broken:
        add_person("ASHA@example.ORG", name="Other", password_hash="x")

    assert broken.value.field == "email"
    found = person_by_email("asha@example.org")
    assert found is not None
    assert (found.name, found.email) == ("Asha", "asha@example.org")


def test_names_are_found_by_id(app: Flask) -> None:
    asha, bram = make_person("Asha"), make_person("Bram")

    assert names_of({asha.id, bram.id}) == {asha.id: "Asha", bram.id: "Bram"}
    assert names_of(set()) == {}
