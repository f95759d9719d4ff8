"""Reading plans whole: one query an entry type, and a fixed few more."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from ucap.directory.queries import terms_named
from ucap.document.records import PlanRecords
from ucap.entries.fields import OrganisationOfPlan, Terms
from ucap.entries.models import Entry
from ucap.entries.queries.reading import EntryFacts, all_entries_of_plans, entries_of_plan, entries_of_plans
from ucap.pairings.queries.milestones import milestones_of
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.queries.organisations import organisations_by_ids

_AT_ONCE = 40
"""Plans that are read at once and kept in memory, where there are many."""


def records_of(plan: PlanFacts, language: str, types: Sequence[type[Entry]] | None = None) -> PlanRecords:
    """Return the plan with its entries of these types, or all, and the terms they use as the language calls them."""
    entries = entries_of_plan(plan.id, types)
    terms = terms_named([*_terms_in(entries), plan.theme_id], language)
    organisations = _organisations_in(entries)
    return PlanRecords(
        plan=plan,
        entries=entries,
        terms=terms,
        organisations=organisations_by_ids(organisations) if organisations else {},
        milestones=milestones_of(plan.pairing_id),
    )


def _terms_in(entries: Iterable[EntryFacts]) -> list[UUID]:
    found = {
        target
        for entry in entries
        for name, targets in entry.attached.items()
        if name in entry.type.fields and isinstance(entry.type.fields[name].kind, Terms)
        for target in targets
    }
    return sorted(found)


def _organisations_in(entries: Iterable[EntryFacts]) -> set[UUID]:
    return {
        value
        for entry in entries
        for name, declared in entry.type.fields.items()
        if isinstance(declared.kind, OrganisationOfPlan) and isinstance(value := entry.value(name), UUID)
    }


def records_of_plans(plans: Sequence[PlanFacts], language: str, types: Sequence[type[Entry]]) -> list[PlanRecords]:
    """Return several plans with their entries of these types, in as many questions as for one."""
    if not plans:
        return []
    entries = entries_of_plans([plan.id for plan in plans], types)
    terms = terms_named([*_terms_in(entries), *(plan.theme_id for plan in plans)], language)
    return [PlanRecords(plan, [one for one in entries if one.plan_id == plan.id], terms) for plan in plans]


def records_of_many(plans: Sequence[PlanFacts], language: str) -> Iterator[PlanRecords]:
    """Yield the plans with all their entries, without when their pairings meant to reach their phases.

    They are read some at a time, however many there are, and forgotten.
    """
    for first in range(0, len(plans), _AT_ONCE):
        batch = plans[first : first + _AT_ONCE]
        entries = all_entries_of_plans([plan.id for plan in batch])
        found = [entry for own in entries.values() for entry in own]
        terms = terms_named([*_terms_in(found), *(plan.theme_id for plan in batch)], language)
        organisations = organisations_by_ids(_organisations_in(found))
        for plan in batch:
            yield PlanRecords(plan, entries[plan.id], terms, organisations)
