"""Reading plans whole: one query an entry type, and a fixed few more."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from ucap.directory.queries import terms_named
from ucap.document.records import PlanRecords
from ucap.entries.fields import OrganisationOfPlan, Terms
from ucap.entries.models import Entry
from ucap.entries.queries.reading import EntryFacts, entries_of_plan, entries_of_plans
from ucap.pairings.queries.milestones import milestones_of
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.queries.organisations import organisations_by_ids


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
