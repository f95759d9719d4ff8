"""What is kept with each entry so that pages need not compute it, made anew."""

from collections.abc import Sequence
from uuid import UUID

from ucap.core.database import transactional
from ucap.entries import rules
from ucap.entries.models import entry_types
from ucap.entries.queries.changing import entry_to_change, types_of
from ucap.entries.queries.naming import plans_with_entries
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.queries.plans import plans, sides_of_people


@transactional
def refresh_shortcomings(plan_id: UUID, entry_ids: Sequence[UUID]) -> None:
    """Look anew at what these entries lack, those left out that are deleted."""
    types = set(types_of(plan_id, entry_ids).values())
    wanted = [entry_type for entry_type in entry_types() if entry_type.type_name() in types]
    for facts in entries_of_plan(plan_id, wanted):
        entry = entry_to_change(plan_id, facts.id) if facts.id in entry_ids else None
        if entry is not None:
            entry.shortcomings = rules.shortcomings(facts.type, facts.values())


@transactional
def rebuild_kept_facts() -> None:
    """Compute anew what is kept with each entry, for entries saved by an earlier release."""
    for plan in plans(plans_with_entries()):
        sides = sides_of_people(plan.pairing_id)
        for facts in entries_of_plan(plan.id):
            entry = entry_to_change(plan.id, facts.id)
            if entry is not None:
                writers = sides.get(entry.created_by_id, set()) | sides.get(entry.changed_by_id, set())
                entry.shortcomings = rules.shortcomings(facts.type, facts.values())
                entry.written_by = sorted({*entry.written_by, *writers})
