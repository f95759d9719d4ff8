"""Questions about a plan as a whole."""

from ucap.entries.queries.naming import heads_of_plan, links_of_plan
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.rules.facts import Facts


def facts_of_plan(plan: PlanFacts, language: str) -> Facts:
    """Return what the rules judge, with titles in the language; two questions, however much there is."""
    return Facts(plan.phase, plan.sides, heads_of_plan(plan.id, language), links_of_plan(plan.id))
