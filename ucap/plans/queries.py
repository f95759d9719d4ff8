"""Questions about a plan as a whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ucap.entries.judging import WITHOUT_REASON, Related
from ucap.entries.queries.judging import related_in_plan
from ucap.entries.queries.linking import links_of_plan
from ucap.entries.queries.naming import EntryHead, heads_of_plan
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.measures import Measure
from ucap.plans.models.states import MeasureState, state_of
from ucap.plans.rules.facts import Facts


def facts_of_plan(plan: PlanFacts, language: str) -> Facts:
    """Return what the rules judge, with titles in the language; three questions, however much there is."""
    related = related_in_plan(plan.id, Measure, language)
    heads = [
        _measure(head, related.get(head.id, ())) if head.type is Measure else head
        for head in heads_of_plan(plan.id, language)
    ]
    return Facts(plan.phase, plan.sides, heads, links_of_plan(plan.id), related)


def _measure(head: EntryHead, related: Sequence[Related]) -> EntryHead:
    """Return the head of a measure, over if what counts of its state says that it is rejected."""
    if head.stands and all(code != WITHOUT_REASON for code, _field in head.shortcomings):
        return head
    computed, _reasons = state_of({}, related, date.min)
    return replace(head, is_over=computed is MeasureState.REJECTED)
