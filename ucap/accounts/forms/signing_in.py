"""Forms of signing in."""

from wtforms import EmailField, HiddenField, PasswordField

from ucap.web.forms import PageForm, Present, StorableText, said_later


class SignInForm(PageForm):
    """Email address and password.

    It needs no token: the doors refuse posts from other sites, and a stranger has no session.
    """

    class Meta(PageForm.Meta):
        """Switches the token off."""

        csrf = False

    email = EmailField(
        said_later("Email address"),
        [Present(said_later("Enter your email address.")), StorableText(254)],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        said_later("Password"),
        [Present(said_later("Enter your password.")), StorableText(1_000)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    held = HiddenField()
