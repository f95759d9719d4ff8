"""The form with which a list of pairings is narrowed down and sorted."""

from collections.abc import Sequence
from typing import cast

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.languages import country_text
from ucap.core.text import Message, message
from ucap.pairings.models import PHASE_LABELS, Phase
from ucap.pairings.queries.listing import Answers, Asked, Sorting
from ucap.web.filters import page_language, said
from ucap.web.forms import ListForm, StorableText, clean_text

PAUSED = "paused"
LONGEST_TEXT = 200
SORTING_LABELS = {
    Sorting.PLACES: message("Places"),
    Sorting.PHASE: message("Phase"),
    Sorting.THEME: message("Theme"),
    Sorting.CHANGED: message("Last change, newest first"),
}


class PairingsForm(ListForm):
    """Which pairings to show, and in what order."""

    def asked(self) -> Asked:
        """Return what is asked for."""
        phase = self.asked_in("phase")
        return Asked(
            text=self.asked_in("q"),
            theme=self.asked_in("theme") or None,
            country=self.asked_in("country") or None,
            phase=Phase(phase) if phase and phase != PAUSED else None,
            is_paused=phase == PAUSED,
            sorting=Sorting(self.asked_in("sort") or Sorting.PLACES),
        )


def pairings_form(answers: Answers) -> PairingsForm:
    """Return the form, with what can be chosen in it."""
    countries = sorted((country_text(code, page_language()), code) for code in answers.countries)
    phases = [SelectChoice(str(phase), said(label)) for phase, label in PHASE_LABELS.items()]
    own = {
        "q": StringField(
            said(message("Search")),
            [StorableText(LONGEST_TEXT)],
            filters=[clean_text],
        ),
        "theme": _list(message("All themes"), message("Theme"), [SelectChoice(*theme) for theme in answers.themes]),
        "country": _list(
            message("All countries"), message("Country"), [SelectChoice(code, name) for name, code in countries]
        ),
        "phase": _list(
            message("All phases"), message("Phase"), [*phases, SelectChoice(PAUSED, said(message("Paused")))]
        ),
        "sort": SelectField(
            said(message("Sort by")),
            choices=[SelectChoice(str(one), said(label)) for one, label in SORTING_LABELS.items()],
            default=str(Sorting.PLACES),
        ),
    }
    return cast("PairingsForm", type("MadePairingsForm", (PairingsForm,), own)())


def _list(everything: Message, label: Message, choices: Sequence[SelectChoice]) -> SelectField:
    return SelectField(said(label), choices=[SelectChoice("", said(everything)), *choices], default="")
