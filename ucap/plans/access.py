"""Loading the sections of a plan for a person, with the check."""

from dataclasses import dataclass
from uuid import UUID

from ucap.accounts.models import Person
from ucap.entries.fields import Section
from ucap.pairings.access import OpenPlan, plan_to_view


@dataclass(frozen=True)
class OpenSection:
    """A section opened by a person, with its plan."""

    plan: OpenPlan
    section: Section


def section_to_view(plan_id: UUID, section: Section, person: Person) -> OpenSection:
    """Return the section, or raise NotFound if this person may not know of the plan."""
    return OpenSection(plan_to_view(plan_id, person), section)
