"""What pages of contact people show. Nobody sees them but those who work on the plan."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ucap.core.errors import NotFound
from ucap.core.languages import day_text
from ucap.core.sheets import cell_text
from ucap.core.text import Message, message
from ucap.entries.queries.naming import names_of_plan
from ucap.pairings.access import OpenPlan
from ucap.stakeholders.access import OpenContact
from ucap.stakeholders.forms.contacts import ContactForm
from ucap.stakeholders.models.entries import Stakeholder
from ucap.stakeholders.pages.organisations import Difference
from ucap.stakeholders.queries.contacts import ContactFacts, contact_of_plan, contacts_of_plan
from ucap.web.filters import page_language, said


@dataclass(frozen=True)
class ShownContact:
    """A contact person, whom they speak for, and whether it is time to look at the data again."""

    facts: ContactFacts
    stakeholder: str
    is_due: bool


@dataclass(frozen=True)
class ContactsPage:
    """The contact people of a plan, those first whose data is to be looked at first."""

    plan: OpenPlan
    contacts: Sequence[ShownContact]
    stakeholders: Mapping[UUID, str]
    due_count: int


def contacts_page(plan: OpenPlan, today: date) -> ContactsPage:
    """Return the contact people of the plan."""
    names = names_of_plan(plan.id, page_language(), with_deleted=True)
    titles = {name.id: name.title for name in names if name.type is Stakeholder}
    shown = [
        ShownContact(one, titles.get(one.stakeholder_id, ""), is_due=one.review_on <= today)
        for one in contacts_of_plan(plan.id)
    ]
    standing = {name.id: name.title for name in names if name.type is Stakeholder and not name.is_deleted}
    return ContactsPage(plan, shown, standing, sum(one.is_due for one in shown))


_COLUMNS = (
    message("Stakeholder"),
    message("Name"),
    message("Post"),
    message("Email address"),
    message("Phone"),
    message("Purpose"),
    message("Source"),
    message("Ground"),
    message("Agreed or told on"),
    message("Look at it again by"),
)


def contacts_sheet(page: ContactsPage) -> str:
    """Return the contact people as CSV, marked as personal data in its first line."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([said(message("Personal data: for the purposes named here only; delete this file after use."))])
    writer.writerow([said(label) for label in _COLUMNS])
    for one in page.contacts:
        facts = one.facts
        texts = (one.stakeholder, facts.name, facts.post, facts.email, facts.phone, facts.purpose, facts.source)
        days = (facts.basis_on.isoformat(), facts.review_on.isoformat())
        writer.writerow([*map(cell_text, texts), said(facts.basis.label), *days])
    return file.getvalue()


def conflict_of(form: ContactForm, opened: OpenContact) -> list[Difference]:
    """Return what somebody else has saved meanwhile and is not what the form says; the form takes the new version."""
    found = contact_of_plan(opened.plan.id, opened.contact.id)
    if found is None:
        raise NotFound
    form.version.data = str(found.version)
    typed = form.values()
    return [
        Difference(name, str(form[name].label.text), _text(getattr(found, name)))
        for name in vars(typed)
        if getattr(found, name) != getattr(typed, name)
    ]


def _text(value: object) -> str:
    if isinstance(value, date):
        return day_text(value, page_language())
    label: Message | None = getattr(value, "label", None)
    return said(label) if label else str(value)
