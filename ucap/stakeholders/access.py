"""Loading registers, organisations and contact people for a person, with the check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.accounts.rules import digest_of_token
from ucap.core.errors import Forbidden, Gone, NotFound
from ucap.core.languages import DEFAULT_LANGUAGE, translated_languages
from ucap.entries.access import OpenEntry, entry_to_look_up, refuse_to_change
from ucap.entries.fields import Beside
from ucap.entries.queries.naming import EntryName, names_about
from ucap.entries.queries.reading import EntryFacts, entries_of_plan
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.pairings.queries.plans import PlanFacts, plan_of_id
from ucap.pairings.queries.rights import rights_of_person
from ucap.places.access import place_to_view
from ucap.places.queries.places import PlaceFacts
from ucap.stakeholders.models.entries import Engagement, Stakeholder
from ucap.stakeholders.permissions import may_keep_register, may_see_contacts
from ucap.stakeholders.queries.answers import AnswerLinkFacts, answer_link_by_digest
from ucap.stakeholders.queries.contacts import ContactFacts, contact_of_plan
from ucap.stakeholders.queries.entered import place_of_entered_list
from ucap.stakeholders.queries.organisations import (
    OrganisationFacts,
    keepers_of_register,
    organisation_by_id,
    standing_of_place,
)
from ucap.stakeholders.rules.answers import refusal_of_answer_link


@dataclass(frozen=True)
class OpenRegister:
    """The register of a place, opened by a person."""

    place: PlaceFacts
    can_keep: bool


def register_to_view(place_id: UUID, person: Person) -> OpenRegister:
    """Return the register of the place, or raise NotFound if there is no such place."""
    place = place_to_view(place_id, person)
    can_keep = may_keep_register(place.rights, standing_of_place(place_id)) and place.merged_into_id is None
    return OpenRegister(place, can_keep)


def register_to_keep(place_id: UUID, person: Person) -> OpenRegister:
    """Return the register, or raise Forbidden if this person may not keep it, NotFound if there is none."""
    opened = register_to_view(place_id, person)
    if opened.place.merged_into_id:
        raise NotFound
    if not opened.can_keep:
        raise Forbidden(ask=keepers_of_register(standing_of_place(place_id).side_ids))
    return opened


@dataclass(frozen=True)
class OpenList:
    """A list that was put into a register, opened by a person who keeps that."""

    id: UUID
    register: OpenRegister


def list_to_undo(list_id: UUID, person: Person) -> OpenList:
    """Return the list, or raise Forbidden if this person may not keep the register, NotFound if nothing is to undo."""
    place_id = place_of_entered_list(list_id)
    if place_id is None:
        raise NotFound
    return OpenList(list_id, register_to_keep(place_id, person))


@dataclass(frozen=True)
class OpenOrganisation:
    """An organisation opened by a person."""

    facts: OrganisationFacts
    can_keep: bool


def organisation_to_view(organisation_id: UUID, person: Person) -> OpenOrganisation:
    """Return the organisation, even an archived one, or raise NotFound if there is none."""
    found = organisation_by_id(organisation_id)
    if found is None:
        raise NotFound
    rights = rights_of_person(person.id)
    return OpenOrganisation(found, may_keep_register(rights, standing_of_place(found.place_id)))


def organisation_to_edit(organisation_id: UUID, person: Person) -> OpenOrganisation:
    """Return the organisation, or raise NotFound or Forbidden if this person may not change it."""
    opened = organisation_to_view(organisation_id, person)
    if not opened.can_keep:
        raise Forbidden(ask=keepers_of_register(standing_of_place(opened.facts.place_id).side_ids))
    if opened.facts.merged_into_id:
        raise NotFound
    return opened


@dataclass(frozen=True)
class OpenMerging:
    """Two organisations of one register, opened by a person who keeps that."""

    goes: OrganisationFacts
    stays: OrganisationFacts


def organisations_to_merge(organisation_id: UUID, into_id: UUID, person: Person) -> OpenMerging:
    """Return the two, or raise NotFound or Forbidden if they are not of one register that this person keeps."""
    goes = organisation_to_edit(organisation_id, person).facts
    stays = organisation_to_edit(into_id, person).facts
    if goes.id == stays.id or goes.place_id != stays.place_id:
        raise NotFound
    return OpenMerging(goes, stays)


def stakeholder_to_view(plan_id: UUID, entry_id: UUID, person: Person) -> OpenEntry:
    """Return the stakeholder or engagement, even a deleted one, or raise NotFound if there is none they may know of."""
    return entry_to_look_up(plan_id, Beside.STAKEHOLDERS, entry_id, person)


def contacts_to_view(plan_id: UUID, person: Person) -> OpenPlan:
    """Return the plan whose contact people the person sees, or raise NotFound or Forbidden if they may not."""
    plan = plan_to_view(plan_id, person)
    if not may_see_contacts(plan.rights):
        raise Forbidden(ask=plan.ask)
    return plan


@dataclass(frozen=True)
class OpenStakeholder:
    """A stakeholder at which a contact is kept."""

    plan: OpenPlan
    stakeholder: EntryName


def stakeholder_to_contact(plan_id: UUID, entry_id: UUID, person: Person) -> OpenStakeholder:
    """Return the stakeholder, or raise NotFound or Forbidden if this person may not keep contacts there."""
    plan = plan_to_view(plan_id, person)
    found = stakeholder_named(plan_id, entry_id)
    if found is None:
        raise NotFound
    if not may_see_contacts(plan.rights):
        raise Forbidden(ask=plan.ask)
    return OpenStakeholder(plan, found)


def stakeholder_named(plan_id: UUID, entry_id: UUID) -> EntryName | None:
    """Return the stakeholder of the plan; None if it is none or deleted."""
    names = names_about(plan_id, entry_id, DEFAULT_LANGUAGE)
    found = (name for name in names if name.id == entry_id and name.type is Stakeholder)
    return next((name for name in found if not name.is_deleted), None)


@dataclass(frozen=True)
class OpenContact:
    """A contact person, opened by somebody who works on the plan."""

    plan: OpenPlan
    contact: ContactFacts


def contact_to_edit(plan_id: UUID, contact_id: UUID, person: Person) -> OpenContact:
    """Return the contact, or raise NotFound or Forbidden if this person may not see them."""
    plan = plan_to_view(plan_id, person)
    if not may_see_contacts(plan.rights):
        raise Forbidden(ask=plan.ask)
    found = contact_of_plan(plan_id, contact_id)
    if found is None:
        raise NotFound
    return OpenContact(plan, found)


@dataclass(frozen=True)
class OpenEngagement:
    """An engagement opened by a person who may change it.

    Attributes:
        stakeholder: who is asked; None if the plan does not say.
        language: in which the stakeholder is written to.
    """

    plan: OpenPlan
    engagement: EntryFacts
    stakeholder: EntryFacts | None
    language: str

    @property
    def question(self) -> str:
        """Return what is asked, in the language of who is asked if it was written in it."""
        return self.engagement.title(self.language)

    def reachable(self, contacts: Sequence[ContactFacts]) -> list[ContactFacts]:
        """Return those of the contacts who speak for the stakeholder and have an address."""
        of = self.stakeholder.id if self.stakeholder else None
        return [one for one in contacts if one.email and one.stakeholder_id == of]


def engagement_to_ask(plan_id: UUID, engagement_id: UUID, person: Person) -> OpenEngagement:
    """Return the engagement, or raise NotFound or Forbidden if this person may not change it."""
    plan = plan_to_view(plan_id, person)
    entries = {one.id: one for one in entries_of_plan(plan_id, [Stakeholder, Engagement])}
    found = entries.get(engagement_id)
    if found is None or found.type is not Engagement:
        raise NotFound
    refuse_to_change(plan, found.place_id)
    linked = found.value("stakeholder")
    stakeholder = entries.get(linked[0]) if isinstance(linked, tuple) and linked else None
    return OpenEngagement(plan, found, stakeholder, _language_of(stakeholder))


def _language_of(stakeholder: EntryFacts | None) -> str:
    """Return the first of its organisation's languages in which there are pages."""
    organisation_id = stakeholder.value("organisation_id") if stakeholder else None
    organisation = organisation_by_id(organisation_id) if isinstance(organisation_id, UUID) else None
    translated = translated_languages()
    spoken = organisation.languages if organisation else []
    return next((one for one in spoken if one in translated), DEFAULT_LANGUAGE)


@dataclass(frozen=True)
class OpenAnswer:
    """A personal link opened by whoever holds it, and the one question that it is about."""

    link: AnswerLinkFacts
    plan: PlanFacts
    engagement: EntryFacts


def answer_link_to_open(token: str, at: datetime) -> OpenAnswer:
    """Return what a personal link is about, whether it was answered or not.

    Raises:
        NotFound: if there is no such link, or its question is no longer asked.
        Gone: if it was withdrawn, or its time is over.
    """
    link = answer_link_by_digest(digest_of_token(token))
    if link is None:
        raise NotFound
    refusal = refusal_of_answer_link(withdrawn_at=link.withdrawn_at, expires_at=link.expires_at, at=at)
    if refusal is not None:
        raise Gone(refusal)
    plan = plan_of_id(link.plan_id)
    found = next((one for one in entries_of_plan(link.plan_id, [Engagement]) if one.id == link.engagement_id), None)
    if plan is None or found is None:
        raise NotFound
    return OpenAnswer(link, plan, found)
