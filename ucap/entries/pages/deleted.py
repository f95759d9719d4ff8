"""The page with what was deleted from a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from ucap.entries.access import may_change
from ucap.entries.queries.naming import Deletion, EntryName, deletions_of_plan, names_of_plan
from ucap.pairings.access import OpenPlan
from ucap.web.filters import page_language


@dataclass(frozen=True)
class DeletedEntry:
    """An entry that was deleted, and whether the person may bring it back."""

    name: EntryName
    deletion: Deletion
    can_bring_back: bool


@dataclass(frozen=True)
class DeletedPage:
    """What was deleted from a plan, newest first."""

    plan: OpenPlan
    entries: Sequence[DeletedEntry]


def deleted_page(plan: OpenPlan) -> DeletedPage:
    """Return what the page shows of the plan's deleted entries."""
    names = {name.id: name for name in names_of_plan(plan.id, page_language(), with_deleted=True)}
    found = [(names[one.entry_id], one) for one in deletions_of_plan(plan.id)]
    return DeletedPage(plan, [DeletedEntry(name, one, may_change(plan, name.place_id)) for name, one in found])
