"""What the forms have in common that change a pairing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import redirect
from werkzeug import Response

from ucap.core.errors import EditConflict, RuleBroken
from ucap.core.text import Message
from ucap.pairings.forms.pairing import VersionedForm
from ucap.pairings.pages.history import PairingChange
from ucap.pairings.pages.pairing import conflict_over, url_of
from ucap.pairings.queries.reading import PairingDetails
from ucap.web.notices import notify


@dataclass(frozen=True)
class Outcome:
    """What came of a form.

    Attributes:
        done: the answer that leads on, if the change was made; else the form is shown again.
        conflict: what others changed since the form was read, if that is why it was not.
    """

    done: Response | None = None
    conflict: Sequence[PairingChange] | None = None

    @property
    def status(self) -> int:
        """Return the status of the answer that shows the form again."""
        return 200 if self.conflict is None else 409


def outcome_of(form: VersionedForm, pairing: PairingDetails, change: Callable[[], object], *, told: Message) -> Outcome:
    """Make the change if the form was sent and is well formed, and return what came of it."""
    if not form.validate_on_submit():
        return Outcome()
    try:
        change()
    except RuleBroken as broken:
        form.refuse(broken)
        return Outcome()
    except EditConflict:
        return Outcome(conflict=conflict_over(pairing, form))
    notify(told)
    return Outcome(done=redirect(url_of(pairing.id)))
