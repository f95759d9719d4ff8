"""Reading a plan as a document: one query an entry type, and a fixed few more."""

from ucap.document.models import PlanDocument
from ucap.entries.queries.reading import entries_of_plan
from ucap.pairings.queries.plans import PlanFacts


def document_of(plan: PlanFacts) -> PlanDocument:
    """Return the document of a plan."""
    return PlanDocument(plan, entries_of_plan(plan.id))
