from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.factories import (
    NOON,
    change_entry,
    make_coordinator,
    make_entry,
    make_member,
    make_pairing,
    make_part,
    make_pilot,
    make_plan,
)
from tests.pages import PageClient
from tests.queries import count_queries
from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.directory.models import Term
from ucap.entries.models import entry_types
from ucap.pairings.models import Pairing, Post, PostHolder, Role
from ucap.pairings.queries.plans import PlanFacts, plans
from ucap.pairings.queries.reading import pairing_details
from ucap.pilots.models.following import Indicator, Milestone, Reading, Risk, Update
from ucap.pilots.models.pilots import Stage
from ucap.pilots.models.spending import Cost, Funding, Rate
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective
from ucap.stakeholders.models.entries import Engagement, Stakeholder

WHOLE_DOCUMENT = len(entry_types()) + 8
COUNTING_FILES = 4
"""A file is written down before it is made: taking turns, counting, forgetting old ones, noting this one."""

BUDGETS = {
    "/": 11,
    "/plans/{plan}/": 8,
    "/plans/{plan}/missing/": 12,
    "/plans/{plan}/context/": 12,
    "/plans/{plan}/objectives/": 12,
    "/plans/{plan}/measures/": 12,
    "/plans/{plan}/measures/{measure}/": 12,
    "/plans/{plan}/measures/{measure}/edit": 12,
    "/plans/{plan}/measures/{measure}/history": 12,
    "/plans/{plan}/measures/add/measure": 12,
    "/plans/{plan}/measures/paste/measure": 12,
    "/plans/{plan}/objectives/{objective}/": 12,
    "/plans/{plan}/history/": 12,
    "/plans/{plan}/history/?section=measures&what=measure.title&from=2026-01-01": 12,
    "/plans/{plan}/history/compare?from=2026-01-01": 12,
    "/plans/{plan}/history/compare?from=1&to=3": 12,
    "/plans/{plan}/measures/{measure}/history?field=title": 12,
    "/plans/{plan}/measures/{measure}/restore/{last}": 12,
    "/plans/{plan}/deleted/": 12,
    "/plans/{plan}/glance": 16,
    "/plans/{plan}/export/": 16,
    "/plans/{plan}/export/html": WHOLE_DOCUMENT,
    "/plans/{plan}/export/xlsx": WHOLE_DOCUMENT + COUNTING_FILES,
    "/places/{place}/glance": 16,
    "/plans/{plan}/glance.docx": 16 + COUNTING_FILES,
    "/places/": 8,
    "/places/?sort=population&q=r&country=IN&kind=city": 8,
    "/places/?sort=country&after={place}": 8,
    "/places/{place}/": 8,
    "/places/{place}/organisations/": 8,
    "/plans/{plan}/stakeholders/": 12,
    "/plans/{plan}/stakeholders/add/stakeholder": 12,
    "/networks/": 8,
    "/vocabularies/": 8,
    "/vocabularies/{scheme}/": 8,
    "/sign-in": 1,
    "/healthz": 1,
}


def write(plan: PlanFacts, by: Person, *, entries: int) -> tuple[UUID, UUID]:
    """Write so many entries of all types, all linked, the last of them changed."""

    @transactional
    def write_all() -> tuple[UUID, UUID]:
        area = objective = measure = UUID(int=0)
        for _ in range(entries // 3):
            area = make_entry(plan, Area, by=by)
            objective = make_entry(plan, Objective, by=by, area=(area,), unit="m³")
            measure = make_entry(plan, Measure, by=by, objectives=(objective,), giver_id=plan.sides[0].id)
        return objective, measure

    objective, measure = write_all()
    change_entry(plan, measure, by=by, title="Changed")
    return objective, measure


def scheme_of(plan: PlanFacts) -> str:
    statement = select(Term.scheme).join(Pairing).where(Pairing.id == plan.pairing_id)
    return session().scalars(statement).one()


def test_a_page_asks_few_questions_however_much_there_is(client: PageClient) -> None:
    plan, large = make_plan(), make_plan("Colima", "Galați")
    asha, lucia = make_member(plan), make_member(large, side=1)
    small_ids, large_ids = write(plan, asha, entries=3), write(large, lucia, entries=60)
    asked: dict[str, list[int]] = {address: [] for address in BUDGETS}

    for shown, person, (objective, measure) in ((plan, asha, small_ids), (large, lucia, large_ids)):
        client.sign_in(person)
        last = plans([shown.id])[0].version
        place, scheme = shown.sides[0].places[0].id, scheme_of(shown)
        for address, counts in asked.items():
            path = address.format(
                plan=shown.id, objective=objective, measure=measure, last=last, place=place, scheme=scheme
            )
            with count_queries() as statements:
                response = client.send(path)
            assert response.status_code == 200, path
            counts.append(len(statements))

    too_many = {address: few for address, (few, _many) in asked.items() if few > BUDGETS[address]}
    growing = {address: counts for address, counts in asked.items() if len(set(counts)) > 1}
    assert (too_many, growing) == ({}, {})


def test_the_first_page_asks_no_more_for_many_plans(client: PageClient) -> None:
    one = make_plan()
    asha, bram = make_member(one), make_member(one)
    asked = []
    for _ in range(12):
        _give_post(make_plan("Colima", "Galați"), bram)

    for person in (asha, bram):
        client.sign_in(person)
        with count_queries() as statements:
            client.send("/")
        asked.append(len(statements))

    assert asked[1] < asked[0] <= BUDGETS["/"]


LISTS = {
    "/pairings/": 8,
    "/pairings/?q=a&country=IN&theme=T1&phase=exploring&sort=changed": 8,
    "/pairings/?after={pairing}&sort=phase": 8,
}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_of_pairings_asks_no_more_for_many(client: PageClient, address: str) -> None:
    small, large = make_plan(), make_plan("Aachen", "Galați")
    theme = pairing_details(large.pairing_id)
    assert theme is not None
    for number in range(60):
        make_pairing(large.programme_id, theme.theme_id, "Aachen", f"Town {number}")
    asked = []

    for plan in (small, large):
        client.sign_in(make_coordinator(plan))
        with count_queries() as statements:
            response = client.send(address.format(pairing=plan.pairing_id))
        assert response.status_code == 200
        asked.append(len(statements))

    assert asked[0] <= LISTS[address], f"{asked[0]} questions"
    assert asked[1] == asked[0]


@pytest.mark.parametrize("part", ["", "edit", "phase", "pause", "milestones"])
def test_pages_of_a_pairing_ask_few_questions(client: PageClient, part: str) -> None:
    plan = make_plan("Surat", ("Rotterdam", "Delft", "Leiden"), "Oslo")
    client.sign_in(make_coordinator(plan))
    client.open(f"/pairings/{plan.pairing_id}/phase").submit({"to": "drafting"})
    client.open(f"/pairings/{plan.pairing_id}/edit").submit({"topic": "another"})

    with count_queries() as statements:
        client.send(f"/pairings/{plan.pairing_id}/{part}")

    assert len(statements) <= 10


def _give_post(plan: PlanFacts, person: Person) -> None:
    post = Post(side_id=plan.sides[0].id, role=Role.EDITOR, title="editor")
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=person.id, since=NOON))
    session().commit()


PILOTS = {
    "/plans/{plan}/pilots/": 8,
    "/plans/{plan}/pilots/?stage=running&health=late&sort=health": 8,
    "/plans/{plan}/pilots/{pilot}/": 12,
    "/plans/{plan}/pilots/{indicator}/edit": 12,
    "/plans/{plan}/pilots/add/reading?indicator={indicator}&place_id={place}": 12,
    "/programmes/{programme}/pilots/?sort=health": 8,
}


def test_a_stakeholder_asks_no_more_for_many_engagements(client: PageClient) -> None:
    asked = []
    for count in (1, 12):
        plan = make_plan()
        asha, place = make_member(plan), plan.sides[0].places[0].id
        of = make_entry(plan, Stakeholder, by=asha, name="Traders", place_id=place)
        for _ in range(count):
            make_entry(plan, Engagement, by=asha, asked="Where?", place_id=place, stakeholder=(of,))
        client.sign_in(asha)
        with count_queries() as statements:
            assert client.send(f"/plans/{plan.id}/stakeholders/{of}/").status_code == 200
        asked.append(len(statements))

    assert asked[0] <= 12
    assert asked[1] == asked[0]


FINDING_THE_PILOT = 1
"""After a reading the page of the pilot is shown, two links away."""


@pytest.mark.parametrize("address", PILOTS)
def test_a_page_of_pilots_asks_no_more_for_many(client: PageClient, address: str) -> None:
    asked = []
    for parts in (1, 12):
        plan = make_plan()
        asha = make_member(plan)
        pilot, indicator = write_pilots(plan, asha, parts)
        client.sign_in(make_coordinator(plan) if address.startswith("/programmes") else asha)
        path = address.format(
            plan=plan.id,
            pilot=pilot,
            indicator=indicator,
            place=plan.sides[0].places[0].id,
            programme=plan.programme_id,
        )
        with count_queries() as statements:
            response = client.send(path)
        assert response.status_code == 200
        asked.append(len(statements))

    assert asked[0] <= PILOTS[address], f"{asked[0]} questions"
    assert asked[1] == asked[0]


def test_a_reading_costs_what_any_entry_of_a_place_costs(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    _pilot, indicator = write_pilots(plan, asha, 12)
    place, client = plan.sides[0].places[0].id, client.sign_in(asha)
    reading = client.open(f"/plans/{plan.id}/pilots/add/reading?indicator={indicator}&place_id={place}")
    measure = make_entry(plan, Measure, by=asha)
    learning = client.open(f"/plans/{plan.id}/learnings/add/learning?place_id={place}&learnt_from={measure}")
    asked = []

    for page, values in ((reading, {"read_on": "2026-05-04", "value": "3"}), (learning, {"title": "It works"})):
        with count_queries() as statements:
            answer = client.send(page.path, method="POST", data={**page.form(), **values})
        assert answer.status_code == 302
        asked.append(len(statements))

    assert asked[0] <= asked[1] + FINDING_THE_PILOT


def write_pilots(plan: PlanFacts, by: Person, parts: int) -> tuple[UUID, UUID]:
    """Write pilots, as many as parts of the last one and readings of its last indicator; return these two."""

    @transactional
    def write_all() -> tuple[UUID, UUID]:
        pilot = indicator = UUID(int=0)
        for _ in range(parts):
            pilot = make_pilot(plan, by, stage=Stage.RUNNING)
        for kind in (Milestone, Risk, Update, Cost, Funding, Rate, Indicator):
            for _ in range(parts):
                indicator = make_part(plan, kind, pilot, by=by, title="x")
        for number in range(parts):
            make_part(plan, Reading, indicator, by=by, read_on=NOON.date(), value=Decimal(number))
        return pilot, indicator

    return write_all()
