"""What is kept with each entry so that pages need not compute it, made anew."""

from ucap.core.database import transactional
from ucap.entries import queries, rules
from ucap.pairings.queries import plans, sides_of_people


@transactional
def rebuild_kept_facts() -> None:
    """Compute anew what is kept with each entry, for entries saved by an earlier release."""
    for plan in plans(queries.plans_with_entries()):
        sides = sides_of_people(plan.pairing_id)
        for facts in queries.entries_of_plan(plan.id):
            entry = queries.entry_to_change(plan.id, facts.id)
            if entry is not None:
                writers = sides.get(entry.created_by_id, set()) | sides.get(entry.changed_by_id, set())
                entry.shortcomings = rules.shortcomings(facts.type, facts.values())
                entry.written_by = sorted({*entry.written_by, *writers})
