"""The helix balance of a plan: who takes part where, who is missing, and who could be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from ucap.core.text import Message, counted
from ucap.directory.models import HELIX_LABELS
from ucap.entries.fields import Section
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries.plans import PlaceFacts, SideFacts
from ucap.stakeholders.models.entries import Stakeholder
from ucap.stakeholders.pages.stakeholders import adding_url
from ucap.stakeholders.queries.involved import involvement_of_plan
from ucap.stakeholders.queries.organisations import OrganisationFacts, organisations_to_ask
from ucap.stakeholders.rules.balance import HelixGap, Involved, WorkPhase, counts, gaps_of_place, missing
from ucap.web.filters import page_language, said

_MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Suggested:
    """An organisation of the register that could be asked, and where it is added; no address for who may not."""

    name: str
    url: str
    add_url: str | None


@dataclass(frozen=True)
class ShownGap:
    """A helix that is missing at a place, and who could be asked."""

    gap: HelixGap
    suggested: Sequence[Suggested]


@dataclass(frozen=True)
class BalanceRow:
    """How many stakeholders of each helix there are in one place, section or phase."""

    label: str
    counts: Sequence[int]
    missing: Sequence[Message]


@dataclass(frozen=True)
class PlaceBalance:
    """What is missing at a place."""

    name: str
    side: SideFacts
    gaps: Sequence[ShownGap]


@dataclass(frozen=True)
class BalancePage:
    """The helix balance of a plan.

    Attributes:
        helices: the columns.
        unknown: how many stakeholders have no helix, in words; None if none.
    """

    plan: OpenPlan
    helices: Sequence[Message]
    by_place: Sequence[BalanceRow]
    by_section: Sequence[BalanceRow]
    by_phase: Sequence[BalanceRow]
    places: Sequence[PlaceBalance]
    unknown: Message | None


def balance_page(plan: OpenPlan) -> BalancePage:
    """Return the helix balance of the plan."""
    found = involvement_of_plan(plan.id, page_language())
    involved = [one.involved(found.names) for one in found.stakeholders]
    gaps = {
        place.id: gaps_of_place([one for one in involved if one.place_id == place.id], place.name)
        for side in plan.sides
        for place in side.places
    }
    asked = {one.organisation.id for one in found.stakeholders if one.organisation}
    wanted = {gap.helix for of_place in gaps.values() for gap in of_place}
    suggested = organisations_to_ask(list(gaps), wanted, but=asked)
    return BalancePage(
        plan=plan,
        helices=list(HELIX_LABELS.values()),
        by_place=[
            _row(place.name, [one for one in involved if one.place_id == place.id])
            for side in plan.sides
            for place in side.places
        ],
        by_section=[_row(said(one.label), [each for each in involved if one in each.sections]) for one in Section],
        by_phase=[_row(said(one.label), [each for each in involved if one in each.phases]) for one in WorkPhase],
        places=[
            PlaceBalance(place.name, side, [_shown(plan, place, gap, suggested) for gap in gaps[place.id]])
            for side in plan.sides
            for place in side.places
        ],
        unknown=_uncounted(sum(one.helix is None for one in involved)),
    )


def _uncounted(count: int) -> Message | None:
    if not count:
        return None
    return counted(
        "%(count)s stakeholder is not counted: the plan does not say which organisation of the register it is.",
        "%(count)s stakeholders are not counted: the plan does not say which organisations of the register they are.",
        count,
    )


def _shown(plan: OpenPlan, place: PlaceFacts, gap: HelixGap, suggested: Sequence[OrganisationFacts]) -> ShownGap:
    fitting = [one for one in suggested if (one.place_id, one.helix) == (place.id, gap.helix)]
    return ShownGap(gap, [_suggested(plan, place, one) for one in fitting[:_MOST_SUGGESTED]])


def _row(label: str, involved: Sequence[Involved]) -> BalanceRow:
    return BalanceRow(label, list(counts(involved).values()), [HELIX_LABELS[helix] for helix in missing(involved)])


def _suggested(plan: OpenPlan, place: PlaceFacts, facts: OrganisationFacts) -> Suggested:
    own = {mine.id for mine in plan.own_places}
    add = adding_url(plan, Stakeholder, organisation_id=facts.id, place_id=place.id)
    url = url_for("organisations.show_organisation", organisation_id=facts.id)
    return Suggested(facts.name, url, add if place.id in own else None)
