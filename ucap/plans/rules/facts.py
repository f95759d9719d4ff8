"""The plain facts of a plan that its rules judge, and what they find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as kept
from functools import cached_property
from uuid import UUID

from ucap.core.text import Message
from ucap.entries.fields import Section
from ucap.entries.judging import Related
from ucap.entries.models import Entry, types_of_section
from ucap.entries.queries.naming import EntryHead
from ucap.pairings.models import Phase
from ucap.pairings.queries.plans import PlaceFacts, SideFacts


def is_per_place(section: Section) -> bool:
    """Tell whether everything in the section belongs to a place."""
    return all(entry_type.is_per_place for entry_type in types_of_section(section))


@dataclass(frozen=True)
class Facts:
    """What there is in a plan.

    Attributes:
        heads: its entries, those of a type in their order.
        links: between its entries: from which one, in which field, to which one.
        related: what its measures are judged with.
    """

    phase: Phase
    sides: Sequence[SideFacts]
    heads: Sequence[EntryHead]
    links: Sequence[tuple[UUID, str, UUID]]
    related: Mapping[UUID, Sequence[Related]] = kept(default_factory=dict)

    @cached_property
    def _of_type(self) -> Mapping[type[Entry], Sequence[EntryHead]]:
        found: dict[type[Entry], list[EntryHead]] = {}
        for head in self.heads:
            found.setdefault(head.type, []).append(head)
        return found

    @cached_property
    def _linking(self) -> Mapping[UUID, Sequence[EntryHead]]:
        targets: dict[UUID, set[UUID]] = {}
        for source, _field, target in self.links:
            targets.setdefault(source, set()).add(target)
        found: dict[UUID, list[EntryHead]] = {}
        for head in self.heads:
            for target in targets.get(head.id, ()):
                found.setdefault(target, []).append(head)
        return found

    @property
    def places(self) -> list[PlaceFacts]:
        """Return the places of all sides."""
        return [place for side in self.sides for place in side.places]

    def of(self, entry_type: type[Entry]) -> Sequence[EntryHead]:
        """Return the entries of a type."""
        return self._of_type.get(entry_type, ())

    def in_section(self, section: Section) -> list[EntryHead]:
        """Return the entries of a section."""
        return [head for head in self.heads if head.type.section is section]

    def linking_to(self, entry_id: UUID, entry_type: type[Entry]) -> list[EntryHead]:
        """Return the entries of a type that link to the entry, in their order."""
        return [head for head in self._linking.get(entry_id, ()) if head.type is entry_type]

    def side_of(self, place_id: UUID | None) -> SideFacts | None:
        """Return the side of a place."""
        return next((side for side in self.sides if place_id in {place.id for place in side.places}), None)

    def place(self, place_id: UUID | None) -> PlaceFacts | None:
        """Return the place of this id."""
        return next((place for place in self.places if place.id == place_id), None)


@dataclass(frozen=True)
class Mend:
    """Where a finding is mended: in a field of an entry, or of a new one.

    Attributes:
        entry: the entry to change; None if one is to be added.
        given: values that a new entry begins with: its place or side, what it links to.
    """

    type: type[Entry]
    field: str
    entry: EntryHead | None = None
    given: Mapping[str, UUID] = kept(default_factory=dict)

    @property
    def place_id(self) -> UUID | None:
        """Return the place whose people can mend it; None if it is not for one place."""
        return self.entry.place_id if self.entry else self.given.get("place_id")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that a plan lacks.

    Attributes:
        code: names the rule for good.
        section: the section that is not ready because of it.
        said: what is missing, in a sentence.
        why: the rule, in a sentence.
        facts: what the rule found.
        entry: the entry it is about; None if it is about a place, a side or the whole section.
        side: the side it is for; None if any side can mend it.
        since: the phase from which on the plan should be without it.
        is_due: whether that phase has come.
        hinders: whether the section is not ready because of it: what a later phase asks for does not count yet.
    """

    code: str
    section: Section
    said: Message
    why: Message
    facts: Message
    mend: Mend
    entry: EntryHead | None
    place: PlaceFacts | None
    side: SideFacts | None
    since: Phase
    is_due: bool
    hinders: bool

    def concerns(self, side: SideFacts) -> bool:
        """Tell whether the side has to do with it."""
        return self.side is None or self.side.id == side.id
