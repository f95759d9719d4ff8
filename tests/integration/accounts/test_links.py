from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import NOON, make_person
from ucap.accounts.access import link_to_use
from ucap.accounts.models import LinkPurpose, OneUseLink, Person
from ucap.accounts.operations.links import (
    make_link,
    set_up_account,
    take_up_link,
    use_link,
    withdraw_link,
)
from ucap.core.database import session
from ucap.core.errors import Gone, NotFound, RuleBroken

EMAIL = "asha@example.org"
PARALLEL = 20


def test_the_database_keeps_no_token(app: Flask) -> None:
    link, token = make_link(" Asha@Example.ORG ", LinkPurpose.INVITATION, at=NOON)

    assert len(token) >= 43
    assert token not in str({name: getattr(link, name) for name in OneUseLink.__table__.columns.keys()})  # noqa: SIM118 - columns, no mapping
    assert link.email == EMAIL
    assert link_to_use(token, at=NOON).id == link.id


def test_looking_at_a_link_does_not_use_it_and_using_it_does(app: Flask) -> None:
    link, token = make_link(EMAIL, LinkPurpose.INVITATION, at=NOON)
    link_to_use(token, at=NOON)

    used = use_link(token, at=NOON + timedelta(hours=1))

    assert (used.id, used.used_at) == (link.id, NOON + timedelta(hours=1))
    assert "used already" in refusal(token, at=NOON + timedelta(hours=1))


def test_a_link_lives_two_days(app: Flask) -> None:
    _link, token = make_link(EMAIL, LinkPurpose.INVITATION, at=NOON)

    link_to_use(token, at=NOON + timedelta(hours=48, seconds=-1))
    assert "is over" in refusal(token, at=NOON + timedelta(hours=48))


def test_a_link_may_live_shorter(app: Flask) -> None:
    _link, token = make_link(EMAIL, LinkPurpose.PASSWORD, at=NOON, lives=timedelta(hours=1))

    assert "is over" in refusal(token, at=NOON + timedelta(hours=1))


def test_a_withdrawn_link_is_over_and_a_used_one_stays_used(app: Flask) -> None:
    withdrawn, token = make_link(EMAIL, LinkPurpose.INVITATION, at=NOON)
    used, other_token = make_link(EMAIL, LinkPurpose.INVITATION, at=NOON)
    use_link(other_token, at=NOON)

    withdraw_link(withdrawn.id, at=NOON)
    withdraw_link(used.id, at=NOON)

    assert "withdrawn" in refusal(token, at=NOON)
    assert "used already" in refusal(other_token, at=NOON)


@pytest.mark.parametrize("token", ["", "x", "x" * 3_000, "\0", "\udc80", "ÿ"])
def test_a_made_up_token_is_no_link(app: Flask, token: str) -> None:
    make_link(EMAIL, LinkPurpose.INVITATION, at=NOON)

    for ask in (link_to_use, use_link):
        with pytest.raises(NotFound):
            ask(token, at=NOON)


def test_of_many_uses_at_once_one_succeeds(app: Flask) -> None:
    _link, token = make_link(EMAIL, LinkPurpose.INVITATION, at=NOON)
    session().rollback()

    def use(number: int) -> bool:
        with app.app_context():
            try:
                set_up_account(token, name=str(number), password_hash="x", time_zone="UTC", at=NOON)
            except Gone:
                return False
            return True

    with ThreadPoolExecutor(PARALLEL) as pool:
        succeeded = list(pool.map(use, range(PARALLEL)))

    assert succeeded.count(True) == 1
    assert session().scalars(select(Person.name)).all() == [str(succeeded.index(True))]


def test_an_account_is_set_up_and_what_the_link_was_for_is_done(app: Flask) -> None:
    link, token = make_link(EMAIL, LinkPurpose.FIRST_ADMINISTRATOR, at=NOON)
    done: list[tuple[OneUseLink, Person, datetime]] = []

    person = set_up_account(
        token, name="Asha Rao", password_hash="x", time_zone="Asia/Kolkata", at=NOON, then=[lambda *it: done.append(it)]
    )

    assert (person.email, person.name, person.time_zone) == (EMAIL, "Asha Rao", "Asia/Kolkata")
    assert [(one.id, by.id, at) for one, by, at in done] == [(link.id, person.id, NOON)]
    assert session().scalars(select(OneUseLink.person_id)).one() == person.id


def test_what_fails_leaves_the_link_unused(app: Flask) -> None:
    _link, token = make_link(EMAIL, LinkPurpose.INVITATION, at=NOON)

    def fail(_link: OneUseLink, _person: Person, _at: datetime) -> None:
        raise Gone(refused.value.message)

    with pytest.raises(RuleBroken) as refused:
        take_up_link(token, person_id=make_person().id, at=NOON)
    with pytest.raises(Gone):
        set_up_account(token, name="Asha", password_hash="x", time_zone="UTC", at=NOON, then=[fail])

    assert session().scalar(select(func.count()).select_from(Person)) == 1
    link_to_use(token, at=NOON)


def test_who_has_an_account_takes_the_link_up_and_sets_up_no_second_one(app: Flask) -> None:
    asha = make_person(email=EMAIL)
    _link, token = make_link(EMAIL, LinkPurpose.INVITATION, at=NOON, by_id=asha.id)
    done: list[Person] = []

    with pytest.raises(RuleBroken, match="has an account already"):
        set_up_account(token, name="Other", password_hash="x", time_zone="UTC", at=NOON)
    take_up_link(token, person_id=asha.id, at=NOON, then=[lambda _link, person, _at: done.append(person)])

    assert [person.id for person in done] == [asha.id]


def test_a_link_for_a_password_brings_nobody_in(app: Flask) -> None:
    asha = make_person(email=EMAIL)
    _link, token = make_link(EMAIL, LinkPurpose.PASSWORD, at=NOON, person_id=asha.id)

    with pytest.raises(NotFound):
        set_up_account(token, name="Other", password_hash="x", time_zone="UTC", at=NOON)
    with pytest.raises(NotFound):
        take_up_link(token, person_id=asha.id, at=NOON)
    link_to_use(token, at=NOON)


def refusal(token: str, *, at: datetime) -> str:
    """Return why the link can neither be looked at nor used."""
    said = set()
    for ask in (link_to_use, use_link):
        with pytest.raises(Gone) as gone:
            ask(token, at=at)
        said.add(gone.value.message.msgid)
    (text,) = said
    return text
