"""Forms that ask twice before somebody is erased."""

from wtforms import BooleanField, PasswordField
from wtforms.validators import ValidationError

from ucap.core.text import message
from ucap.web.filters import said
from ucap.web.forms import PageForm, Present, StorableText, said_later


class EraseForm(PageForm):
    """The question whether it is really meant."""

    is_sure = BooleanField(said_later("I know that this cannot be undone"))

    def validate_is_sure(self, field: BooleanField) -> None:
        """Refuse the form unless it is really meant."""
        if not field.data:
            raise ValidationError(said(message("Tick the box if you mean it.")))


class CloseAccountForm(EraseForm):
    """The same, with the password of who asks for it."""

    password = PasswordField(
        said_later("Your password"),
        [Present(said_later("Enter your password.")), StorableText(1_000)],
        render_kw={"autocomplete": "current-password"},
    )
