"""Putting a list of organisations into a register in one step, and undoing that as one step."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ucap.accounts.models import Person
from ucap.core.database import session, transactional, wait_for_turn
from ucap.core.errors import EditConflict, NotFound, RuleBroken
from ucap.core.text import message
from ucap.directory.models import EnteredList, Helix, Organisation
from ucap.history import log
from ucap.stakeholders import access
from ucap.stakeholders.operations.organisations import add_organisation, change_organisation
from ucap.stakeholders.queries import organisations as queries
from ucap.stakeholders.queries.entered import entered_list_to_change
from ucap.stakeholders.rules.organisations import OrganisationValues


@dataclass(frozen=True)
class EnteredRow:
    """What one row wants: to add an organisation, or to change one that was seen in this version."""

    values: OrganisationValues
    organisation_id: UUID | None = None
    seen_version: int = 0


@transactional
def enter_organisations(place_id: UUID, rows: Sequence[EnteredRow], *, key: UUID, by: Person, at: datetime) -> UUID:
    """Put all rows into the register of the place, or none; return the id of what can be undone.

    The same list sent again with the same key is not entered again.

    Raises:
        EditConflict: if an organisation was changed since it was looked at.
        RuleBroken: if the values of a row make no sense.
        Forbidden, NotFound: if the person may not keep the register.
    """
    access.register_to_keep(place_id, by)
    wait_for_turn(f"register {place_id}")
    if session().get(EnteredList, key) is not None:
        return key
    made: list[dict[str, Any]] = []
    for row in rows:
        if row.organisation_id is None:
            added = add_organisation(place_id, row.values, by=by, at=at)
            made.append({"id": str(added), "version": 1, "before": None})
        else:
            made.append(_change(place_id, row, by=by, at=at))
    session().add(EnteredList(id=key, place_id=place_id, made_at=at, made_by_id=by.id, made=made))
    session().flush()
    return key


def _change(place_id: UUID, row: EnteredRow, *, by: Person, at: datetime) -> dict[str, Any]:
    standing = queries.organisation_by_id(row.organisation_id) if row.organisation_id else None
    if standing is None or standing.place_id != place_id or standing.version != row.seen_version:
        raise EditConflict
    change_organisation(standing.id, row.values, seen_version=row.seen_version, by=by, at=at)
    before = OrganisationValues(
        name=standing.name,
        helix=standing.helix,
        subtype_id=standing.subtype_id,
        website=standing.website,
        languages=tuple(standing.languages),
        note=standing.note,
    )
    kept = {**asdict(before), "subtype_id": str(before.subtype_id) if before.subtype_id else None}
    return {"id": str(standing.id), "version": standing.version + 1, "before": kept}


@transactional
def undo_entering(list_id: UUID, *, by: Person, at: datetime) -> None:
    """Take a list out of its register: what it added goes, what it changed is as it was; all or nothing.

    Raises:
        RuleBroken: if an organisation was changed or used in a plan since.
        Forbidden, NotFound: if the person may not keep the register, or nothing is to be undone.
    """
    entered = entered_list_to_change(list_id)
    if entered is None or entered.undone_at is not None:
        raise NotFound
    access.register_to_keep(entered.place_id, by)
    for made in reversed(entered.made):
        _undo(made, by=by, at=at)
    entered.undone_at = at


def _undo(made: dict[str, Any], *, by: Person, at: datetime) -> None:
    organisation_id = UUID(made["id"])
    standing = queries.organisation_by_id(organisation_id)
    if standing is None or standing.version != made["version"]:
        raise RuleBroken(
            message("“%(name)s” was changed since, so nothing is undone.", name=standing.name if standing else "?")
        )
    before = made["before"]
    if before is not None:
        subtype = UUID(before["subtype_id"]) if before["subtype_id"] else None
        values = {**before, "helix": Helix(before["helix"]), "subtype_id": subtype}
        values["languages"] = tuple(before["languages"])
        change_organisation(organisation_id, OrganisationValues(**values), seen_version=made["version"], by=by, at=at)
        return
    if queries.is_in_a_plan(organisation_id):
        raise RuleBroken(
            message("“%(name)s” is a stakeholder in a plan by now, so nothing is undone.", name=standing.name)
        )
    _remove(organisation_id, by=by, at=at)


def _remove(organisation_id: UUID, *, by: Person, at: datetime) -> None:
    log.open_change(organisation_id, by_id=by.id, at=at)
    organisation = session().get_one(Organisation, organisation_id)
    organisation.version += 1
    session().delete(organisation)
    session().flush()
