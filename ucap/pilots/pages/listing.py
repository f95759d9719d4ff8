"""Pilots side by side: those of a plan, and those of a programme."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import request, url_for

from ucap.core.money import Money
from ucap.core.text import message
from ucap.entries.fields import Beside
from ucap.pairings.access import OpenPlan, OpenProgramme
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pilots.forms import LATE, PilotsForm, Sorting, pilots_form
from ucap.pilots.models.pilots import Health, Pilot, Stage
from ucap.pilots.queries.summaries import (
    PilotHead,
    PilotSummary,
    heads_in_plan,
    heads_in_programme,
    next_milestones,
    summaries,
)
from ucap.pilots.rules.health import JUDGED, Judgement, MilestoneFacts, judgement_of
from ucap.web.filters import page_language

HEALTH_COLOURS: Mapping[Health | None, str] = {
    None: "grey",
    Health.ON_TRACK: "green",
    Health.AT_RISK: "yellow",
    Health.NOT_REPORTED: "grey",
    Health.OFF_TRACK: "red",
}
MOST_SHOWN = 50
"""So many pilots are shown at once."""

_HEALTHS, _STAGES = list(Health), list(Stage)


@dataclass(frozen=True)
class ListedPilot:
    """A pilot beside others.

    Attributes:
        place, side: where it is tried, and the position of its side.
        plan: what its plan is called.
        done_count, milestone_count: of its milestones, those done, and all.
        next_milestone: the one that is due next, or late; None if none is left.
        planned, spent: sums by currency.
        told_on: the day of the last reading or update.
    """

    title: str
    language: str
    url: str
    place: str
    side: int
    plan: str
    stage: Stage | None
    judgement: Judgement
    colour: str
    done_count: int
    milestone_count: int
    next_milestone: MilestoneFacts | None
    planned: Mapping[str, Money]
    spent: Mapping[str, Money]
    told_on: date | None


@dataclass(frozen=True)
class PilotsPage:
    """The pilots of a plan; `add_url` is empty for who may add none, `earlier` and `later` lead to other pages."""

    plan: OpenPlan
    form: PilotsForm
    pilots: Sequence[ListedPilot]
    total: int
    url: str
    add_url: str
    earlier: str | None
    later: str | None


def pilots_page(plan: OpenPlan, on: date) -> PilotsPage:
    """Return the plan's pilots, narrowed and sorted as the address says."""
    places = [(str(place.id), place.name) for place in plan.places]
    form = pilots_form(message("Place"), places)
    found = heads_in_plan(plan.id, page_language())
    wanted = form.asked_in("place")
    fitting = _narrowed([one for one in found if not wanted or str(one.place_id) == wanted], form, on)
    url = url_for("pilots.list_pilots", plan_id=plan.id)
    shown = _page_of(fitting.pilots, form, url)
    add_url = url_for("entries.add_entry", plan_id=plan.id, section=Beside.PILOTS, type_name=Pilot.type_name())
    return PilotsPage(
        plan=plan,
        form=form,
        pilots=_listed([plan], shown.pilots, fitting.known, on),
        total=len(found),
        url=url,
        add_url=add_url if plan.can_edit else "",
        earlier=shown.earlier,
        later=shown.later,
    )


@dataclass(frozen=True)
class ProgrammePilotsPage:
    """The pilots of all plans of a programme; `earlier` and `later` lead to the pages beside this one."""

    programme: OpenProgramme
    form: PilotsForm
    pilots: Sequence[ListedPilot]
    total: int
    url: str
    earlier: str | None
    later: str | None


def programme_pilots_page(programme: OpenProgramme, on: date) -> ProgrammePilotsPage:
    """Return the programme's pilots, narrowed and sorted as the address says."""
    found = heads_in_programme(programme.id, page_language())
    with_pilots = plans(sorted({one.plan_id for one in found}))
    order = {plan.id: number for number, plan in enumerate(with_pilots)}
    form = pilots_form(message("Plan"), [(str(plan.id), plan.title) for plan in with_pilots])
    wanted = form.asked_in("place")
    of_plans = sorted(
        (one for one in found if not wanted or str(one.plan_id) == wanted), key=lambda one: order[one.plan_id]
    )
    url = url_for("programme_pilots.list_programme_pilots", programme_id=programme.id)
    fitting = _narrowed(of_plans, form, on)
    shown = _page_of(fitting.pilots, form, url)
    listed = _listed(with_pilots, shown.pilots, fitting.known, on)
    return ProgrammePilotsPage(programme, form, listed, len(found), url, shown.earlier, shown.later)


@dataclass(frozen=True)
class _Found:
    """The pilots that fit, and what was read of their parts already to find them."""

    pilots: Sequence[PilotHead]
    known: Mapping[UUID, PilotSummary]


@dataclass(frozen=True)
class _Page:
    """What is shown at once of a list, and where the rest is."""

    pilots: Sequence[PilotHead]
    earlier: str | None
    later: str | None


def _page_of(found: Sequence[PilotHead], form: PilotsForm, url: str) -> _Page:
    """Return the pilots after the one that the address names; the first ones if it names none of them."""
    ids = [str(one.id) for one in found]
    after = request.args.get("after", "")
    asked_for = {name: form.asked_in(name) for name in ("stage", "health", "place", "sort") if form.asked_in(name)}
    start = ids.index(after) + 1 if after in ids else 0

    def address(first: int) -> str:
        asked = {**asked_for, **({"after": ids[first - 1]} if first > 0 else {})}
        return f"{url}?{urlencode(asked)}" if asked else url

    end = start + MOST_SHOWN
    return _Page(
        found[start:end],
        address(max(start - MOST_SHOWN, 0)) if start else None,
        address(end) if end < len(found) else None,
    )


def _listed(
    of_plans: Sequence[PlanFacts], found: Sequence[PilotHead], known: Mapping[UUID, PilotSummary], on: date
) -> list[ListedPilot]:
    in_plan = {plan.id: plan for plan in of_plans}
    nexts = next_milestones([one.id for one in found], page_language())
    read = {one.head.id: one for one in summaries([one for one in found if one.id not in known], on)}
    whole = [known.get(one.id) or read[one.id] for one in found]
    return [_listed_pilot(in_plan[one.head.plan_id], one, nexts.get(one.head.id), on) for one in whole]


def _listed_pilot(plan: PlanFacts, one: PilotSummary, milestone: MilestoneFacts | None, on: date) -> ListedPilot:
    judgement, head = judgement_of(one.course, on), one.head
    places = {place.id: (place.name, side.position) for side in plan.sides for place in side.places}
    place, side = places.get(head.place_id, ("", 0)) if head.place_id else ("", 0)
    return ListedPilot(
        title=head.title,
        language=head.language,
        url=url_for("pilots.show_pilot", plan_id=plan.id, entry_id=head.id),
        place=place,
        side=side,
        plan=plan.title,
        stage=head.stage,
        judgement=judgement,
        colour=HEALTH_COLOURS[judgement.health],
        done_count=one.done_count,
        milestone_count=one.milestone_count,
        next_milestone=milestone,
        planned=one.planned,
        spent=one.spent,
        told_on=one.told_on,
    )


def _narrowed(found: Sequence[PilotHead], form: PilotsForm, on: date) -> _Found:
    """Return those that fit, in the order asked for; only who asks how they go has the parts of all that are looked at.

    Of those the judged ones; the others come after them, and are looked at if they are shown.
    """
    stage, health = form.asked_in("stage"), form.asked_in("health")
    fitting = [one for one in found if (not stage or one.stage == stage) and (not health or one.stage in JUDGED)]
    known: dict[UUID, PilotSummary] = {}
    if health or form.sorting in _BY_PARTS:
        is_by_health = bool(health) or form.sorting is Sorting.HEALTH
        unjudged = [one for one in fitting if is_by_health and one.stage not in JUDGED]
        looked_at = [one for one in fitting if one.stage in JUDGED] if is_by_health else fitting
        judged = [(one, judgement_of(one.course, on)) for one in summaries(looked_at, on)]
        left = [pair for pair in judged if not health or _is_asked_for(pair[1], health)]
        by_parts = _BY_PARTS.get(form.sorting)
        known = {one.head.id: one for one, _how in (sorted(left, key=by_parts) if by_parts else left)}
        fitting = [*(one.head for one in known.values()), *unjudged]
    key = _KEYS.get(form.sorting)
    return _Found(sorted(fitting, key=key) if key else fitting, known)


def _is_asked_for(judgement: Judgement, health: str) -> bool:
    return judgement.is_late if health == LATE else judgement.health == health


_KEYS: Mapping[Sorting, Callable[[PilotHead], Any]] = {
    Sorting.NAME: lambda one: one.title.casefold(),
    Sorting.STAGE: lambda one: -_STAGES.index(one.stage) if one.stage else 1,
}
_BY_PARTS: Mapping[Sorting, Callable[[tuple[PilotSummary, Judgement]], Any]] = {
    Sorting.HEALTH: lambda pair: -_HEALTHS.index(pair[1].health) if pair[1].health else 1,
    Sorting.TOLD: lambda pair: pair[0].told_on or date.min,
}
