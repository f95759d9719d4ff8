from dataclasses import replace
from datetime import date, timedelta

import pytest

from ucap.directory.models import Helix
from ucap.stakeholders.models.contacts import ContactBasis
from ucap.stakeholders.models.entries import Engagement, InputOutcome
from ucap.stakeholders.rules.organisations import (
    LONGEST_KEPT,
    ContactValues,
    OrganisationValues,
    refusal_to_keep_contact,
    refusal_to_register,
)

TODAY = date(2026, 11, 25)
MILL = OrganisationValues("A mill", Helix.BUSINESS)
CONTACT = ContactValues("Bela", "pumps", "a meeting", ContactBasis.NOTICE, TODAY, TODAY + LONGEST_KEPT)


@pytest.mark.parametrize(
    ("values", "helix", "is_taken", "field"),
    [
        (MILL, "", False, None),
        (MILL, "BUS", False, None),
        (MILL, "CIV", False, "subtype"),
        (MILL, "", True, "name"),
        (replace(MILL, languages=("xx-nothing",)), "", False, "languages"),
        (replace(MILL, website="mill"), "", False, "website"),
    ],
)
def test_what_makes_sense_in_a_register(
    values: OrganisationValues, helix: str, *, is_taken: bool, field: str | None
) -> None:
    refusal = refusal_to_register(values, helix_of_subtype=helix, is_taken=is_taken)

    assert (refusal.field if refusal else None) == field


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"basis_on": TODAY + timedelta(days=1)}, "basis_on"),
        ({"review_on": TODAY}, "review_on"),
        ({"review_on": TODAY + timedelta(days=1)}, None),
        ({"review_on": TODAY + LONGEST_KEPT + timedelta(days=1)}, "review_on"),
        ({"email": "a@b.example"}, None),
        ({"email": "a@b"}, "email"),
        ({"email": "@b.example"}, "email"),
        ({"email": "a b@c.example"}, "email"),
        ({"email": "a@.example"}, "email"),
        ({"email": "a@b@c.example"}, "email"),
    ],
)
def test_what_makes_sense_of_a_contact(changed: dict[str, object], field: str | None) -> None:
    refusal = refusal_to_keep_contact(replace(CONTACT, **changed), today=TODAY)  # type: ignore[arg-type] # as declared

    assert (refusal.field if refusal else None) == field


@pytest.mark.parametrize(
    ("values", "failed"),
    [
        ({"outcome": InputOutcome.USED}, {"used-nowhere"}),
        ({"outcome": InputOutcome.USED, "used_in": ("an id",)}, set()),
        ({"outcome": InputOutcome.NOT_USED}, {"not-used-without-reason"}),
        ({"outcome": InputOutcome.NOT_USED, "because": "no mandate"}, set()),
        ({"outcome": InputOutcome.OPEN}, set()),
    ],
)
def test_what_happened_to_the_input_can_be_followed(values: dict[str, object], failed: set[str]) -> None:
    assert {check.code for check in Engagement.checks if not check.passes(values)} == failed  # type: ignore[arg-type] # ids stand for themselves
