"""Forms of passwords."""

from wtforms import EmailField, PasswordField

from ucap.accounts.forms.names import new_password_field
from ucap.web.forms import DoorForm, PageForm, Present, StorableText, said_later


class AskForPasswordForm(DoorForm):
    """The address of somebody who forgot their password."""

    email = EmailField(
        said_later("Email address"),
        [Present(said_later("Enter your email address.")), StorableText(254)],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )


class ChoosePasswordForm(DoorForm):
    """A new password."""

    password = new_password_field(said_later("New password"))


class ChangePasswordForm(PageForm):
    """The present password and a new one."""

    current = PasswordField(
        said_later("Present password"),
        [Present(said_later("Enter your present password.")), StorableText(1_000)],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password_field(said_later("New password"))
