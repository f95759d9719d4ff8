"""Keeping registers of organisations."""

from datetime import datetime
from uuid import UUID, uuid4

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import EditConflict, NotFound, RuleBroken
from ucap.core.text import message
from ucap.directory.models import SUBTYPES, Organisation
from ucap.history import log
from ucap.stakeholders import access
from ucap.stakeholders.queries import organisations as queries
from ucap.stakeholders.rules.organisations import OrganisationValues, refusal_to_register


@transactional
def add_organisation(place_id: UUID, values: OrganisationValues, *, by: Person, at: datetime) -> UUID:
    """Put an organisation into the register of the place; return its id.

    Raises:
        RuleBroken: if the values make no sense, or there is one of this name.
        Forbidden, NotFound: if the person may not keep the register.
    """
    access.register_to_keep(place_id, by)
    _refuse_nonsense(place_id, values, but=None)
    organisation = Organisation(id=uuid4(), place_id=place_id, version=1, name=values.name)
    log.start_chain(organisation.id)
    log.open_change(organisation.id, by_id=by.id, at=at)
    _write(organisation, values)
    session().add(organisation)
    session().flush()
    return organisation.id


@transactional
def edit_organisation(
    organisation_id: UUID, values: OrganisationValues, *, seen_version: int, by: Person, at: datetime
) -> None:
    """Give the organisation these values.

    Raises:
        EditConflict: if somebody changed it since the version seen.
        RuleBroken: if the values make no sense, or there is another of this name.
        Forbidden, NotFound: if the person may not keep the register.
    """
    organisation = _organisation_to_change(organisation_id, by=by, at=at)
    if organisation.version != seen_version:
        raise EditConflict
    _refuse_nonsense(organisation.place_id, values, but=organisation_id)
    organisation.version += 1
    _write(organisation, values)


@transactional
def archive_organisation(organisation_id: UUID, *, by: Person, at: datetime) -> None:
    """Say that nobody new is asked of the organisation; plans it is in keep it.

    Raises:
        Forbidden, NotFound: if the person may not keep the register.
    """
    organisation = _organisation_to_change(organisation_id, by=by, at=at)
    if organisation.archived_at is None:
        organisation.version += 1
        organisation.archived_at = at


@transactional
def bring_back_organisation(organisation_id: UUID, *, by: Person, at: datetime) -> None:
    """Take the organisation out of the archive again.

    Raises:
        Forbidden, NotFound: if the person may not keep the register.
    """
    organisation = _organisation_to_change(organisation_id, by=by, at=at)
    if organisation.archived_at is not None:
        organisation.version += 1
        organisation.archived_at = None


def _organisation_to_change(organisation_id: UUID, *, by: Person, at: datetime) -> Organisation:
    """Lock the organisation and check the right again."""
    access.organisation_to_edit(organisation_id, by)
    log.open_change(organisation_id, by_id=by.id, at=at)
    organisation = queries.organisation_to_change(organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def _refuse_nonsense(place_id: UUID, values: OrganisationValues, *, but: UUID | None) -> None:
    helix = queries.helix_of_subtype(values.subtype_id, SUBTYPES)
    if helix is None:
        raise RuleBroken(message("Choose from the list."), field="subtype")
    is_taken = queries.is_name_taken(place_id, values.name, but=but)
    refusal = refusal_to_register(values, helix_of_subtype=helix, is_taken=is_taken)
    if refusal:
        raise RuleBroken(refusal.message, field=refusal.field)


def _write(organisation: Organisation, values: OrganisationValues) -> None:
    organisation.name = values.name
    organisation.helix = values.helix
    organisation.subtype_id = values.subtype_id
    organisation.website = values.website
    organisation.languages = list(values.languages)
    organisation.note = values.note
