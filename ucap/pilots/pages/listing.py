"""Pilots side by side: those of a plan, and those of a programme."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from ucap.core.money import Money
from ucap.core.text import message
from ucap.entries.fields import Beside
from ucap.pairings.access import OpenPlan, OpenProgramme
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pilots.forms import LATE, PilotsForm, Sorting, pilots_form
from ucap.pilots.models.following import Milestone
from ucap.pilots.models.pilots import Health, Pilot, Stage
from ucap.pilots.models.spending import Cost
from ucap.pilots.queries import WholePilot, milestone_facts, pilots_of_plan, pilots_of_programme, typed
from ucap.pilots.rules.health import Judgement, MilestoneFacts, judgement_of
from ucap.pilots.rules.money import sums
from ucap.web.filters import page_language

HEALTH_COLOURS: Mapping[Health | None, str] = {
    None: "grey",
    Health.ON_TRACK: "green",
    Health.AT_RISK: "yellow",
    Health.NOT_REPORTED: "grey",
    Health.OFF_TRACK: "red",
}
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
    """The pilots of a plan; `add_url` is empty for who may add none."""

    plan: OpenPlan
    form: PilotsForm
    pilots: Sequence[ListedPilot]
    total: int
    url: str
    add_url: str


def pilots_page(plan: OpenPlan, on: date) -> PilotsPage:
    """Return the plan's pilots, narrowed and sorted as the address says."""
    places = [(str(place.id), place.name) for side in plan.sides for place in side.places]
    form = pilots_form(message("Place"), places)
    whole = pilots_of_plan(plan.id)
    wanted = form.asked_in("place")
    listed = [_listed(plan, one, on) for one in whole if not wanted or str(one.pilot.place_id) == wanted]
    add_url = url_for("entries.add_entry", plan_id=plan.id, section=Beside.PILOTS, type_name=Pilot.type_name())
    return PilotsPage(
        plan=plan,
        form=form,
        pilots=_narrowed(listed, form),
        total=len(whole),
        url=url_for("pilots.list_pilots", plan_id=plan.id),
        add_url=add_url if plan.can_edit else "",
    )


@dataclass(frozen=True)
class ProgrammePilotsPage:
    """The pilots of all plans of a programme."""

    programme: OpenProgramme
    form: PilotsForm
    pilots: Sequence[ListedPilot]
    total: int
    url: str


def programme_pilots_page(programme: OpenProgramme, on: date) -> ProgrammePilotsPage:
    """Return the programme's pilots, narrowed and sorted as the address says."""
    whole = pilots_of_programme(programme.id)
    in_plan: dict[UUID, list[WholePilot]] = defaultdict(list)
    for one in whole:
        in_plan[one.pilot.plan_id].append(one)
    with_pilots = plans(sorted(in_plan))
    form = pilots_form(message("Plan"), [(str(plan.id), plan.title) for plan in with_pilots])
    wanted = form.asked_in("place")
    listed = [
        _listed(plan, one, on)
        for plan in with_pilots
        if not wanted or str(plan.id) == wanted
        for one in in_plan[plan.id]
    ]
    url = url_for("programme_pilots.list_programme_pilots", programme_id=programme.id)
    return ProgrammePilotsPage(programme, form, _narrowed(listed, form), len(whole), url)


def _listed(plan: PlanFacts, whole: WholePilot, on: date) -> ListedPilot:
    judgement, pilot, language = judgement_of(whole.course(page_language()), on), whole.pilot, page_language()
    places = {place.id: (place.name, side.position) for side in plan.sides for place in side.places}
    place, side = places.get(pilot.place_id, ("", 0)) if pilot.place_id else ("", 0)
    milestones = [milestone_facts(one, language) for one in whole.of(Milestone)]
    ahead = [one for one in milestones if one.done_on is None and one.due_on]
    return ListedPilot(
        title=pilot.title(language),
        language=pilot.language,
        url=url_for("pilots.show_pilot", plan_id=plan.id, entry_id=pilot.id),
        place=place,
        side=side,
        plan=plan.title,
        stage=typed(Stage, pilot.value("stage")),
        judgement=judgement,
        colour=HEALTH_COLOURS[judgement.health],
        done_count=sum(one.done_on is not None for one in milestones),
        milestone_count=len(milestones),
        next_milestone=min(ahead, key=lambda one: one.due_on or date.max, default=None),
        planned=sums(whole.amounts(Cost, "planned")),
        spent=sums(whole.amounts(Cost, "spent")),
        told_on=whole.last_told_on,
    )


def _narrowed(listed: Sequence[ListedPilot], form: PilotsForm) -> list[ListedPilot]:
    stage, health = form.asked_in("stage"), form.asked_in("health")
    fitting = [
        one
        for one in listed
        if (not stage or one.stage == stage)
        and (not health or (one.judgement.is_late if health == LATE else one.judgement.health == health))
    ]
    key = _KEYS.get(form.sorting)
    return sorted(fitting, key=key) if key else fitting


_KEYS: Mapping[Sorting, Callable[[ListedPilot], Any]] = {
    Sorting.NAME: lambda one: one.title.casefold(),
    Sorting.STAGE: lambda one: -_STAGES.index(one.stage) if one.stage else 1,
    Sorting.HEALTH: lambda one: -_HEALTHS.index(one.judgement.health) if one.judgement.health else 1,
    Sorting.TOLD: lambda one: one.told_on or date.min,
}
