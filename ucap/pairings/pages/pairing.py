"""The page of a pairing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from flask import url_for

from ucap.core.languages import language_text
from ucap.directory.queries import label_in
from ucap.pairings.forms.pairing import VersionedForm
from ucap.pairings.models import Phase
from ucap.pairings.pages.history import PairingChange, changes_of_pairing
from ucap.pairings.queries.milestones import MilestoneFacts, milestones_of
from ucap.pairings.queries.reading import PairingDetails, SideDetails, plan_ids_of
from ucap.pairings.queries.rights import lead_names_by_side
from ucap.web.filters import page_language


class Progress(StrEnum):
    """How a phase stands to where the pairing is."""

    DONE = "done"
    HERE = "here"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Step:
    """A phase on the line: when it was to be reached, and when it was.

    Attributes:
        is_late: whether its day has passed and it is not reached.
    """

    phase: Phase
    progress: Progress
    planned_on: date | None
    reached_on: date | None
    is_late: bool


@dataclass(frozen=True)
class ShownSide:
    """A side with the names of its leads and of its language."""

    side: SideDetails
    language: str
    leads: Sequence[str]


@dataclass(frozen=True)
class PairingPage:
    """Everything about a pairing.

    Attributes:
        theme: what its theme is called in the reader's language.
        language: the name of the language in common; None if each side works in its own.
        binding_language: the name of the language whose text binds.
    """

    pairing: PairingDetails
    theme: str
    can_manage: bool
    plan_ids: Sequence[UUID]
    language: str | None
    binding_language: str | None
    sides: Sequence[ShownSide]
    steps: Sequence[Step]
    changes: Sequence[PairingChange]


def url_of(pairing_id: UUID) -> str:
    """Return where the page of a pairing is."""
    return url_for("pairings.show_pairing", pairing_id=pairing_id)


def conflict_over(pairing: PairingDetails, form: VersionedForm) -> list[PairingChange]:
    """Return what others changed since the form was read, and let the form be sent again over it."""
    found = changes_of_pairing(pairing, after_version=form.seen_version)
    form.look_again(pairing.version)
    return found


def pairing_page(pairing: PairingDetails, *, can_manage: bool, on: date) -> PairingPage:
    """Return the page of a pairing as it is read on a day."""
    leads = lead_names_by_side(pairing.id)
    return PairingPage(
        pairing=pairing,
        theme=label_in(page_language(), pairing.theme_id, pairing.theme),
        can_manage=can_manage,
        plan_ids=plan_ids_of(pairing.id),
        language=_language(pairing.common_language),
        binding_language=_language(pairing.binding_language),
        sides=[ShownSide(one, _language(one.language) or "", leads.get(one.id, [])) for one in pairing.sides],
        steps=steps_of(pairing.phase, milestones_of(pairing.id), on=on),
        changes=changes_of_pairing(pairing),
    )


def _language(tag: str | None) -> str | None:
    return language_text(tag, page_language()) if tag else None


def steps_of(phase: Phase, milestones: Sequence[MilestoneFacts], *, on: date) -> list[Step]:
    """Return all phases in their order; the last is shown only where it is reached or planned."""
    known = {milestone.phase: milestone for milestone in milestones}
    order = list(Phase)
    here = order.index(phase)
    steps = []
    for number, one in enumerate(order):
        dates = known.get(one, MilestoneFacts(one, None, None))
        progress = Progress.DONE if number < here else Progress.HERE if number == here else Progress.AHEAD
        if one is Phase.ARCHIVED and progress is Progress.AHEAD and dates.planned_on is None:
            continue
        is_late = progress is Progress.AHEAD and dates.planned_on is not None and dates.planned_on < on
        steps.append(Step(one, progress, dates.planned_on, dates.reached_on, is_late))
    return steps
