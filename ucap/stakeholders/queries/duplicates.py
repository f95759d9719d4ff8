"""Questions about organisations that may be the same, and what hangs on one that is merged into another."""

from uuid import UUID

from sqlalchemy import String, cast, select

from ucap.core.database import session
from ucap.directory.models import Organisation
from ucap.entries.kept_forms import Draft
from ucap.entries.models import Entry
from ucap.stakeholders.models.entries import Stakeholder
from ucap.stakeholders.rules.duplicates import Named


def names_of_register(place_id: UUID) -> list[Named]:
    """Return the organisations of the place that stand, by their names."""
    statement = (
        select(Organisation.id, Organisation.name, Organisation.website, Organisation.not_same)
        .where(Organisation.place_id == place_id, Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name_key, Organisation.id)
    )
    return [Named(*row) for row in session().execute(statement)]


def plans_naming(organisation_id: UUID) -> list[UUID]:
    """Return the plans in which an entry names the organisation, be it deleted."""
    entry, own = Entry.__table__.c, Stakeholder.__table__
    statement = (
        select(entry.plan_id)
        .join(own, own.c.id == entry.id)
        .where(own.c.organisation_id == organisation_id)
        .distinct()
        .order_by(entry.plan_id)
    )
    return list(session().scalars(statement))


def stakeholders_naming(plan_id: UUID, organisation_id: UUID) -> list[Stakeholder]:
    """Return the entries of the plan that name the organisation, as objects to be changed."""
    statement = select(Stakeholder).where(
        Stakeholder.plan_id == plan_id, Stakeholder.organisation_id == organisation_id
    )
    return list(session().scalars(statement.order_by(Stakeholder.id), execution_options={"populate_existing": True}))


def drafts_naming(organisation_id: UUID) -> list[Draft]:
    """Return the drafts of forms in which the organisation is chosen."""
    statement = select(Draft).where(cast(Draft.fields, String).contains(str(organisation_id))).order_by(Draft.id)
    return list(session().scalars(statement))


def merged_before(organisation_id: UUID) -> list[UUID]:
    """Return the organisations that were merged into this one."""
    statement = select(Organisation.id).where(Organisation.merged_into_id == organisation_id)
    return list(session().scalars(statement.order_by(Organisation.id)))
