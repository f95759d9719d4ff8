"""A plan with an engagement whose stakeholder is asked by a personal link."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.factories import make_answer_link, make_contact, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.measures import Measure
from ucap.stakeholders.models.entries import Engagement, Stakeholder

QUESTION = "Where does the water stand?"


@dataclass
class Asking:
    """The plan, who asks, and what is asked; a contact person of the stakeholder has an address."""

    plan: PlanFacts
    editor: Person
    stakeholder: UUID
    engagement: UUID
    measure: UUID

    @property
    def address(self) -> str:
        return f"/plans/{self.plan.id}/stakeholders/{self.engagement}/ask"

    def link(self) -> str:
        """Make a link, and return its address."""
        return f"/answers/{make_answer_link(self.plan.id, self.engagement, by=self.editor)}"


@pytest.fixture
def asking(client: PageClient) -> Asking:
    plan = make_plan()
    editor, place_id = make_member(plan), plan.sides[0].places[0].id
    stakeholder = make_entry(plan, Stakeholder, by=editor, name="Traders", place_id=place_id)
    make_contact(plan, stakeholder, by=editor, name="Zyta Planted", email="zyta@planted.example")
    engagement = make_entry(
        plan, Engagement, by=editor, asked=QUESTION, place_id=place_id, stakeholder=(stakeholder,), gave="Said before."
    )
    return Asking(plan, editor, stakeholder, engagement, make_entry(plan, Measure, by=editor, title="A secret plaza"))
