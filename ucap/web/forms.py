"""What all forms share: text that can be kept, and messages of rules beside their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import request, session
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, ValidationError
from wtforms.meta import DefaultMeta

from ucap.core.errors import RuleBroken
from ucap.core.text import Message, message, normalised, unstorable_character, visible_text
from ucap.web.filters import said
from ucap.web.held import TOKEN

_STALE_TOKEN = message("This page was older than your session. Nothing was saved yet: look it over and save again.")


class StorableText:
    """Refuses text that no database or file can keep, and text that is too long."""

    def __init__(self, longest: int) -> None:
        """Allow up to `longest` characters."""
        self.longest = longest

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ValidationError if the text cannot be kept."""
        text = field.data or ""
        if not isinstance(text, str):
            return
        refused = unstorable_character(text)
        if refused is not None:
            where = text.index(refused) + 1
            field.data = visible_text(text)
            raise ValidationError(
                said(message("Character %(where)s cannot be kept: delete it or type it again.", where=where))
            )
        if len(text) > self.longest:
            raise ValidationError(
                said(
                    message(
                        "Shorten this text: it has %(length)s characters, and %(longest)s fit.",
                        length=len(text),
                        longest=self.longest,
                    )
                )
            )


class Present:
    """Refuses an empty field with a sentence that names what is missing; later checks are left out then."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it so

    def __init__(self, text: str) -> None:
        """Say `text` if the field is empty."""
        self.text = text

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ValidationError if nothing was typed."""
        if not (field.data or "").strip():
            raise ValidationError(self.text)


def said_later(msgid: str) -> str:
    """Return a text of a form that is declared before its reader is known; it is translated when shown."""
    return cast("str", lazy_gettext(msgid))


def clean_text(value: str | None) -> str:
    """Return what was typed, in one Unicode form and without blanks around it; a filter for text fields."""
    return normalised(value or "").strip()


class OwnTranslations:
    """Gives WTForms our translations of its sentences; it brings its own for few languages."""

    sentences = (
        message("Not a valid choice."),
        message("'%(value)s' is not a valid choice for this field."),
        message("'%(value)s' are not valid choices for this field."),
    )

    def gettext(self, text: str) -> str:
        """Return the sentence in the reader's language."""
        return said(Message(text))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the sentence in the form that the language has for the count."""
        return said(Message(singular, plural=plural, count=count))


class AddressForm(Form):
    """A form whose answers stand in the address: it asks for something and changes nothing."""

    class Meta(DefaultMeta):
        """Has WTForms ask us for its sentences."""

        def get_translations(self, form: object) -> OwnTranslations:  # noqa: ARG002 - fixed by WTForms
            """Return what translates the sentences of WTForms."""
            return OwnTranslations()

    def __init__(self) -> None:
        """Fill the form with what the address says."""
        super().__init__(request.args)


class ListForm(AddressForm):
    """Narrows a list down and sorts it. What makes no sense is refused beside its field and asks for nothing."""

    def __init__(self) -> None:
        """Read the address."""
        super().__init__()
        self.validate()

    def asked_in(self, name: str) -> str:
        """Return what is asked for in a field; nothing if it makes no sense."""
        field: Any = self[name]
        return "" if field.errors else str(field.data or "")


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed down to in one field, in words, and the address of the list without it."""

    label: str
    value: str
    url: str


class PageForm(FlaskForm):
    """A form on a page. Its own messages come from rules."""

    class Meta(FlaskForm.Meta):
        """Has WTForms ask us for its sentences."""

        def get_translations(self, form: object) -> OwnTranslations:  # noqa: ARG002 - fixed by WTForms
            """Return what translates the sentences of WTForms."""
            return OwnTranslations()

    def __init__(self, *, data: Mapping[str, Any] | None = None, typed: MultiDict[str, str] | None = None) -> None:
        """Fill the form with what was posted, else with `data`; JSON and files are nothing that a field could take.

        What was typed before stands in place of what was posted.
        """
        posted = typed if typed is not None else request.form if request.method == "POST" else None
        super().__init__(posted, data=data)  # type: ignore[no-untyped-call] # Flask-WTF is typed in part

    def validate_on_submit(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Tell whether the form was posted, with the token of this session, and is well formed."""
        is_valid = bool(super().validate_on_submit(extra_validators))  # type: ignore[no-untyped-call] # likewise
        if TOKEN in self._fields and self._fields[TOKEN].errors:
            self._fields[TOKEN].errors = ()
            self.form_errors.insert(0, said(_STALE_TOKEN))
        return is_valid

    def refuse(self, broken: RuleBroken) -> None:
        """Show the rule's message, beside its field if it names one."""
        text = said(broken.message)
        field: Any = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(text)
        else:
            field.errors = [*field.errors, text]


class DoorForm(PageForm):
    """A form for strangers, too: it needs the session's token where there is a session.

    A stranger has none, and the doors refuse posts from other sites anyway.
    """

    class Meta(PageForm.Meta):
        """Switches the token on where there can be one."""

        @property
        def csrf(self) -> bool:  # type: ignore[override] # WTForms only reads it
            """Tell whether the visitor has a session."""
            return TOKEN in session
