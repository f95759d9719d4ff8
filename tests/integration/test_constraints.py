from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import insert, text
from sqlalchemy.exc import DataError, IntegrityError

from tests.factories import NOON, make_entry, make_member, make_plan
from ucap.accounts.models import Person
from ucap.accounts.operations.sessions import begin_session
from ucap.core.database import Model, db, session
from ucap.directory.models import Place, Programme, Term
from ucap.history.models import Event
from ucap.pairings.models import Post, Side, SidePlace
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

BROKEN = {
    "an email address in capitals": "UPDATE people SET email = 'ASHA@example.org'",
    "a country in small letters": "UPDATE places SET country = 'in'",
    "a country of three letters": "UPDATE places SET country = 'IND'",
    "a kind of place that is not in the set": "UPDATE places SET kind = 'moon'",
    "a role that is not in the set": "UPDATE posts SET role = 'king'",
    "a fourth side": "UPDATE sides SET position = 3 WHERE position = 1",
    "a side before the first": "UPDATE sides SET position = -1 WHERE position = 0",
    "two sides in one place": "UPDATE sides SET position = 0",
    "a version below one": "UPDATE entries SET version = 0",
    "an event before the first": "UPDATE events SET number = 0 WHERE number = 1",
    "two events in one place": "UPDATE events SET number = 1",
    "a value that is neither old nor new": "UPDATE event_values SET side = 'mid'",
    "a mode that is not in the set": "UPDATE measures SET mode = 'steal'",
    "a state that is not in the set": "UPDATE measures SET state = 'lost'",
    "a measure from a side to itself": "UPDATE measures SET receiver_id = giver_id",
    "an entry without a person": "UPDATE entries SET created_by_id = NULL",
    "a plan without a chain": "DELETE FROM chains",
    "a post without a side": "DELETE FROM sides",
    "a text without an entry": "UPDATE entry_texts SET entry_id = '{id}'",
    "two people with one address": "UPDATE people SET email = 'a@example.org'",
    "two places of one name": "UPDATE places SET name = 'Surat', country = 'IN'",
    "two programmes with one code": "INSERT INTO programmes (id, code, name) SELECT '{id}', code, name FROM programmes",
}


@pytest.mark.parametrize("what", sorted(BROKEN))
def test_the_database_refuses(app: Flask, what: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    make_member(plan, side=1)
    make_entry(plan, Objective, by=asha)
    make_entry(plan, Measure, by=asha, giver_id=plan.sides[0].id)
    identity = uuid4().hex if db.engine.dialect.name == "sqlite" else str(uuid4())

    with pytest.raises((IntegrityError, DataError)):
        session().execute(text(BROKEN[what].replace("{id}", identity)))
    session().rollback()


@pytest.mark.parametrize(
    "doubled",
    [
        lambda: Person(email="a@example.org", name="x", password_hash="x", time_zone="UTC", is_active=True),
        lambda: Programme(code="x", name="x"),
        lambda: Term(scheme="x", code="x", label="x", position=1, source="x"),
        lambda: Place(name="x", country="IN", kind="city"),
    ],
)
def test_what_is_there_once_cannot_be_there_twice(app: Flask, doubled: Callable[[], Model]) -> None:
    session().add(doubled())
    session().commit()

    session().add(doubled())
    with pytest.raises(IntegrityError):
        session().flush()
    session().rollback()


def test_references_lead_somewhere(app: Flask) -> None:
    for lost in (
        Post(side_id=uuid4(), role="lead", title="x"),
        Side(pairing_id=uuid4(), position=0, language="en"),
        SidePlace(side_id=uuid4(), place_id=uuid4(), position=0),
    ):
        session().add(lost)
        with pytest.raises(IntegrityError):
            session().flush()
        session().rollback()


def test_a_session_belongs_to_somebody(app: Flask) -> None:
    with pytest.raises(IntegrityError):
        begin_session(uuid4(), at=NOON)


def test_an_event_belongs_to_a_chain(app: Flask) -> None:
    plan = make_plan()
    area = make_entry(plan, Area, by=make_member(plan))
    row = session().query(Event).first()
    assert row is not None
    values = {name: getattr(row, name) for name in Event.__table__.columns.keys()}  # noqa: SIM118 - columns, no mapping

    with pytest.raises(IntegrityError):
        session().execute(insert(Event.__table__).values({**values, "id": uuid4(), "number": 9, "chain_id": area}))  # type: ignore[arg-type] # a table
    session().rollback()
