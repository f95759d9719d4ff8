"""What makes sense for an organisation and for a contact person. Pure functions."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from ucap.core.text import message
from ucap.directory.models import Helix
from ucap.places.rules import Refusal, refusal_of_languages, refusal_of_website
from ucap.stakeholders.models.contacts import ContactBasis

LONGEST_KEPT = timedelta(days=3 * 366)
"""Contact data is looked at again after three years at the latest."""


@dataclass(frozen=True)
class OrganisationValues:
    """An organisation as somebody wants it; what each means stands at `Organisation`."""

    name: str
    helix: Helix
    subtype_id: UUID | None = None
    website: str = ""
    languages: tuple[str, ...] = ()
    note: str = ""


def refusal_to_register(values: OrganisationValues, *, helix_of_subtype: str, is_taken: bool) -> Refusal | None:
    """Tell why the organisation cannot be kept so, or None if it can.

    Args:
        helix_of_subtype: the helix of the subtype chosen; empty if none was.
        is_taken: whether the place has another organisation of this name.
    """
    if is_taken:
        return Refusal(message("There is an organisation of this name in the register already: use that one."), "name")
    if helix_of_subtype and helix_of_subtype != values.helix:
        return Refusal(message("Choose a kind that belongs to the helix, or none."), "subtype")
    return refusal_of_languages(values.languages) or refusal_of_website(values.website)


@dataclass(frozen=True)
class ContactValues:
    """A contact person as somebody wants them; what each means stands at `ContactPerson`."""

    name: str
    purpose: str
    source: str
    basis: ContactBasis
    basis_on: date
    review_on: date
    post: str = ""
    email: str = ""
    phone: str = ""


def refusal_to_keep_contact(values: ContactValues, *, today: date) -> Refusal | None:
    """Tell why the contact cannot be kept so, or None if they can."""
    if values.basis_on > today:
        return Refusal(message("This day is still to come: write when it was, and keep no data before."), "basis_on")
    if values.review_on <= values.basis_on:
        return Refusal(message("The day to look again comes after that."), "review_on")
    if values.review_on > values.basis_on + LONGEST_KEPT:
        return Refusal(message("Look again within three years."), "review_on")
    if values.email and not _is_email(values.email):
        return Refusal(message("Write the whole address, such as name@example.org."), "email")
    return None


def _is_email(text: str) -> bool:
    name, _at, host = text.partition("@")
    return (
        bool(name) and "." in host and not host.startswith(".") and "@" not in host and not any(map(str.isspace, text))
    )
