"""The stakeholders of a plan with what hangs on them, in a fixed number of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ucap.core.database import session
from ucap.entries.fields import FieldValue, Section
from ucap.entries.models import Entry, EntryLink
from ucap.entries.queries.naming import EntryName, names_of_plan
from ucap.entries.queries.reading import EntryFacts, entries_of_plan
from ucap.stakeholders.models.entries import Engagement, InputOutcome, Stakeholder
from ucap.stakeholders.queries.organisations import OrganisationFacts, organisations_by_ids
from ucap.stakeholders.rules.balance import Involved, WorkPhase

_SETTLED = frozenset({InputOutcome.USED, InputOutcome.NOT_USED})


@dataclass(frozen=True)
class PlanStakeholder:
    """A stakeholder with its organisation and what was asked of it, the latest first."""

    entry: EntryFacts
    organisation: OrganisationFacts | None
    engagements: Sequence[EntryFacts]

    def involved(self, names: Mapping[UUID, EntryName]) -> Involved:
        """Return the stakeholder as the balance sees it."""
        linked = [*_ids(self.entry.value("leads")), *_ids(self.entry.value("partner_in"))]
        linked += [target for one in self.engagements for target in _ids(one.value("used_in"))]
        sections = {names[target].type.section for target in linked if target in names}
        return Involved(
            place_id=self.entry.place_id,
            helix=self.organisation.helix if self.organisation else None,
            is_engaged=bool(self.engagements),
            sections=frozenset(section for section in sections if isinstance(section, Section)),
            phases=frozenset(phase for phase in WorkPhase if self.entry.value(phase) is not None),
        )


@dataclass(frozen=True)
class PlanInvolvement:
    """All stakeholders of a plan, and what its entries are called.

    Attributes:
        loose: engagements that name no stakeholder that stands in the plan.
    """

    stakeholders: Sequence[PlanStakeholder]
    loose: Sequence[EntryFacts]
    names: Mapping[UUID, EntryName]


def involvement_of_plan(plan_id: UUID, language: str) -> PlanInvolvement:
    """Return the stakeholders of the plan in the order of the plan."""
    entries = entries_of_plan(plan_id, [Stakeholder, Engagement])
    names = {name.id: name for name in names_of_plan(plan_id, language)}
    asked: dict[UUID, list[EntryFacts]] = {}
    loose = []
    for entry in entries:
        if entry.type is Engagement:
            targets = _ids(entry.value("stakeholder"))
            asked.setdefault(targets[0], []).append(entry) if targets else loose.append(entry)
    own = [entry for entry in entries if entry.type is Stakeholder]
    organisation_ids = {one for entry in own if isinstance(one := entry.value("organisation_id"), UUID)}
    organisations = organisations_by_ids(organisation_ids)
    found = []
    for entry in own:
        known = entry.value("organisation_id")
        engagements = sorted(asked.get(entry.id, []), key=lambda one: str(one.value("done_on") or ""), reverse=True)
        organisation = organisations.get(known) if isinstance(known, UUID) else None
        found.append(PlanStakeholder(entry, organisation, engagements))
    return PlanInvolvement(found, loose, names)


@dataclass(frozen=True)
class Asked:
    """Something that was asked of a stakeholder, as far as the stakeholder's page tells it."""

    id: UUID
    done_on: date | None
    told_on: date | None
    outcome: InputOutcome | None

    @property
    def is_settled(self) -> bool:
        """Tell whether it is said what happened to what was given."""
        return self.outcome in _SETTLED


def asked_of(stakeholder_id: UUID) -> list[Asked]:
    """Return what was asked of the stakeholder, the latest first, in one question."""
    own, entry = Engagement.__table__.c, Entry.__table__.c
    statement = (
        select(own.id, own.done_on, own.told_on, own.outcome)
        .join(Entry.__table__, entry.id == own.id)
        .join(EntryLink, EntryLink.entry_id == own.id)
        .where(EntryLink.target_id == stakeholder_id, EntryLink.field == "stakeholder", entry.deleted_at.is_(None))
        .order_by(own.done_on.desc().nulls_last(), entry.position.desc(), own.id)
    )
    return [Asked(*row) for row in session().execute(statement)]


def is_settled(engagement: EntryFacts) -> bool:
    """Tell whether it is said what happened to what the engagement gave."""
    return engagement.value("outcome") in _SETTLED


def _ids(value: FieldValue) -> tuple[UUID, ...]:
    return value if isinstance(value, tuple) else ()
