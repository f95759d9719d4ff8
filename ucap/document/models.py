"""The plan as plain values: what every writer reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from ucap.entries.models import Entry
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.queries.plans import PlanFacts


@dataclass(frozen=True)
class PlanDocument:
    """A plan with its pairing and all its entries, in the order of sections and positions."""

    plan: PlanFacts
    entries: Sequence[EntryFacts]

    def of_type(self, entry_type: type[Entry]) -> list[EntryFacts]:
        """Return the entries of one type."""
        return [entry for entry in self.entries if entry.type is entry_type]
