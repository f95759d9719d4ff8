"""A plan with an editor, a stakeholder of academia and what was asked of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from tests.factories import make_entry, make_member, make_organisation, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.directory.models import Helix
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.measures import Measure
from ucap.stakeholders.models.entries import Engagement, InputOutcome, Involvement, Stakeholder


@dataclass
class Involving:
    """The plan, its editor, and its entries."""

    plan: PlanFacts
    editor: Person
    stakeholder: UUID
    measure: UUID

    @property
    def address(self) -> str:
        return f"/plans/{self.plan.id}/stakeholders/"


@pytest.fixture
def involving(client: PageClient) -> Involving:
    plan = make_plan()
    editor, place_id = make_member(plan), plan.sides[0].places[0].id
    measure = make_entry(plan, Measure, by=editor, title="Water plaza")
    stakeholder = make_entry(
        plan,
        Stakeholder,
        by=editor,
        name="Institute of rain",
        place_id=place_id,
        organisation_id=make_organisation(place_id, "Institute", Helix.ACADEMIA),
        planning=Involvement.WORKS,
        influence=Decimal(4),
        interest=Decimal(5),
    )
    make_entry(
        plan,
        Engagement,
        by=editor,
        asked="How much rain?",
        place_id=place_id,
        stakeholder=(stakeholder,),
        done_on=date(2026, 5, 4),
        outcome=InputOutcome.USED,
        used_in=(measure,),
    )
    client.sign_in(editor)
    return Involving(plan, editor, stakeholder, measure)
