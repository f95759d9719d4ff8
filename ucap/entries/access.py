"""Loading an entry for a person, with the check."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import Forbidden, NotFound
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.entries.fields import Part
from ucap.entries.files import holds_file
from ucap.entries.models import Entry, entry_types
from ucap.entries.queries.files import stands_with_whole
from ucap.entries.queries.linking import linked_types
from ucap.entries.queries.naming import Deletion, EntryName, deletions_of_plan, names_about, names_of_plan
from ucap.entries.queries.reading import EntryFacts, entry_of_plan
from ucap.pairings import access
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries.rights import lead_names


@dataclass(frozen=True)
class OpenEntry:
    """An entry opened by a person, with its plan and what the plan's entries are called.

    Attributes:
        deletion: when and by whom it was deleted; None if it stands in the plan.
    """

    plan: OpenPlan
    entry: EntryFacts
    names: list[EntryName]
    deletion: Deletion | None = None

    @property
    def can_edit(self) -> bool:
        """Tell whether the person may change the entry."""
        return may_change(self.plan, self.entry.place_id)


def entry_to_view(plan_id: UUID, section: Part, entry_id: UUID, person: Person) -> OpenEntry:
    """Return the entry, or raise NotFound if there is none that this person may know of, or it is deleted."""
    opened = entry_to_look_up(plan_id, section, entry_id, person)
    if opened.deletion:
        raise NotFound
    return replace(opened, names=_standing(opened.names))


def entry_to_look_up(plan_id: UUID, section: Part, entry_id: UUID, person: Person) -> OpenEntry:
    """Return the entry, even a deleted one, or raise NotFound if there is none that this person may know of.

    Among the names are those of deleted entries, for its history speaks of them.
    """
    plan = access.plan_to_view(plan_id, person)
    names = names_about(plan.id, entry_id, DEFAULT_LANGUAGE)
    found = next((name for name in names if name.id == entry_id and name.type.section is section), None)
    if found is None:
        raise NotFound
    entry = entry_of_plan(plan.id, found.type, entry_id)
    deletions = deletions_of_plan(plan.id) if found.is_deleted else []
    return OpenEntry(plan, entry, names, next((one for one in deletions if one.entry_id == entry_id), None))


def file_to_view(plan_id: UUID, entry_id: UUID, person: Person) -> OpenEntry:
    """Return the entry that holds a file, or raise NotFound if there is none that this person may know of.

    A file that is deleted, or that belongs to what is, is shown to nobody until it is brought back.
    """
    plan = access.plan_to_view(plan_id, person)
    names = _standing(names_about(plan.id, entry_id, DEFAULT_LANGUAGE))
    found = next((name for name in names if name.id == entry_id and holds_file(name.type)), None)
    if found is None or not stands_with_whole(entry_id):
        raise NotFound
    return OpenEntry(plan, entry_of_plan(plan.id, found.type, entry_id), names)


def file_to_erase(plan_id: UUID, entry_id: UUID, person: Person) -> OpenEntry:
    """Return the entry that holds a file, even a deleted one, or raise NotFound or Forbidden if it is not for them."""
    plan = access.plan_to_view(plan_id, person)
    names = names_about(plan.id, entry_id, DEFAULT_LANGUAGE)
    found = next((name for name in names if name.id == entry_id and holds_file(name.type)), None)
    if found is None:
        raise NotFound
    entry = entry_of_plan(plan.id, found.type, entry_id)
    if not entry.value("digest"):
        raise NotFound
    refuse_to_change(plan, entry.place_id)
    return OpenEntry(plan, entry, names)


def entry_to_edit(plan_id: UUID, section: Part, entry_id: UUID, person: Person) -> OpenEntry:
    """Return the entry, even a deleted one, or raise NotFound or Forbidden if this person may not change it.

    Who writes in an entry that somebody deletes meanwhile can bring it back with what was written.
    """
    opened = entry_to_look_up(plan_id, section, entry_id, person)
    refuse_to_change(opened.plan, opened.entry.place_id)
    return replace(opened, names=_standing(opened.names))


def _standing(names: Sequence[EntryName]) -> list[EntryName]:
    return [name for name in names if not name.is_deleted]


def may_change(plan: OpenPlan, place_id: UUID | None) -> bool:
    """Tell whether who opened the plan may change an entry of this place; joint entries belong to all who write."""
    return plan.can_edit and (place_id is None or place_id in {place.id for place in plan.own_places})


def refuse_to_change(plan: OpenPlan, place_id: UUID | None) -> None:
    """Raise Forbidden, naming whom to ask, if who opened the plan may not change an entry of this place."""
    access.refuse_to_edit(plan)
    if not may_change(plan, place_id):
        side = next(side for side in plan.sides if place_id in {place.id for place in side.places})
        raise Forbidden(ask=lead_names(plan.pairing_id, [side.id]))


@dataclass(frozen=True)
class OpenType:
    """An entry type of which a person adds an entry, with the plan, and what those are called to which it may link."""

    plan: OpenPlan
    type: type[Entry]
    names: list[EntryName]


def type_to_add(plan_id: UUID, section: Part, type_name: str, person: Person) -> OpenType:
    """Return the entry type, or raise NotFound or Forbidden if this person may not add such an entry."""
    plan, found = _plan_and_type(plan_id, section, type_name, person)
    return OpenType(plan, found, names_of_plan(plan.id, DEFAULT_LANGUAGE, types=linked_types(found)))


def type_to_paste(plan_id: UUID, section: Part, type_name: str, person: Person) -> OpenType:
    """Return the same as `type_to_add`; among the names are those of the type, of which there must be no two."""
    plan, found = _plan_and_type(plan_id, section, type_name, person)
    types = tuple(dict.fromkeys([found, *linked_types(found)]))
    return OpenType(plan, found, names_of_plan(plan.id, DEFAULT_LANGUAGE, types=types))


def _plan_and_type(plan_id: UUID, section: Part, type_name: str, person: Person) -> tuple[OpenPlan, type[Entry]]:
    plan = access.plan_to_view(plan_id, person)
    found = [t for t in entry_types() if t.type_name() == type_name and t.section is section]
    if not found or holds_file(found[0]):
        raise NotFound
    access.refuse_to_edit(plan)
    return plan, found[0]
