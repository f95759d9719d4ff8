"""The form for a contact person."""

from datetime import date
from typing import Any, Self, cast

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from ucap.core.text import message
from ucap.entries.forms.inputs import DayField, OneOfFew
from ucap.stakeholders.forms.organisations import version_from
from ucap.stakeholders.models.contacts import ContactBasis
from ucap.stakeholders.queries.contacts import ContactFacts
from ucap.stakeholders.rules.organisations import ContactValues
from ucap.web.filters import said
from ucap.web.forms import PageForm, Present, StorableText, clean_text, said_later


class ContactForm(PageForm):
    """What is kept of somebody who speaks for a stakeholder, and on what ground."""

    version = HiddenField()
    name = StringField(
        said_later("Name"),
        [Present(said_later("Write what the person is called.")), StorableText(200)],
        filters=[clean_text],
    )
    post = StringField(said_later("Post"), [StorableText(200)], filters=[clean_text])
    email = StringField(said_later("Email address"), [StorableText(254)], filters=[clean_text])
    phone = StringField(said_later("Phone"), [StorableText(60)], filters=[clean_text])
    purpose = TextAreaField(
        said_later("Purpose"),
        [Present(said_later("Write what the data is kept for.")), StorableText(500)],
        filters=[clean_text],
        description=said_later("What the person will be asked for. The data is used for nothing else."),
        render_kw={"rows": 2},
    )
    source = StringField(
        said_later("Source"),
        [Present(said_later("Write where the data comes from.")), StorableText(300)],
        filters=[clean_text],
        description=said_later("Such as: given by the person at the workshop in May"),
    )
    basis_on = DayField(said_later("Agreed or told on"), description=said_later("The day on which that was."))
    review_on = DayField(
        said_later("Look at it again by"),
        description=said_later("What is not needed any more is erased then. Three years at the longest."),
    )

    @classmethod
    def of(cls, contact: ContactFacts | None = None, *, is_posted: bool = True) -> Self:
        """Return the form, filled with the contact if there is one, or with what was posted."""
        grounds = [SelectChoice(str(basis), said(basis.label)) for basis in ContactBasis]
        fields = {
            "basis": OneOfFew(
                said(message("Ground")),
                [Present(said(message("Choose on what ground the data is kept.")))],
                choices=grounds,
                coerce=str,
            )
        }
        made = cast("type[Self]", type("MadeContactForm", (cls,), fields))
        data: dict[str, Any] | None = {**vars(contact), "basis": str(contact.basis)} if contact else None
        return made(data=data) if is_posted else made(data=data, typed=MultiDict())

    def validate_basis_on(self, field: DayField) -> None:
        """Refuse an empty day."""
        _refuse_empty(field)

    def validate_review_on(self, field: DayField) -> None:
        """Refuse an empty day."""
        _refuse_empty(field)

    @property
    def seen_version(self) -> int:
        """Return the version that was read; 0 if the form does not say."""
        return version_from(self.version.data)

    def values(self) -> ContactValues:
        """Return what was filled in."""
        return ContactValues(
            name=str(self.name.data),
            post=str(self.post.data or ""),
            email=str(self.email.data or "").lower(),
            phone=str(self.phone.data or ""),
            purpose=str(self.purpose.data),
            source=str(self.source.data),
            basis=ContactBasis.of(str(cast("OneOfFew", self["basis"]).data)),
            basis_on=cast("date", self.basis_on.value),
            review_on=cast("date", self.review_on.value),
        )


def _refuse_empty(field: DayField) -> None:
    if field.value is None and not field.errors:
        raise ValidationError(said(message("Write a day, such as 2027-05-03.")))
