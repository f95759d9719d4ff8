"""What documents and data are made from: a plan with all its entries, and what ids in them are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from ucap.directory.queries import TermFacts
from ucap.entries.fields import Part
from ucap.entries.models import Entry
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.queries.milestones import MilestoneFacts
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.queries.organisations import OrganisationFacts


@dataclass(frozen=True)
class PlanRecords:
    """A plan with its pairing and all its entries, in the order of sections and positions.

    Attributes:
        milestones: when the pairing meant to reach its phases, and when it did.
    """

    plan: PlanFacts
    entries: Sequence[EntryFacts]
    terms: Mapping[UUID, TermFacts] = field(default_factory=dict)
    organisations: Mapping[UUID, OrganisationFacts] = field(default_factory=dict)
    milestones: Sequence[MilestoneFacts] = ()

    def of_type(self, entry_type: type[Entry]) -> list[EntryFacts]:
        """Return the entries of one type."""
        return [entry for entry in self.entries if entry.type is entry_type]

    def of_part(self, part: Part) -> list[EntryFacts]:
        """Return the entries of a section, or of a part beside them."""
        return [entry for entry in self.entries if entry.type.section is part]

    @cached_property
    def by_id(self) -> dict[UUID, EntryFacts]:
        """Return the entries by their ids."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def marks(self) -> dict[UUID, str]:
        """Return what the sides and places of the plan are called."""
        sides = {side.id: side.name for side in self.plan.sides}
        return sides | {place.id: place.name for place in self.plan.places}
