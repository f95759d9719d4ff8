"""Plans as plain values, for writers that need no database."""

from datetime import UTC, date, datetime
from uuid import uuid4

from ucap.document.models import PlanDocument
from ucap.entries.fields import FieldValue, Links
from ucap.entries.models import Entry, is_column
from ucap.entries.queries.reading import EntryFacts
from ucap.exports.glance import Glance, glance_of
from ucap.pairings.models import Phase
from ucap.pairings.queries.plans import PlaceFacts, PlanFacts, SideFacts
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


def make_glance(*entries: EntryFacts, plan: PlanFacts | None = None, language: str = "en") -> Glance:
    return glance_of(PlanDocument(plan or make_facts(), entries), language=language, on=TODAY)


def full_glance(text: str = "A **square** that *stores* rain.\n\n- one\n- two\n\n1. first", name: str = "") -> Glance:
    """Return a summary in which every text ends with the name and the prose is the text."""
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
    return make_glance(area, objective, measure, plan=plan)
