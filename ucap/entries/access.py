"""Loading an entry for a person, with the check."""

from dataclasses import dataclass
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import NotFound
from ucap.entries import queries
from ucap.entries.fields import Section
from ucap.entries.models import Entry, entry_types
from ucap.entries.queries import EntryFacts
from ucap.pairings import access
from ucap.pairings.access import OpenPlan


@dataclass(frozen=True)
class OpenEntry:
    """An entry opened by a person, with its plan and the plan's other entries."""

    plan: OpenPlan
    entry: EntryFacts
    entries: list[EntryFacts]


def entry_to_view(plan_id: UUID, section: Section, entry_id: UUID, person: Person) -> OpenEntry:
    """Return the entry, or raise NotFound if there is none that this person may know of."""
    plan = access.plan_to_view(plan_id, person)
    entries = queries.entries_of_plan(plan.id)
    for entry in entries:
        if entry.id == entry_id and entry.type.section is section:
            return OpenEntry(plan, entry, entries)
    raise NotFound


def entry_to_edit(plan_id: UUID, section: Section, entry_id: UUID, person: Person) -> OpenEntry:
    """Return the entry, or raise NotFound or Forbidden if this person may not change it."""
    opened = entry_to_view(plan_id, section, entry_id, person)
    access.refuse_to_edit(opened.plan)
    return opened


@dataclass(frozen=True)
class OpenType:
    """An entry type of which a person adds an entry, with the plan and its entries."""

    plan: OpenPlan
    type: type[Entry]
    entries: list[EntryFacts]


def type_to_add(plan_id: UUID, section: Section, type_name: str, person: Person) -> OpenType:
    """Return the entry type, or raise NotFound or Forbidden if this person may not add such an entry."""
    plan = access.plan_to_view(plan_id, person)
    found = [t for t in entry_types() if t.type_name() == type_name and t.section is section]
    if not found:
        raise NotFound
    access.refuse_to_edit(plan)
    return OpenType(plan, found[0], queries.entries_of_plan(plan.id))
