"""The form with which pilots are narrowed down and sorted."""

from collections.abc import Sequence
from typing import cast

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.text import Message, message
from ucap.entries.fields import Choices
from ucap.pilots.models.pilots import Health, Stage
from ucap.web.filters import said
from ucap.web.forms import ListForm


class Sorting(Choices):
    """In which order pilots are listed."""

    PLAN = "plan", message("As in the plan")
    NAME = "name", message("Name")
    STAGE = "stage", message("Stage, the furthest first")
    HEALTH = "health", message("How it goes, the worst first")
    TOLD = "told", message("Last report, the oldest first")


LATE = "late"
"""What is asked for to see the pilots that are late, however they go."""


class PilotsForm(ListForm):
    """Which pilots to show, and in what order."""

    @property
    def sorting(self) -> Sorting:
        """Return the order that is asked for."""
        return Sorting.of(self.asked_in("sort") or Sorting.PLAN)


def pilots_form(place_label: Message, places: Sequence[tuple[str, str]]) -> PilotsForm:
    """Return the form; places are what else a list is narrowed down to, by value and name."""
    healths = [*((str(one), said(one.label)) for one in Health), (LATE, said(message("Late")))]
    own = {
        "stage": _list(message("Stage"), message("All stages"), [(str(one), said(one.label)) for one in Stage]),
        "health": _list(message("How it goes"), message("However it goes"), healths),
        "place": _list(place_label, message("All"), places),
        "sort": SelectField(
            said(message("Sort by")),
            choices=[SelectChoice(str(one), said(one.label)) for one in Sorting],
            default=str(Sorting.PLAN),
        ),
    }
    return cast("PilotsForm", type("MadePilotsForm", (PilotsForm,), own)())


def _list(label: Message, everything: Message, choices: Sequence[tuple[str, str]]) -> SelectField:
    options = [SelectChoice("", said(everything)), *(SelectChoice(*choice) for choice in choices)]
    return SelectField(said(label), choices=options, default="")
