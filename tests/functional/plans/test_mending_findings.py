"""Every rule and every check: it is found in a plan, its link opens the very field, and mending it there clears it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from bs4 import Tag

from tests.factories import make_entry, make_member, make_plan
from tests.pages import FormValues, Page, PageClient
from ucap.accounts.models import Person
from ucap.core.database import transactional
from ucap.core.money import Money
from ucap.core.text import Message
from ucap.directory.operations import load_vocabularies
from ucap.entries.fields import NEEDED, FieldValue, Section
from ucap.entries.models import Entry, entry_types
from ucap.pairings.queries.plans import PlanFacts
from ucap.plans.models.activities import Activity, ActivityStatus
from ucap.plans.models.commitments import Commitment, CommitmentState
from ucap.plans.models.context import Mandate, Power, Situation
from ucap.plans.models.learnings import Learning, Readers
from ucap.plans.models.measures import Measure, Module
from ucap.plans.models.objectives import Area, Objective
from ucap.plans.models.states import Condition, MeasureState, Outcome
from ucap.plans.models.timing import Timing
from ucap.plans.rules.findings import RULES

IN_SECTIONS = [one for one in entry_types() if isinstance(one.section, Section)]
CHECKS = {check.code: check for entry_type in IN_SECTIONS for check in entry_type.checks}
CONDITIONS = dict.fromkeys(("mandate", "money", "skills", "data", "support", "physical"), Condition.YES)


@dataclass
class Written:
    """A plan in which somebody of its first side writes."""

    plan: PlanFacts
    by: Person

    def add(self, entry_type: type[Entry], **values: FieldValue) -> UUID:
        place: dict[str, Any] = {"place_id": self.plan.sides[0].places[0].id} if entry_type.is_per_place else {}
        return make_entry(self.plan, entry_type, by=self.by, **{**place, **values})


Fix = FormValues
Lacking = Callable[[Written], Fix]
"""Writes an entry that a rule finds fault with; returns what mends it."""


def lacking(entry_type: type[Entry], *, mended_by: Fix, **values: FieldValue) -> Lacking:
    def write(written: Written) -> Fix:
        written.add(entry_type, **values)
        return mended_by

    return write


def five_objectives_in_an_area(written: Written) -> Fix:
    area, other = written.add(Area), written.add(Area)
    for _ in range(5):
        written.add(Objective, area=(area,))
    return {"area": str(other)}


def the_word_of_one_side(written: Written) -> Fix:
    make_entry(written.plan, Area, by=make_member(written.plan, side=1))
    return {"title": "We offer this"}


def a_commitment_from_nowhere(written: Written) -> Fix:
    measure = written.add(Measure)
    written.add(Commitment)
    return {"carries": [str(measure)]}


def nothing(_written: Written) -> Fix:
    return {"title": "The first"}


DAYS = {"starts_on": date(2027, 5, 2), "ends_on": date(2027, 5, 1)}
CASES: dict[str, tuple[str, Lacking]] = {
    "section-empty": ("measures", nothing),
    "side-wrote-nothing": ("objectives", the_word_of_one_side),
    "place-wrote-nothing": ("activities", nothing),
    "type-missing": ("context", lacking(Situation, mended_by={"power": "Drains"})),
    "area-without-objective": ("objectives", lacking(Area, mended_by={"statement": "Dry streets"})),
    "area-with-many-objectives": ("objectives", five_objectives_in_an_area),
    "objective-without-measure": ("measures", lacking(Objective, mended_by={"title": "Plaza"})),
    "measure-without-module": ("measures", lacking(Measure, mended_by={"title": "Contract"})),
    "measure-without-activity": ("activities", lacking(Measure, mended_by={"title": "Workshop"})),
    "measure-taught-nothing": ("learnings", lacking(Measure, mended_by={"title": "Ask first"})),
    "activity-taught-nothing": ("learnings", lacking(Activity, mended_by={"title": "Ask first"})),
    "learning-not-carried-on": ("commitments", lacking(Learning, mended_by={"promise": "We ask"})),
    "activity-not-carried-on": ("commitments", lacking(Activity, mended_by={"promise": "We go on"})),
    "others-decide": ("context", lacking(Mandate, level=Power.SHARED, mended_by={"note": "The state"})),
    "target-without-baseline": ("objectives", lacking(Objective, target=Decimal(2), mended_by={"baseline": "1"})),
    "target-is-baseline": (
        "objectives",
        lacking(Objective, target=Decimal(2), baseline=Decimal(2), mended_by={"target": "3"}),
    ),
    "checked-without-outcome": ("measures", lacking(Module, **CONDITIONS, mended_by={"outcome": "take"})),
    "taken-against-conditions": (
        "measures",
        lacking(Module, money=Condition.NO, outcome=Outcome.TAKE, mended_by={"outcome": "prepare"}),
    ),
    "refused-without-reason": (
        "measures",
        lacking(Module, outcome=Outcome.NOT_FOR_US, mended_by={"because": "No site"}),
    ),
    "nobody-leads": ("activities", lacking(Activity, mended_by={"lead": "Drainage"})),
    "nobody-pays": ("activities", lacking(Activity, cost=Money(Decimal(1), "EUR"), mended_by={"funding_source": "EU"})),
    "ends-before-it-begins": ("activities", lacking(Activity, **DAYS, mended_by={"ends_on": "2 May 2027"})),
    "done-by-half": (
        "activities",
        lacking(Activity, status=ActivityStatus.DONE, progress=Decimal(99), mended_by={"progress": "100"}),
    ),
    "dropped-without-reason": (
        "activities",
        lacking(Activity, status=ActivityStatus.DROPPED, mended_by={"dropped_because": "No money"}),
    ),
    "shared-without-naming": ("learnings", lacking(Learning, readers=Readers.PUBLIC, mended_by={"naming": "named"})),
    "carries-nothing-on": ("commitments", a_commitment_from_nowhere),
    "kept-without-evidence": (
        "commitments",
        lacking(Commitment, state=CommitmentState.KEPT, mended_by={"evidence": "A picture"}),
    ),
    "judged-without-reason": (
        "measures",
        lacking(Measure, state=MeasureState.ADOPTED, mended_by={"state_because": "The council said so"}),
    ),
    "judged-without-end": (
        "commitments",
        lacking(
            Commitment,
            timing=Timing.ON_TIME,
            timing_because="The vote moved",
            mended_by={"timing_until": "1 May 2027"},
        ),
    ),
    "released-without-reason": (
        "commitments",
        lacking(Commitment, state=CommitmentState.RELEASED, mended_by={"reason": "No money"}),
    ),
}
SAID = {
    **{rule.code: rule.said for rule in RULES},
    **{code: check.said for code, check in CHECKS.items()},
    "type-missing": Message("There is nothing under “Mandates” yet."),
}


def test_every_rule_and_every_check_is_tried() -> None:
    assert set(CASES) == {rule.code for rule in RULES} | set(CHECKS)


@pytest.mark.parametrize("code", CASES)
def test_a_finding_opens_the_field_in_which_it_is_mended(client: PageClient, code: str) -> None:
    plan = make_plan("Surat", "Rotterdam")
    written = Written(plan, make_member(plan))
    section, write = CASES[code]
    mending = write(written)
    path = f"/plans/{plan.id}/missing/?section={section}&side=0"
    page = client.sign_in(written.by).open(path)
    links = links_of(page, SAID[code].msgid)

    form, field = open_field(client, links[0])
    assert field in mending
    answer = form.submit(mending)

    assert answer.status == 200
    assert not answer.soup.select(".govuk-error-summary")
    assert len(links_of(client.open(path), SAID[code].msgid)) == len(links) - 1


@pytest.mark.parametrize("entry_type", IN_SECTIONS)
def test_each_needed_field_is_opened_and_mended(client: PageClient, entry_type: type[Entry]) -> None:
    transactional(load_vocabularies)()
    plan = make_plan("Surat", "Rotterdam")
    written = Written(plan, make_member(plan))
    links = {
        name: (written.add(next(t for t in entry_types() if t.type_name() == field.kind.to[0])),)
        for name, field in entry_type.fields.items()
        if hasattr(field.kind, "to")
    }
    title = str(entry_type.title_field().name)
    entry = written.add(entry_type, **{title: "Looked at"})
    page = client.sign_in(written.by).open(f"/plans/{plan.id}/missing/?section={entry_type.section}")
    found = [link for link in links_of(page) if f"{entry}/edit" in link]
    needed = [name for name, field in entry_type.fields.items() if field.is_needed]
    opened = [open_field(client, link) for link in found]

    assert {field for _form, field in opened} >= set(needed)
    if opened:
        form = opened[0][0]
        answer = form.submit({field: answer_to(form, field, links) for _form, field in opened})
        assert not answer.soup.select(".govuk-error-summary"), answer.text
    again = client.open(f"/plans/{plan.id}/missing/?section={entry_type.section}")
    assert [link for link in links_of(again) if f"{entry}/edit" in link] == []


def test_where_there_is_nothing_to_link_to_the_finding_opens_the_form_that_adds_it(client: PageClient) -> None:
    plan = make_plan()
    written = Written(plan, make_member(plan))
    written.add(Objective)
    page = client.sign_in(written.by).open(f"/plans/{plan.id}/missing/?section=objectives")

    form, field = open_field(client, links_of(page, "“Area of cooperation” is still to be written.")[0])

    assert (form.title, field) == ("Add an area of cooperation", "focus")
    form.submit({"focus": "Rain"})
    again = client.open(f"/plans/{plan.id}/missing/?section=objectives")
    (link,) = links_of(again, "“Area of cooperation” is still to be written.")
    assert open_field(client, link)[1] == "area"


def test_the_form_for_a_place_that_has_not_begun_knows_the_place(client: PageClient) -> None:
    plan = make_plan(("Surat", "Navsari"), "Rotterdam")
    navsari = plan.sides[0].places[1]
    written = Written(plan, make_member(plan))
    for entry_type in (Situation, Activity):
        written.add(entry_type)
    page = client.sign_in(written.by).open(f"/plans/{plan.id}/missing/?section=activities&side=0")
    (link,) = links_of(page, "This place has written nothing here yet.")

    form, _field = open_field(client, link)

    assert form.form()["place_id"] == str(navsari.id)
    assert "Navsari" in form.submit({"title": "Workshop"}).text


@pytest.mark.parametrize("given", ["", "x", "\0", "00000000-0000-0000-0000-000000000000"])
def test_an_address_that_gives_no_place_of_ones_own_chooses_none(client: PageClient, given: str) -> None:
    plan = make_plan(("Surat", "Navsari"), "Rotterdam")

    client.sign_in(make_member(plan))
    page = client.open(f"/plans/{plan.id}/activities/add/activity", query_string={"place_id": given, "title": "x"})

    assert page.status == 200
    assert "place_id" not in page.form()
    assert page.form()["title"] == ""


def test_needed_is_a_code_of_its_own() -> None:
    assert NEEDED not in CASES


def links_of(page: Page, words: str = "") -> list[str]:
    """Return where the findings that say this are mended."""
    return [
        str(link["href"])
        for one in page.soup.select(".ucap-finding")
        if words in one.get_text(" ")
        for link in one.select(".ucap-finding__do a")
    ]


def open_field(client: PageClient, link: str) -> tuple[Page, str]:
    """Open what the link leads to; return the form and the name of the control that the link ends at."""
    address, fragment = link.split("#")
    page = client.open(address)
    control = page.soup.find(id=fragment)
    assert isinstance(control, Tag)
    assert control.name in {"input", "textarea", "select"}
    assert control["name"] == fragment
    return page, fragment


def answer_to(form: Page, name: str, links: Mapping[str, tuple[UUID, ...]]) -> str:
    """Return an answer that the control takes: one of its choices, or words, a number, a day or an amount."""
    if name in links:
        return str(links[name][0])
    options = [str(one["value"]) for one in form.soup.select(f"[name={name}][value], select[name={name}] option")]
    chosen = [value for value in options if value]
    if chosen:
        return chosen[-1 if name == "receiver_id" else 0]
    return {"baseline": "1", "target": "2", "value": "3", "year": "2020", "cost": "0 EUR"}.get(
        name, "1 May 2027" if name.endswith("_on") else "Words"
    )
