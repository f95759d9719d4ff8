"""Forms of who looks after accounts."""

from wtforms import EmailField, SearchField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.administration.queries import AccountState
from ucap.core.text import Message, message
from ucap.entries.forms.inputs import OneOfMany
from ucap.web.filters import said
from ucap.web.forms import ListForm, PageForm, Present, StorableText, clean_text, said_later

STATE_LABELS: dict[AccountState, Message] = {
    AccountState.ACTIVE: message("Active"),
    AccountState.DEACTIVATED: message("Deactivated"),
    AccountState.INVITED: message("Invited"),
}
_LONGEST_TEXT = 100


def _states() -> list[SelectChoice]:
    labels = [SelectChoice(str(state), said(label)) for state, label in STATE_LABELS.items()]
    return [SelectChoice("", said(message("All accounts"))), *labels]


class AccountsForm(ListForm):
    """Which accounts to list."""

    q = SearchField(
        said_later("Name or email address"), [StorableText(_LONGEST_TEXT)], filters=[clean_text], default=""
    )
    state = OneOfMany(said_later("State"), choices=_states, coerce=str, default="")

    @property
    def wanted_state(self) -> AccountState | None:
        """Return the state that is asked for."""
        state = self.asked_in("state")
        return AccountState(state) if state else None


class ConfirmForm(PageForm):
    """Says that something is really meant."""


class InviteAdministratorForm(PageForm):
    """Who is to administer, too, and what their post is called."""

    email = EmailField(
        said_later("Email address"),
        [Present(said_later("Enter the email address of who is to administer.")), StorableText(254)],
        filters=[clean_text],
        description=said_later("For an invitation, which is for this address alone."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    title = StringField(
        said_later("Name of the post"),
        [Present(said_later("Say what the post is called.")), StorableText(200)],
        filters=[clean_text],
        description=said_later("It stays when people change."),
    )
