"""What the pages of a plan's stakeholders show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from ucap.core.text import Message, message
from ucap.directory.models import HELIX_LABELS, Helix
from ucap.entries.access import may_change
from ucap.entries.fields import Beside
from ucap.entries.models import Entry
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.access import OpenPlan
from ucap.pairings.queries.plans import PlaceFacts, SideFacts
from ucap.stakeholders.pages.pictures import Dot, InfluencePicture, TimeLine, influence_picture, time_line
from ucap.stakeholders.permissions import may_see_contacts
from ucap.stakeholders.queries.involved import PlanInvolvement, PlanStakeholder, involvement_of_plan, is_settled
from ucap.stakeholders.rules.balance import WorkPhase, waits_for_answer
from ucap.web.filters import page_language


@dataclass(frozen=True)
class ShownStakeholder:
    """A stakeholder in a list.

    Attributes:
        number: by which a picture names it.
        helix: None if the register does not say it.
        roles: how it takes part, phase by phase.
        is_waiting: whether it has yet to hear what became of something it gave.
    """

    number: int
    title: str
    url: str
    place: str
    side: int
    helix: Message | None
    influence: int | None
    interest: int | None
    roles: Sequence[tuple[Message, Message]]
    engagement_count: int
    is_waiting: bool


@dataclass(frozen=True)
class PlaceStakeholders:
    """The stakeholders of one place."""

    place: PlaceFacts
    side: SideFacts
    stakeholders: Sequence[ShownStakeholder]
    is_own: bool


@dataclass(frozen=True)
class StakeholdersPage:
    """The stakeholders of a plan, place by place."""

    plan: OpenPlan
    places: Sequence[PlaceStakeholders]
    waiting: int
    can_see_contacts: bool


def stakeholders_page(plan: OpenPlan, today: date) -> StakeholdersPage:
    """Return the stakeholders of the plan."""
    found = involvement_of_plan(plan.id, page_language())
    shown = _shown(plan, found, today)
    own = {place.id for place in plan.own_places}
    places = [
        PlaceStakeholders(
            place,
            side,
            [one for one, of in zip(shown, found.stakeholders, strict=True) if of.entry.place_id == place.id],
            is_own=place.id in own,
        )
        for side in plan.sides
        for place in side.places
    ]
    return StakeholdersPage(plan, places, sum(one.is_waiting for one in shown), may_see_contacts(plan.rights))


def _shown(plan: OpenPlan, found: PlanInvolvement, today: date) -> list[ShownStakeholder]:
    where = {place.id: (place.name, side.position) for side in plan.sides for place in side.places}
    shown = []
    for number, one in enumerate(found.stakeholders, start=1):
        place, side = where.get(one.entry.place_id, ("", 0)) if one.entry.place_id else ("", 0)
        shown.append(
            ShownStakeholder(
                number=number,
                title=one.entry.title(page_language()),
                url=_entry_url(plan.id, one.entry),
                place=place,
                side=side,
                helix=HELIX_LABELS[one.organisation.helix] if one.organisation else None,
                influence=_scale(one.entry, "influence"),
                interest=_scale(one.entry, "interest"),
                roles=_roles(one.entry),
                engagement_count=len(one.engagements),
                is_waiting=any(_waits(engagement, today) for engagement in one.engagements),
            )
        )
    return shown


def _entry_url(plan_id: UUID, entry: EntryFacts) -> str:
    return url_for("entries.show_entry", plan_id=plan_id, section=entry.type.section, entry_id=entry.id)


def _scale(entry: EntryFacts, name: str) -> int | None:
    value = entry.value(name)
    return None if value is None else int(str(value).partition(".")[0])


def _roles(entry: EntryFacts) -> list[tuple[Message, Message]]:
    found = []
    for phase in WorkPhase:
        label: Message | None = getattr(entry.value(phase), "label", None)
        if label:
            found.append((phase.label, label))
    return found


def _waits(engagement: EntryFacts, today: date) -> bool:
    asked, told = _day(engagement, "done_on"), _day(engagement, "told_on")
    return waits_for_answer(asked_on=asked, told_on=told, is_settled=is_settled(engagement), today=today)


def _day(entry: EntryFacts, name: str) -> date | None:
    value = entry.value(name)
    return value if isinstance(value, date) else None


def adding_url(plan: OpenPlan, entry_type: type[Entry], **given: object) -> str:
    """Return where an entry of the type is added, beginning with what is given."""
    name = entry_type.type_name()
    return url_for("entries.add_entry", plan_id=plan.id, section=Beside.STAKEHOLDERS, type_name=name, **given)  # type: ignore[arg-type] # parts of an address


@dataclass(frozen=True)
class InfluencePage:
    """Influence and interest of the stakeholders as a picture, and the same as a table."""

    plan: OpenPlan
    picture: InfluencePicture
    stakeholders: Sequence[ShownStakeholder]
    unplaced: int


def influence_page(plan: OpenPlan, today: date) -> InfluencePage:
    """Return the picture of the plan's stakeholders."""
    shown = _shown(plan, involvement_of_plan(plan.id, page_language()), today)
    dots = [
        Dot(one.number, one.side, one.influence, one.interest)
        for one in shown
        if one.influence is not None and one.interest is not None
    ]
    ordered = sorted(shown, key=lambda one: (-(one.influence or 0), -(one.interest or 0), one.number))
    return InfluencePage(plan, influence_picture(dots), ordered, len(shown) - len(dots))


@dataclass(frozen=True)
class ShownEngagement:
    """An engagement in the list.

    Attributes:
        since: when it was asked, if that is known.
        used_in: title and address of the entries in which the input was used.
        ask_url: where it is asked by a personal link; None for who may not, or where it is said what became of it.
    """

    title: str
    url: str
    stakeholder: str
    place: str
    done_on: date | None
    outcome: Message
    used_in: Sequence[tuple[str, str]]
    because: str
    told_on: date | None
    is_waiting: bool
    ask_url: str | None


@dataclass(frozen=True)
class EngagementsPage:
    """What was asked of the plan's stakeholders, the latest first, and who has not heard back."""

    plan: OpenPlan
    engagements: Sequence[ShownEngagement]
    waiting: Sequence[ShownEngagement]
    line: TimeLine | None


def engagements_page(plan: OpenPlan, today: date) -> EngagementsPage:
    """Return the engagements of the plan."""
    found = involvement_of_plan(plan.id, page_language())
    pairs: list[tuple[PlanStakeholder | None, EntryFacts]] = [
        (one, engagement) for one in found.stakeholders for engagement in one.engagements
    ]
    pairs += [(None, engagement) for engagement in found.loose]
    pairs.sort(key=lambda pair: (_day(pair[1], "done_on") or date.min, pair[1].position), reverse=True)
    shown = [_shown_engagement(plan, found, of, engagement, today) for of, engagement in pairs]
    points = [
        (day, list(Helix).index(of.organisation.helix) if of and of.organisation else len(Helix), is_settled(one))
        for of, one in pairs
        if (day := _day(one, "done_on")) is not None
    ]
    return EngagementsPage(plan, shown, [one for one in shown if one.is_waiting], time_line(points, page_language()))


def _shown_engagement(
    plan: OpenPlan, found: PlanInvolvement, of: PlanStakeholder | None, engagement: EntryFacts, today: date
) -> ShownEngagement:
    places = {place.id: place.name for place in plan.places}
    used = engagement.value("used_in")
    targets = [found.names[target] for target in used if target in found.names] if isinstance(used, tuple) else []
    label: Message | None = getattr(engagement.value("outcome"), "label", None)
    return ShownEngagement(
        title=engagement.title(page_language()),
        url=_entry_url(plan.id, engagement),
        stakeholder=of.entry.title(page_language()) if of else "",
        place=places.get(engagement.place_id, "") if engagement.place_id else "",
        done_on=_day(engagement, "done_on"),
        outcome=label or message("Still open"),
        used_in=[
            (one.title, url_for("entries.show_entry", plan_id=plan.id, section=one.type.section, entry_id=one.id))
            for one in targets
        ],
        because=str(engagement.value("because", page_language()) or ""),
        told_on=_day(engagement, "told_on"),
        is_waiting=_waits(engagement, today),
        ask_url=None if is_settled(engagement) else ask_url(plan, engagement),
    )


def ask_url(plan: OpenPlan, engagement: EntryFacts) -> str | None:
    """Return where the stakeholder of the engagement is asked by a personal link; None for who may not."""
    if not may_change(plan, engagement.place_id):
        return None
    return url_for("answers.ask_by_link", plan_id=plan.id, engagement_id=engagement.id)
