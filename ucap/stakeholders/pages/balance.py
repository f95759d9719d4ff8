"""The helix balance of a plan: who takes part where, who is missing, and who could be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from ucap.core.text import Message, counted
from ucap.directory.models import HELIX_LABELS, Helix
from ucap.entries.fields import Beside, Section
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries.plans import PlaceFacts, SideFacts
from ucap.stakeholders.models.entries import Stakeholder
from ucap.stakeholders.pages.stakeholders import adding_url
from ucap.stakeholders.queries.involved import PlanInvolvement, involvement_of_plan
from ucap.stakeholders.queries.organisations import OrganisationFacts, organisations_to_ask
from ucap.stakeholders.rules.balance import (
    HelixGap,
    Involved,
    PartGap,
    WorkPhase,
    counts,
    gap_of_part,
    gaps_of_place,
    missing,
)
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
class ShownPartGap:
    """What is missing in a section or a phase, and, helix by helix, who could be asked: first who is in the plan."""

    label: Message
    missing: Sequence[Message]
    gap: PartGap
    suggested: Sequence[tuple[Message, Sequence[Suggested]]]


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
    parts: Sequence[ShownPartGap]
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
    part_gaps = {part: gap for part in (*Section, *WorkPhase) if (gap := gap_of_part(involved, part)) is not None}
    wanted = {gap.helix for of_place in gaps.values() for gap in of_place}
    wanted |= {helix for gap in part_gaps.values() for helix in gap.helices}
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
        parts=[_shown_part(plan, part, gap, _in_plan(plan, found, part), suggested) for part, gap in part_gaps.items()],
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


def _in_plan(plan: OpenPlan, found: PlanInvolvement, part: Section | WorkPhase) -> list[tuple[Helix, Suggested]]:
    """Return the stakeholders of the plan that take no part there, with their helices."""
    others = []
    for one in found.stakeholders:
        involved = one.involved(found.names)
        if involved.helix is not None and part not in involved.sections and part not in involved.phases:
            url = url_for("entries.show_entry", plan_id=plan.id, section=Beside.STAKEHOLDERS, entry_id=one.entry.id)
            others.append((involved.helix, Suggested(one.entry.title(page_language()), url, None)))
    return others


def _shown_part(
    plan: OpenPlan,
    part: Section | WorkPhase,
    gap: PartGap,
    in_plan: Sequence[tuple[Helix, Suggested]],
    register: Sequence[OrganisationFacts],
) -> ShownPartGap:
    places = {place.id: place for place in plan.places}
    suggested = []
    for helix in gap.helices:
        known = [one for other, one in in_plan if other is helix]
        new = [_suggested(plan, places[one.place_id], one) for one in register if one.helix is helix]
        if known or new:
            suggested.append((HELIX_LABELS[helix], [*known, *new][:_MOST_SUGGESTED]))
    return ShownPartGap(part.label, [HELIX_LABELS[helix] for helix in gap.helices], gap, suggested)


def _row(label: str, involved: Sequence[Involved]) -> BalanceRow:
    return BalanceRow(label, list(counts(involved).values()), [HELIX_LABELS[helix] for helix in missing(involved)])


def _suggested(plan: OpenPlan, place: PlaceFacts, facts: OrganisationFacts) -> Suggested:
    own = {mine.id for mine in plan.own_places}
    add = adding_url(plan, Stakeholder, organisation_id=facts.id, place_id=place.id)
    url = url_for("organisations.show_organisation", organisation_id=facts.id)
    return Suggested(facts.name, url, add if place.id in own else None)
