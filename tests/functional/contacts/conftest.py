"""A plan with a stakeholder and a contact person whose name and address are planted."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.factories import make_contact, make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.models.entries import Stakeholder

NAME, EMAIL = "Zyta Planted", "zyta@planted.example"


@dataclass
class Contacting:
    """The plan, who works on it, and the contact."""

    plan: PlanFacts
    editor: Person
    stakeholder: UUID
    contact: UUID

    @property
    def address(self) -> str:
        return f"/plans/{self.plan.id}/stakeholders/"


@pytest.fixture
def contacting(client: PageClient) -> Contacting:
    plan = make_plan()
    editor = make_member(plan)
    stakeholder = make_entry(plan, Stakeholder, by=editor, name="Traders", place_id=plan.sides[0].places[0].id)
    contact = make_contact(plan, stakeholder, by=editor, name=NAME, email=EMAIL)
    client.sign_in(editor)
    return Contacting(plan, editor, stakeholder, contact)
