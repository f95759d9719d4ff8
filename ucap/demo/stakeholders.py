"""The stakeholders of the illustrative plan: registers, whom the plan asks, what was asked, and whom to contact."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from ucap.accounts.models import Person
from ucap.directory.models import SUBTYPES, Helix
from ucap.entries.fields import FieldValue
from ucap.entries.operations.saving import add_entry
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.models.contacts import ContactBasis
from ucap.stakeholders.models.entries import Engagement, EngagementKind, InputOutcome, Involvement, Stakeholder
from ucap.stakeholders.operations.contacts import add_contact
from ucap.stakeholders.operations.organisations import add_organisation
from ucap.stakeholders.rules.organisations import ContactValues, OrganisationValues

_DATA = Path(__file__).resolve().parent / "data" / "surat_rotterdam_stakeholders.json"
_BEGAN_AT = datetime.fromisoformat("2026-02-16T08:00:00+00:00")
_WRITERS = {"Surat": "surat@demo.example", "Rotterdam": "rotterdam@demo.example"}

Terms = Callable[[str, str], UUID]


def write_stakeholders(
    plan: PlanFacts, people: Mapping[str, Person], entries: Mapping[str, UUID], *, terms: Terms
) -> dict[str, UUID]:
    """Write the stakeholders of the plan, whose entries have these names; return them by theirs."""
    written: dict[str, UUID] = {}
    places = {place.name: place.id for side in plan.sides for place in side.places}
    known = dict(entries)
    for row in json.loads(_DATA.read_text(encoding="utf-8")):
        by = people[_WRITERS[row["place"]]]
        organisation_id = add_organisation(places[row["place"]], _organisation(row, terms), by=by, at=_BEGAN_AT)
        if "why" not in row:
            continue
        values = {**_stakeholder(row, known), "place_id": places[row["place"]], "organisation_id": organisation_id}
        stakeholder_id = add_entry(plan.id, Stakeholder, values=values, by=by, at=_BEGAN_AT)
        written[row["name"]] = stakeholder_id
        for asked in row["asked"]:
            own = {**_engagement(asked, known), "place_id": places[row["place"]], "stakeholder": (stakeholder_id,)}
            at = datetime.fromisoformat(f"{asked['on']}T15:00:00+00:00")
            add_entry(plan.id, Engagement, values=own, by=by, at=at)
        if "contact" in row:
            add_contact(plan.id, stakeholder_id, _contact(row["contact"]), by=by, at=_BEGAN_AT)
    return written


def _organisation(row: Mapping[str, Any], terms: Terms) -> OrganisationValues:
    return OrganisationValues(
        name=row["name"],
        helix=Helix(row["kind"].partition("-")[0]),
        subtype_id=terms(SUBTYPES, row["kind"]),
        website=row.get("website", ""),
        languages=tuple(row["languages"].split()),
        note=row.get("note", ""),
    )


def _stakeholder(row: Mapping[str, Any], known: Mapping[str, UUID]) -> dict[str, FieldValue]:
    phases = zip(("planning", "rollout", "implementation"), row["phases"], strict=True)
    return {
        "name": row["name"],
        "why_asked": row["why"],
        **{phase: Involvement.of(role) if role else None for phase, role in phases},
        "influence": Decimal(row["influence"]),
        "interest": Decimal(row["interest"]),
        "leads": tuple(known[name] for name in row.get("leads", [])),
        "partner_in": tuple(known[name] for name in row.get("partner_in", [])),
    }


def _engagement(asked: Mapping[str, Any], known: Mapping[str, UUID]) -> dict[str, FieldValue]:
    return {
        "asked": asked["asked"],
        "done_on": date.fromisoformat(asked["on"]),
        "kind": EngagementKind.of(asked["kind"]),
        "gave": asked.get("gave"),
        "outcome": InputOutcome.of(asked.get("outcome", "open")),
        "used_in": tuple(known[name] for name in asked.get("used_in", [])),
        "because": asked.get("because"),
        "told_on": date.fromisoformat(asked["told"]) if "told" in asked else None,
    }


def _contact(given: Mapping[str, str]) -> ContactValues:
    return ContactValues(
        name=given["name"],
        post=given["post"],
        email=given["email"],
        purpose=given["purpose"],
        source=given["source"],
        basis=ContactBasis.of(given["basis"]),
        basis_on=date.fromisoformat(given["basis_on"]),
        review_on=date.fromisoformat(given["review_on"]),
    )
