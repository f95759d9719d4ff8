"""Merging two organisations that turned out to be the same."""

from datetime import datetime
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import EditConflict, NotFound
from ucap.directory.models import Organisation
from ucap.history import log
from ucap.stakeholders import access
from ucap.stakeholders.queries.duplicates import (
    drafts_naming,
    merged_before,
    plans_naming,
    stakeholders_naming,
)
from ucap.stakeholders.queries.organisations import organisation_to_change

_KEPT_WHERE_EMPTY = ("website", "languages", "note")


@transactional
def merge_organisations(
    organisation_id: UUID, into_id: UUID, *, seen_versions: tuple[int, int], by: Person, at: datetime
) -> None:
    """Let the one lead to the other: stakeholders and drafts follow, facts that the other lacks go to it.

    Each change stands in the history of its plan or organisation; nothing of the histories is lost.

    Raises:
        EditConflict: if one of the two was changed since it was looked at.
        Forbidden, NotFound: if they are not of one register that the person keeps.
    """
    opened = access.organisations_to_merge(organisation_id, into_id, by)
    if (opened.goes.version, opened.stays.version) != seen_versions:
        raise EditConflict
    _move_stakeholders(organisation_id, into_id, by=by, at=at)
    for merged_id in merged_before(organisation_id):
        _changed(merged_id, by=by, at=at).merged_into_id = into_id
        session().flush()
    goes = _changed(organisation_id, by=by, at=at)
    goes.archived_at = goes.archived_at or at
    goes.merged_into_id = into_id
    session().flush()
    stays = _changed(into_id, by=by, at=at)
    _take_over(goes, stays)
    session().flush()


def _changed(organisation_id: UUID, *, by: Person, at: datetime) -> Organisation:
    """Lock the organisation, and log what is changed in it from now on as its next version."""
    log.open_change(organisation_id, by_id=by.id, at=at)
    organisation = organisation_to_change(organisation_id)
    if organisation is None:
        raise NotFound
    organisation.version += 1
    return organisation


def _move_stakeholders(organisation_id: UUID, into_id: UUID, *, by: Person, at: datetime) -> None:
    """Let stakeholders name the one that stays, plan by plan, each in its own history; drafts follow."""
    for plan_id in plans_naming(organisation_id):
        log.open_change(plan_id, by_id=by.id, at=at)
        for entry in stakeholders_naming(plan_id, organisation_id):
            entry.organisation_id = into_id
            entry.version += 1
        session().flush()
    for draft in drafts_naming(organisation_id):
        draft.fields = [[name, str(into_id) if text == str(organisation_id) else text] for name, text in draft.fields]


def _take_over(goes: Organisation, stays: Organisation) -> None:
    """Give the one that stays the facts that it lacks."""
    for name in _KEPT_WHERE_EMPTY:
        if not getattr(stays, name):
            setattr(stays, name, getattr(goes, name))
    if stays.subtype_id is None and stays.helix == goes.helix:
        stays.subtype_id = goes.subtype_id
