from datetime import date
from decimal import Decimal

import pytest

from ucap.core.money import Money
from ucap.entries.fields import FieldValues
from ucap.entries.models import Entry
from ucap.pilots.models.following import Direction, Indicator
from ucap.pilots.models.pilots import Decision, Health, Pilot, Stage
from ucap.pilots.models.spending import Rate

EURO, RUPEES = Money(Decimal(1), "EUR"), Money(Decimal(98), "INR")


@pytest.mark.parametrize(
    ("entry_type", "code", "values", "passes"),
    [
        (Indicator, "target-against-direction", {}, True),
        (
            Indicator,
            "target-against-direction",
            {"direction": Direction.UP, "baseline_value": Decimal(5), "target": Decimal(5)},
            False,
        ),
        (
            Indicator,
            "target-against-direction",
            {"direction": Direction.UP, "baseline_value": Decimal(5), "target": Decimal(6)},
            True,
        ),
        (
            Indicator,
            "target-against-direction",
            {"direction": Direction.DOWN, "baseline_value": Decimal(5), "target": Decimal(5)},
            False,
        ),
        (Indicator, "target-against-direction", {"baseline_value": Decimal(5), "target": Decimal(5)}, True),
        (Rate, "rate-of-nothing", {"one": EURO}, True),
        (Rate, "rate-of-nothing", {"one": EURO, "other": RUPEES}, True),
        (Rate, "rate-of-nothing", {"one": EURO, "other": EURO}, False),
        (Rate, "rate-of-nothing", {"one": EURO, "other": Money(Decimal(0), "INR")}, False),
        (Pilot, "pilot-ends-before-it-begins", {"starts_on": date(2026, 5, 4)}, True),
        (
            Pilot,
            "pilot-ends-before-it-begins",
            {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 4)},
            True,
        ),
        (
            Pilot,
            "pilot-ends-before-it-begins",
            {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 3)},
            False,
        ),
        (Pilot, "decided-without-decision", {"stage": Stage.EVALUATED}, True),
        (Pilot, "decided-without-decision", {"stage": Stage.DECIDED}, False),
        (Pilot, "decided-by-nobody", {"decision": Decision.SCALE}, False),
        (Pilot, "decided-by-nobody", {"decision": Decision.SCALE, "decided_by": "Council"}, True),
        (Pilot, "decided-without-next-step", {"decision": Decision.STOP}, False),
        (Pilot, "judged-without-reason", {"health": Health.AT_RISK}, False),
        (Pilot, "judged-without-end", {"health": Health.AT_RISK, "health_until": date(2026, 5, 4)}, True),
    ],
)
def test_a_check_passes_what_makes_sense(
    entry_type: type[Entry],
    code: str,
    values: FieldValues,
    passes: bool,  # noqa: FBT001 - a case
) -> None:
    check = next(one for one in entry_type.checks if one.code == code)

    assert check.passes(values) is passes
