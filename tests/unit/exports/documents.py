"""Plans as plain values, for writers that need no database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from ucap.core.money import Money
from ucap.directory.queries import TermFacts
from ucap.document.glance import Glance, glance_of
from ucap.document.models import Document
from ucap.document.plan import plan_document
from ucap.document.records import PlanRecords
from ucap.entries.fields import FieldValue, Links
from ucap.entries.models import Entry, is_column
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.models import Phase
from ucap.pairings.queries.plans import PlaceFacts, PlanFacts, SideFacts
from ucap.pilots.models.following import Indicator, Level, Milestone, Reading, Risk, Update
from ucap.pilots.models.pilots import Pilot, Stage
from ucap.pilots.models.spending import Cost, Funding
from ucap.plans.models.activities import FundingStatus
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def make_side(position: int, *names: str) -> SideFacts:
    return SideFacts(uuid4(), position, "en", tuple(PlaceFacts(uuid4(), name, "IN") for name in names))


def make_facts(*sides: SideFacts, topic: str = "Water", is_illustrative: bool = False) -> PlanFacts:
    return PlanFacts(
        id=uuid4(),
        pairing_id=uuid4(),
        programme_id=uuid4(),
        programme="A programme",
        theme_id=uuid4(),
        theme="A theme",
        topic=topic,
        phase=Phase.DRAFTING,
        version=3,
        is_illustrative=is_illustrative,
        paused_at=None,
        pause_reason=None,
        sides=sides or (make_side(0, "Surat"), make_side(1, "Rotterdam")),
    )


def make_entry_facts(entry_type: type[Entry], **values: FieldValue) -> EntryFacts:
    fields = entry_type.fields
    return EntryFacts(
        plan_id=uuid4(),
        id=uuid4(),
        type=entry_type,
        position=1,
        version=1,
        language="en",
        created_at=NOON,
        created_by="Asha Rao",
        changed_at=NOON,
        changed_by="Asha Rao",
        columns={name: values.get(name) for name, field in fields.items() if is_column(field)},
        texts={
            name: {"en": str(values[name])} for name, field in fields.items() if field.is_translated and name in values
        },
        attached={
            name: linked
            for name, field in fields.items()
            if isinstance(field.kind, Links) and isinstance(linked := values.get(name), tuple)
        },
    )


def make_records(*entries: EntryFacts, plan: PlanFacts | None = None) -> PlanRecords:
    facts = plan or make_facts()
    return PlanRecords(facts, entries, {facts.theme_id: TermFacts(facts.theme_id, "iuc_theme", "T1", "A theme")})


def make_glance(*entries: EntryFacts, plan: PlanFacts | None = None, language: str = "en") -> Glance:
    return glance_of(make_records(*entries, plan=plan), language=language, on=TODAY)


def full_records(
    text: str = "A **square** that *stores* rain.\n\n- one\n- two\n\n1. first", name: str = ""
) -> PlanRecords:
    """Return a plan in which every title ends with the name and the prose is the text."""
    plan = make_facts(make_side(0, f"Surat {name}"), make_side(1, f"Rotterdam {name}"), topic=f"Water {name}")
    area = make_entry_facts(Area, focus=f"Squares {name}")
    objective = make_entry_facts(
        Objective, statement=f"Dry streets {name}", area=(area.id,), indicator=f"Closed streets {name}", unit="streets"
    )
    measure = make_entry_facts(
        Measure,
        title=f"Water plaza {name}",
        giver_id=plan.sides[1].id,
        receiver_id=plan.sides[0].id,
        practice=text,
        objectives=(objective.id,),
    )
    return make_records(area, objective, measure, plan=plan)


def full_plan(text: str = "A **square** that *stores* rain.", name: str = "", language: str = "en") -> Document:
    """Return the document of that plan."""
    return plan_document(full_records(text, name), language=language, on=TODAY)


def piloted_plan(name: str = "") -> PlanRecords:
    """Return a plan with a pilot and all that a pilot has."""
    plan = make_facts()
    place_id = plan.sides[0].places[0].id
    pilot = make_entry_facts(
        Pilot, title=f"Market square {name}", stage=Stage.RUNNING, hypothesis="It stays dry.", place_id=place_id
    )
    own: dict[str, Any] = {"pilot": (pilot.id,), "place_id": place_id}
    indicator = make_entry_facts(
        Indicator,
        title=f"Hours under water {name}",
        unit="hours",
        baseline_value=Decimal(30),
        target=Decimal(10),
        target_on=date(2027, 6, 1),
        **own,
    )
    readings = [
        make_entry_facts(
            Reading,
            read_on=date(2026, month, 1),
            value=Decimal(30 - month),
            indicator=(indicator.id,),
            place_id=place_id,
        )
        for month in (6, 7, 8)
    ]
    parts = [
        make_entry_facts(Milestone, title="First basin", due_on=date(2026, 9, 1), **own),
        make_entry_facts(
            Cost, title="Works", planned=Money(Decimal(900), "EUR"), spent=Money(Decimal(90), "EUR"), **own
        ),
        make_entry_facts(
            Funding, title="City budget", amount=Money(Decimal(900), "EUR"), status=FundingStatus.IN_BUDGET, **own
        ),
        make_entry_facts(Risk, title="The pump is stolen", likelihood=Level.TWO, impact=Level.FIVE, **own),
        make_entry_facts(Update, title="The first rain came", told_on=date(2026, 8, 2), text="It **held**.", **own),
    ]
    return make_records(pilot, indicator, *readings, *parts, plan=plan)
