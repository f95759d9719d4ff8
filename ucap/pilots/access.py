"""Loading a pilot, or a part of one, for a person, with the check."""

from dataclasses import dataclass
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import NotFound
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.entries.access import may_change
from ucap.entries.fields import Beside
from ucap.entries.queries.naming import EntryName, names_of_plan
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.pilots.models.pilots import Pilot


@dataclass(frozen=True)
class OpenPilot:
    """A pilot, or a part of one, opened by a person, with its plan and what the plan's entries are called."""

    plan: OpenPlan
    found: EntryName
    names: list[EntryName]

    @property
    def is_standing_pilot(self) -> bool:
        """Tell whether it is a pilot that is not deleted; all else has the page that every entry has."""
        return self.found.type is Pilot and not self.found.is_deleted

    @property
    def can_edit(self) -> bool:
        """Tell whether the person may change it."""
        return may_change(self.plan, self.found.place_id)


def pilot_to_view(plan_id: UUID, entry_id: UUID, person: Person) -> OpenPilot:
    """Return the pilot or part, or raise NotFound if there is none that this person may know of."""
    plan = plan_to_view(plan_id, person)
    names = names_of_plan(plan.id, DEFAULT_LANGUAGE, with_deleted=True)
    found = next((one for one in names if one.id == entry_id and one.type.section is Beside.PILOTS), None)
    if found is None:
        raise NotFound
    return OpenPilot(plan, found, [one for one in names if not one.is_deleted])
