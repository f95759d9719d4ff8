from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from tests.factories import NOON, make_coordinator, make_plan
from ucap.core.database import session
from ucap.history.queries import kept_chains
from ucap.history.verify import Fault, Verified
from ucap.pairings.models import Phase
from ucap.pairings.operations.listing import keep_for_lists
from ucap.pairings.operations.pairings import add_pairing
from ucap.pairings.operations.phases import move_phase, pause_pairing
from ucap.pairings.queries.reading import pairing_details
from ucap.pairings.queries.verify import verify_pairing
from ucap.pairings.rules import THEMES, PairingValues, PhaseMove, SideValues


def made(app: Flask) -> UUID:
    """Make a pairing through the operations, which is in its second phase and rests."""
    plan = make_plan("Surat", ("Rotterdam", "Delft"))
    known = pairing_details(plan.pairing_id)
    assert known is not None
    session().execute(text("UPDATE terms SET scheme = :scheme"), {"scheme": THEMES})
    session().commit()
    marta = make_coordinator(plan)
    sides = tuple(SideValues(tuple(place.id for place in side.places), "en", "A body") for side in plan.sides)
    values = PairingValues(known.theme_id, "A topic", sides, "en", "en")
    pairing_id = add_pairing(plan.programme_id, values, by=marta, at=NOON)
    move_phase(pairing_id, PhaseMove(Phase.MATCHED, NOON.date()), seen_version=1, by=marta, at=NOON)
    pause_pairing(pairing_id, reason="Why", seen_version=2, by=marta, at=NOON)
    return pairing_id


def fault_of(pairing_id: UUID) -> Fault | None:
    session().rollback()
    chain = next(chain for chain in kept_chains() if chain.id == pairing_id)
    *_numbers, done = verify_pairing(chain)
    assert isinstance(done, Verified)
    return done.fault


def test_what_was_made_by_the_operations_verifies(app: Flask) -> None:
    assert fault_of(made(app)) is None


def test_a_pairing_of_which_the_log_tells_nothing_verifies_until_its_lists_are_wrong(app: Flask) -> None:
    pairing_id = make_plan().pairing_id

    assert fault_of(pairing_id) is None
    session().execute(text("UPDATE pairings SET search_text = 'elsewhere'"))
    session().commit()
    assert "lists sort it" in str(fault_of(pairing_id))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pairings SET phase = 'piloting', phase_order = 7",
        "UPDATE pairings SET topic = 'Another'",
        "UPDATE pairings SET pause_reason = 'Another' WHERE paused_at IS NOT NULL",
        "UPDATE pairings SET phase_reason = 'Never given'",
        "UPDATE sides SET coordinating_body = NULL",
        "UPDATE sides SET language = 'de'",
        "UPDATE side_places SET position = position + 1",
        "DELETE FROM side_places WHERE position = 1",
        "UPDATE milestones SET reached_on = '2020-01-01' WHERE phase = 'matched'",
        "DELETE FROM milestones WHERE phase = 'matched'",
        "INSERT INTO milestones (pairing_id, phase, planned_on) SELECT id, 'decided', '2020-01-01' FROM pairings",
        "UPDATE events SET field = 'forged' WHERE number = 3",
    ],
)
def test_what_was_changed_behind_the_logs_back_is_named(app: Flask, statement: str) -> None:
    pairing_id = made(app)

    session().execute(text(statement))
    session().commit()
    keep_for_lists()

    assert fault_of(pairing_id) is not None
