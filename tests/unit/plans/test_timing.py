from datetime import date, timedelta
from decimal import Decimal

import pytest

from ucap.entries.fields import FieldValue
from ucap.entries.models import Entry
from ucap.plans.models.activities import Activity, ActivityStatus
from ucap.plans.models.commitments import Commitment, CommitmentState
from ucap.plans.models.measures import Module
from ucap.plans.models.states import Outcome
from ucap.plans.models.timing import Timing

ON = date(2026, 11, 25)
BEFORE, AFTER = ON - timedelta(days=1), ON + timedelta(days=1)


def judged(entry_type: type[Entry], **values: FieldValue) -> tuple[object, list[str]]:
    assert entry_type.judged is not None
    judgement = entry_type.judged.judgement_of(values, (), ON)
    return judgement.verdict, [reason.code for reason in judgement.reasons]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (None, [])),
        ({"starts_on": ON, "ends_on": ON}, (Timing.ON_TIME, [])),
        ({"starts_on": BEFORE, "ends_on": AFTER}, (Timing.LATE, ["not-begun"])),
        ({"starts_on": BEFORE, "status": ActivityStatus.PLANNED}, (Timing.LATE, ["not-begun"])),
        ({"starts_on": BEFORE, "status": ActivityStatus.ONGOING}, (Timing.ON_TIME, [])),
        ({"ends_on": BEFORE, "status": ActivityStatus.ONGOING}, (Timing.LATE, ["not-ended"])),
        ({"starts_on": BEFORE, "ends_on": BEFORE}, (Timing.LATE, ["not-ended"])),
        ({"ends_on": BEFORE, "status": ActivityStatus.DONE}, (None, [])),
        ({"ends_on": BEFORE, "status": ActivityStatus.DROPPED}, (None, [])),
    ],
)
def test_an_activity_is_late_by_its_days_until_its_status_says_more(
    values: dict[str, FieldValue], expected: tuple[object, list[str]]
) -> None:
    assert judged(Activity, **values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (None, [])),
        ({"due_on": ON, "state": CommitmentState.OPEN}, (Timing.ON_TIME, [])),
        ({"due_on": BEFORE}, (Timing.LATE, ["not-kept"])),
        ({"due_on": AFTER, "state": CommitmentState.LATE}, (Timing.LATE, ["called-late"])),
        ({"due_on": BEFORE, "state": CommitmentState.KEPT}, (None, [])),
        ({"due_on": BEFORE, "state": CommitmentState.RELEASED}, (None, [])),
    ],
)
def test_a_commitment_is_late_after_its_date_until_it_is_kept_or_released(
    values: dict[str, FieldValue], expected: tuple[object, list[str]]
) -> None:
    assert judged(Commitment, **values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (None, [])),
        ({"due_on": ON}, (Timing.ON_TIME, [])),
        ({"due_on": BEFORE, "progress": Decimal(99)}, (Timing.LATE, ["not-taken"])),
        ({"due_on": BEFORE, "progress": Decimal(100)}, (None, [])),
        ({"due_on": BEFORE, "outcome": Outcome.NOT_FOR_US}, (None, [])),
    ],
)
def test_a_module_is_late_after_its_day_until_all_of_it_is_in_place(
    values: dict[str, FieldValue], expected: tuple[object, list[str]]
) -> None:
    assert judged(Module, **values) == expected


@pytest.mark.parametrize(
    ("because", "until", "verdict"),
    [
        ("The vote moved", ON, Timing.ON_TIME),
        ("The vote moved", BEFORE, Timing.LATE),
        ("The vote moved", None, Timing.LATE),
        ("", ON, Timing.LATE),
    ],
)
def test_people_may_say_otherwise_with_a_reason_until_a_day(because: str, until: date | None, verdict: Timing) -> None:
    own = {"timing": Timing.ON_TIME, "timing_because": because, "timing_until": until}

    assert judged(Activity, ends_on=BEFORE, **own) == (verdict, ["not-ended"])


def test_how_late_it_is_is_said_in_days() -> None:
    assert Commitment.judged is not None
    (reason,) = Commitment.judged.judgement_of({"due_on": ON - timedelta(days=3)}, (), ON).reasons

    assert (reason.facts.count, reason.facts.plural) == (3, "It should have been kept %(count)s days ago.")
