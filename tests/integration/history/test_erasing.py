from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import NOON, change_entry, entry_of, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.core.errors import NotFound
from ucap.entries.verify import verify_chain
from ucap.history.models import Event, EventValue
from ucap.history.operations import erase_values
from ucap.history.queries import changes_since, kept_chains
from ucap.history.verify import Verified
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area

LATER = NOON + timedelta(hours=1)


def test_what_matches_is_gone_with_its_salt_and_the_chain_still_verifies(app: Flask) -> None:
    plan, asha, area = area_with_past("Ask Asha Rao", "Ask the office", "Ask Asha Rao again", "Ask the office")

    erased = erase(plan, area, asha)

    assert erased == 4
    assert {value for value, _salt in values_of(area)} == {None, '"Ask the office"', '"area"', '"focus"'}
    assert {salt == "" for value, salt in values_of(area) if value is None} == {True}
    assert fault_of(plan) is None


def test_what_the_field_holds_now_is_not_touched(app: Flask) -> None:
    plan, asha, area = area_with_past("Asha Rao", "Nobody", "Asha Rao")

    erased = erase(plan, area, asha)

    assert erased == 2
    assert entry_of(plan, area).value("focus") == "Asha Rao"
    assert [value for value, _salt in values_of(area) if value == '"Asha Rao"'] == ['"Asha Rao"']
    assert fault_of(plan) is None


def test_an_event_says_what_was_erased_by_whom_and_when(app: Flask) -> None:
    plan, asha, area = area_with_past("Asha Rao", "Nobody")

    erase(plan, area, asha)

    newest = session().scalars(select(Event).where(Event.record_id == area).order_by(Event.number.desc())).first()
    assert newest is not None
    assert (newest.field, newest.by_id, newest.at, newest.version) == ("erased", asha.id, LATER, 2)
    assert changes_since(plan.id, area, 1)[0].events[0].field == "focus"


def test_other_fields_records_and_plans_keep_theirs(app: Flask) -> None:
    plan, asha, area = area_with_past("Asha Rao", "Nobody")
    other_plan, other, other_area = area_with_past("Asha Rao", "Nobody")
    measure = make_entry(plan, Measure, by=asha, title="Asha Rao", practice="Asha Rao")
    change_entry(plan, measure, by=asha, title="Nobody", practice="Nobody")

    assert erase(plan, measure, asha, field="practice") == 2

    for kept in (area, other_area):
        assert '"Asha Rao"' in {value for value, _salt in values_of(kept)}
    assert [value for value, _salt in values_of(measure)].count('"Asha Rao"') == 2
    assert fault_of(plan) is None
    assert fault_of(other_plan) is None
    assert other.id != asha.id


def test_nothing_to_erase_leaves_no_event(app: Flask) -> None:
    plan, asha, area = area_with_past("Rain", "Sun")
    before = length_of(plan)

    assert erase(plan, area, asha) == 0
    assert erase(plan, uuid4(), asha) == 0

    assert length_of(plan) == before


def test_erasing_twice_erases_once(app: Flask) -> None:
    plan, asha, area = area_with_past("Asha Rao", "Nobody")

    assert [erase(plan, area, asha), erase(plan, area, asha)] == [2, 0]


def test_there_is_no_erasing_in_a_chain_that_is_not_there(app: Flask) -> None:
    with pytest.raises(NotFound):
        erase_values(uuid4(), uuid4(), "focus", matching=bool, by_id=uuid4(), at=NOON)


def test_the_history_shows_that_something_was_erased_and_restores_nothing_of_it(client: PageClient) -> None:
    plan, asha, area = area_with_past("Asha Rao’s idea", "Nobody’s idea")
    erase(plan, area, asha)

    history = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/{area}/history")
    of_plan = client.open(f"/plans/{plan.id}/history/")
    compared = client.open(f"/plans/{plan.id}/history/compare?from=2026-01-01")

    for page in (history, of_plan):
        assert page.status == 200
        assert "Personal data erased from the history" in page.text
        assert "Asha Rao’s idea" not in page.text
        assert "(erased)" in page.text
    assert compared.status == 200
    form = client.open(f"/plans/{plan.id}/objectives/{area}/edit")
    assert form.submit({"focus": "Ours"}).title == "Ours"


def area_with_past(*texts: str) -> tuple[PlanFacts, Person, UUID]:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha, focus=texts[0])
    for text in texts[1:]:
        change_entry(plan, area, by=asha, focus=text)
    return plan, asha, area


def erase(plan: PlanFacts, record_id: UUID, by: Person, *, field: str = "focus") -> int:
    return erase_values(plan.id, record_id, field, matching=lambda text: "Asha Rao" in text, by_id=by.id, at=LATER)


def values_of(record_id: UUID) -> list[tuple[str | None, str]]:
    statement = select(EventValue.value, EventValue.salt).join(Event, Event.id == EventValue.event_id)
    return [(row.value, row.salt) for row in session().execute(statement.where(Event.record_id == record_id))]


def fault_of(plan: PlanFacts) -> object:
    (chain,) = (chain for chain in kept_chains() if chain.id == plan.id)
    *_, verified = verify_chain(chain)
    assert isinstance(verified, Verified)
    return verified.fault


def length_of(plan: PlanFacts) -> int:
    return next(chain.length for chain in kept_chains() if chain.id == plan.id)
