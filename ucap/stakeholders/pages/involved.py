"""What the page of a stakeholder or an engagement shows beside what every entry's page does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from ucap.core.text import Message, message
from ucap.entries.access import OpenEntry
from ucap.entries.models import Entry
from ucap.entries.pages.entry import EntryPage, entry_page
from ucap.stakeholders.models.entries import Engagement, Stakeholder
from ucap.stakeholders.pages.stakeholders import adding_url, ask_url
from ucap.stakeholders.permissions import may_see_contacts
from ucap.stakeholders.queries.involved import asked_of
from ucap.stakeholders.rules.balance import waits_for_answer


@dataclass(frozen=True)
class ShownAsked:
    """What was asked of a stakeholder, and what became of it; `is_waiting` says whether it has yet to hear that."""

    title: str
    language: str
    url: str
    done_on: date | None
    outcome: Message
    is_waiting: bool


@dataclass(frozen=True)
class InvolvedPage:
    """The page of a stakeholder or an engagement; an address is empty where there is nothing, or not for this person.

    Attributes:
        engagements: what was asked of the stakeholder, the latest first.
        ask_url: where the stakeholder of the engagement is asked by a personal link.
        add_url: where an engagement of the stakeholder is added.
        register_url: the organisation in the register.
        contacts_url: the contact people of the plan.
        contact_url: where a contact person of the stakeholder is added.
    """

    entry: EntryPage
    engagements: Sequence[ShownAsked] = ()
    ask_url: str = ""
    add_url: str = ""
    register_url: str = ""
    contacts_url: str = ""
    contact_url: str = ""


def involved_page(opened: OpenEntry, on: date) -> InvolvedPage:
    """Return what the page of whatever stands beside the sections as a stakeholder does shows on a day."""
    page = entry_page(opened, on)
    if opened.deletion:
        return InvolvedPage(page)
    if opened.entry.type is Engagement:
        return InvolvedPage(page, ask_url=ask_url(opened.plan, opened.entry) or "")
    return _stakeholder_page(page, opened, on) if opened.entry.type is Stakeholder else InvolvedPage(page)


def _stakeholder_page(page: EntryPage, opened: OpenEntry, on: date) -> InvolvedPage:
    plan, entry = opened.plan, opened.entry
    sees_contacts = may_see_contacts(plan.rights)
    organisation_id = entry.value("organisation_id")
    return InvolvedPage(
        page,
        engagements=_asked(page, opened, on),
        add_url=_add_url(Engagement, opened) if opened.can_edit else "",
        register_url=url_for("organisations.show_organisation", organisation_id=organisation_id)
        if isinstance(organisation_id, UUID)
        else "",
        contacts_url=url_for("contacts.list_contacts", plan_id=plan.id) if sees_contacts else "",
        contact_url=url_for("contacts.add_contact", plan_id=plan.id, entry_id=entry.id) if sees_contacts else "",
    )


def _asked(page: EntryPage, opened: OpenEntry, on: date) -> list[ShownAsked]:
    names = {name.id: name for name in page.linked_from}
    return [
        ShownAsked(
            title=names[one.id].title,
            language=names[one.id].language,
            url=url_for("stakeholders.show_stakeholder", plan_id=opened.plan.id, entry_id=one.id),
            done_on=one.done_on,
            outcome=one.outcome.label if one.outcome else message("Still open"),
            is_waiting=waits_for_answer(asked_on=one.done_on, told_on=one.told_on, is_settled=one.is_settled, today=on),
        )
        for one in asked_of(opened.entry.id)
        if one.id in names
    ]


def _add_url(entry_type: type[Entry], opened: OpenEntry) -> str:
    return adding_url(opened.plan, entry_type, stakeholder=opened.entry.id, place_id=opened.entry.place_id)
