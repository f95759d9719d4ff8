"""Loading registers, organisations and contact people for a person, with the check."""

from dataclasses import dataclass
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.errors import Forbidden, NotFound
from ucap.core.languages import DEFAULT_LANGUAGE
from ucap.entries.queries.naming import EntryName, names_of_plan
from ucap.pairings.access import OpenPlan, plan_to_view
from ucap.pairings.queries.rights import rights_of_person
from ucap.places.access import place_to_view
from ucap.places.queries.places import PlaceFacts
from ucap.stakeholders.models.entries import Stakeholder
from ucap.stakeholders.permissions import may_keep_register, may_see_contacts
from ucap.stakeholders.queries.contacts import ContactFacts, contact_of_plan
from ucap.stakeholders.queries.organisations import (
    OrganisationFacts,
    keepers_of_register,
    organisation_by_id,
    standing_of_place,
)


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
    return opened


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
    names = names_of_plan(plan_id, DEFAULT_LANGUAGE)
    return next((name for name in names if name.id == entry_id and name.type is Stakeholder), None)


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
