"""Forms that ask twice before somebody is erased."""

from collections.abc import Sequence
from typing import Self, cast
from uuid import UUID

from wtforms import BooleanField, PasswordField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types
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


class EraseContactForm(EraseForm):
    """The same, with the places in which single words of a name may mean the person."""

    @classmethod
    def of(cls, places: Sequence[tuple[str, str]]) -> Self:
        """Return the form, with each place by its value and what stands there; none is ticked."""
        meant = SelectMultipleField(
            said(message("Where a part of the name stands alone")),
            choices=[SelectChoice(value, text) for value, text in places],
            description=said(
                message("Tick where it means this person. There it is taken out, and out of what stood there before.")
            ),
        )
        own = {"meant": meant} if places else {}
        return cast("Self", type("MadeEraseContactForm", (cls,), own)())

    @property
    def places(self) -> list[tuple[UUID, str]]:
        """Return the places that were ticked: the entry of each, and its field."""
        ticked: list[str] = self["meant"].data or [] if "meant" in self else []
        return [(UUID(entry_id), field) for entry_id, _colon, field in (one.partition(":") for one in ticked)]


class CloseAccountForm(EraseForm):
    """The same, with the password of who asks for it."""

    password = PasswordField(
        said_later("Your password"),
        [Present(said_later("Enter your password.")), StorableText(1_000)],
        render_kw={"autocomplete": "current-password"},
    )
