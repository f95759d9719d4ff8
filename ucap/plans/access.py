"""Loading the sections of a plan for a person, with the check."""

from dataclasses import dataclass
from uuid import UUID

from ucap.accounts.models import Person
from ucap.entries.fields import Section
from ucap.entries.queries.kept_forms import DraftFacts, drafts_of_plan
from ucap.pairings.access import OpenPlan, plan_to_view


@dataclass(frozen=True)
class OpenSection:
    """A section opened by a person, with its plan."""

    plan: OpenPlan
    section: Section


@dataclass(frozen=True)
class OpenTasks:
    """The task list of a plan opened by a person, with what that person has typed in it and not saved."""

    plan: OpenPlan
    drafts: list[DraftFacts]

    @property
    def mark(self) -> str:
        """Return what changes whenever the page does."""
        drafts = " ".join(f"{draft.form_key} {draft.kept_at}" for draft in self.drafts)
        return f"{self.plan.mark} {drafts}"


def tasks_to_view(plan_id: UUID, person: Person) -> OpenTasks:
    """Return the task list, or raise NotFound if this person may not know of the plan."""
    plan = plan_to_view(plan_id, person)
    return OpenTasks(plan, drafts_of_plan(plan_id, person))


def section_to_view(plan_id: UUID, section: Section, person: Person) -> OpenSection:
    """Return the section, or raise NotFound if this person may not know of the plan."""
    return OpenSection(plan_to_view(plan_id, person), section)
