"""Forms that move a pairing through its phases, pause it and restart it."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.text import Message, message
from ucap.pairings.forms.days import DayField
from ucap.pairings.forms.pairing import VersionedForm
from ucap.pairings.models import Phase
from ucap.pairings.queries.milestones import MilestoneFacts
from ucap.pairings.rules import PhaseMove
from ucap.web.filters import said
from ucap.web.forms import Present, StorableText, clean_text

LONGEST_REASON = 1_000


class PhaseForm(VersionedForm):
    """Which phase a pairing comes to, since when, and why."""

    def move(self, today: date) -> PhaseMove:
        """Return the move; without a day it is today's."""
        on = cast("DayField", self._fields["on"]).day
        return PhaseMove(Phase(self._fields["to"].data), on or today, self._fields["reason"].data or None)


def phase_form(phase: Phase, *, version: int, today: date, wanted: Phase | None) -> PhaseForm:
    """Return the form that moves a pairing from a phase; to the next one, unless another is wanted."""
    order = list(Phase)
    others = [one for one in order if one is not phase]
    after = order[order.index(phase) + 1 :] or others[-1:]
    own = {
        "to": SelectField(said(message("Phase")), choices=[SelectChoice(str(one), said(one.label)) for one in others]),
        "on": DayField(said(message("Reached on")), description=said(message("The day on which it was reached."))),
        "reason": _reason(message("Needed to go back and to archive. People on both sides read it."), is_needed=False),
    }
    data = {"version": str(version), "to": str(wanted if wanted in others else after[0]), "on": today}
    return cast("PhaseForm", type("MadePhaseForm", (PhaseForm,), own)(data=data))


class PauseForm(VersionedForm):
    """Why a pairing is paused."""

    @property
    def why(self) -> str:
        """Return the reason."""
        return str(self._fields["reason"].data)


def pause_form(*, version: int) -> PauseForm:
    """Return the form that pauses a pairing."""
    own = {"reason": _reason(message("People on both sides read it."), is_needed=True)}
    return cast("PauseForm", type("MadePauseForm", (PauseForm,), own)(data={"version": str(version)}))


def restart_form(*, version: int) -> VersionedForm:
    """Return the form that lets a paused pairing go on."""
    return VersionedForm(data={"version": str(version)})


def _reason(hint: Message, *, is_needed: bool) -> TextAreaField:
    needed = [Present(said(message("Say why: people on both sides will read it.")))] if is_needed else []
    return TextAreaField(
        said(message("Reason")),
        [*needed, StorableText(LONGEST_REASON)],
        filters=[clean_text],
        description=said(hint),
        render_kw={"rows": 4},
    )


class MilestonesForm(VersionedForm):
    """By when a pairing means to reach its phases."""

    def days(self) -> dict[Phase, date | None]:
        """Return the day of each phase."""
        return {phase: cast("DayField", self._fields[str(phase)]).day for phase in Phase if str(phase) in self._fields}


def milestones_form(milestones: Sequence[MilestoneFacts], *, version: int) -> MilestonesForm:
    """Return the form for the days that are planned."""
    planned = {str(one.phase): one.planned_on for one in milestones if one.planned_on}
    own = {str(phase): DayField(said(phase.label)) for phase in Phase}
    made = type("MadeMilestonesForm", (MilestonesForm,), own)
    return cast("MilestonesForm", made(data={"version": str(version), **planned}))
