"""The form with which a plan's pilots are narrowed down and sorted."""

from collections.abc import Sequence
from typing import cast

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.text import Message, message
from ucap.entries.fields import Choices
from ucap.pairings.queries.plans import PlaceFacts
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


class PilotsForm(ListForm):
    """Which pilots to show, and in what order."""


def pilots_form(places: Sequence[PlaceFacts]) -> PilotsForm:
    """Return the form, with what can be chosen in it."""
    own = {
        "stage": _list(message("Stage"), message("All stages"), [(str(one), said(one.label)) for one in Stage]),
        "health": _list(message("How it goes"), message("However"), [(str(one), said(one.label)) for one in Health]),
        "place": _list(message("Place"), message("All places"), [(str(one.id), one.name) for one in places]),
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
