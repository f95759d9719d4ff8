"""Forms of the second step of signing in."""

from wtforms import HiddenField, StringField

from ucap.web.forms import PageForm, Present, StorableText, said_later

_HOW_TO_TYPE = {
    "autocomplete": "one-time-code",
    "spellcheck": "false",
    "autocapitalize": "none",
    "width": "10",
    "dir": "ltr",
}


class CodeForm(PageForm):
    """A code of the app, or a recovery code."""

    code = StringField(
        said_later("Code"),
        [Present(said_later("Enter the code that your app shows.")), StorableText(100)],
        description=said_later("The six digits that your app shows now, or one of your recovery codes."),
        render_kw=_HOW_TO_TYPE,
    )
    next = HiddenField()


class SetUpSecondStepForm(PageForm):
    """The first code of a new secret, which travels with the form, signed."""

    code = StringField(
        said_later("Code"),
        [Present(said_later("Enter the code that your app shows.")), StorableText(100)],
        description=said_later("The six digits that your app shows now."),
        render_kw={**_HOW_TO_TYPE, "inputmode": "numeric"},
    )
    secret = HiddenField()
    next = HiddenField()
