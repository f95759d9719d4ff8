from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import DATABASES, migrated, new_database, settings_for
from tests.demonstrations import demonstration_database
from tests.factories import VISIT
from tests.pages import PageClient
from ucap.accounts.models import Person
from ucap.accounts.operations.sessions import sign_in
from ucap.accounts.queries import person_by_email
from ucap.app import create_app
from ucap.core.clock import utc_now
from ucap.core.database import db, session
from ucap.demo.load import load_demonstration
from ucap.entries.fields import Beside, Section
from ucap.entries.queries.reading import EntryFacts, entries_of_plan
from ucap.history.queries import changes
from ucap.pairings.models import Phase, Role
from ucap.pairings.queries.milestones import milestones_of
from ucap.pairings.queries.plans import PlanFacts, plans, plans_of_person
from ucap.pairings.queries.rights import rights_of
from ucap.plans.models.measures import Measure
from ucap.plans.models.objectives import Area, Objective

ACCOUNTS = {
    "coordinator@demo.example": (),
    "expert@demo.example": (),
    "surat@demo.example": (Role.EDITOR, "Surat"),
    "rotterdam@demo.example": (Role.EDITOR, "Rotterdam"),
    "lead.surat@demo.example": (Role.LEAD, "Surat"),
    "lead.rotterdam@demo.example": (Role.LEAD, "Rotterdam"),
    "observer@demo.example": (Role.OBSERVER, "Surat"),
    "outsider@demo.example": (Role.EDITOR, "Colima"),
    "admin@demo.example": (),
}


TODAY = date(2026, 11, 25)
"""The day on which the demonstration stands."""

FULL = (
    "Surat – Rotterdam",
    "Colima – Galați",
    "Kamakura – Umeå",
    "Buenos Aires – Madrid",
    "Guangzhou Development District – Granada",
)
BEGINS = {
    Section.OBJECTIVES: Phase.FOCUS_AGREED,
    Section.MEASURES: Phase.DRAFTING,
    Section.ACTIVITIES: Phase.DRAFTING,
    Section.LEARNINGS: Phase.DRAFTING,
    Section.COMMITMENTS: Phase.DRAFTING,
    Beside.PILOTS: Phase.DRAFTING,
}
"""The phase without which a part of a plan is not written."""

HAS_HAPPENED = ("read_on", "told_on", "done_on", "spent_on", "baseline_on", "decided_on", "rated_on", "since")


@pytest.fixture(scope="module", params=DATABASES)
def loaded_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give the application with the demonstration, as it was loaded into SQLite for all tests, or into PostgreSQL here.

    It is loaded into a database of its own. Where tests have written and deleted, PostgreSQL thinks little of tables,
    and reads them from end to end until they have grown for a while.
    """
    folder = tmp_path_factory.mktemp("loaded")
    if request.param == "sqlite":
        app = create_app(settings_for(demonstration_database(request.param, folder, request), folder))
    else:
        app = migrated(new_database(request.param, folder, request), folder)
        with app.app_context():
            assert load_demonstration()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(loaded_app: Flask) -> Iterator[Flask]:
    """Give the application, its context open."""
    with loaded_app.app_context():
        yield loaded_app
        db.session.remove()


@pytest.fixture
def demonstration(app: Flask) -> dict[str, PlanFacts]:
    """Give the plans of the demonstration by title."""
    return {plan.title: plan for plan in plans()}


def test_the_accounts_exist_with_their_posts(demonstration: dict[str, PlanFacts]) -> None:
    assert set(session().scalars(select(Person.email))) > set(ACCOUNTS)
    for email, post in ACCOUNTS.items():
        person = person_by_email(email)
        assert person is not None
        held = [
            (role, next(side.name for side in plan.sides if side.id == side_id))
            for plan in plans_of_person(person.id)
            for role, side_id in rights_of(person.id, plan.pairing_id).posts
        ]
        assert held == ([post] if post else [])


def test_everybody_signs_in_with_the_published_password(demonstration: dict[str, PlanFacts]) -> None:
    for email in ACCOUNTS:
        assert sign_in(email, "demo-password", visit=VISIT, at=utc_now())


def test_there_are_all_pairings_and_every_plan_is_begun(demonstration: dict[str, PlanFacts]) -> None:
    assert len(plans()) == len(demonstration) == 66
    assert all(plan.is_illustrative and plan.version for plan in plans())
    written = entries_of_plan(demonstration["Surat – Rotterdam"].id)
    assert all(any(entry.type is kind for entry in written) for kind in (Area, Objective, Measure))
    assert any(entry.version > 1 for entry in written)
    assert {entry.created_by for entry in written} > {"Sanne de Vries"}
    assert len(changes(demonstration["Surat – Rotterdam"].id, most=5_000)[0]) > len(written)


def test_text_stands_in_the_language_it_is_marked_with(demonstration: dict[str, PlanFacts]) -> None:
    languages = {entry.language for title in FULL for entry in entries_of_plan(demonstration[title].id)}

    assert languages == {"en", "nl", "es", "ro", "ja", "sv", "zh"}


def test_what_was_written_agrees_with_the_phase_and_with_today(demonstration: dict[str, PlanFacts]) -> None:
    for plan in demonstration.values():
        reached = {one.phase: one.reached_on for one in milestones_of(plan.pairing_id) if one.reached_on}
        for entry in entries_of_plan(plan.id):
            begun = reached.get(BEGINS.get(entry.type.section, Phase.APPLIED))
            assert begun is not None, (plan.title, entry.type)
            assert begun <= entry.created_at.date() <= entry.changed_at.date() < TODAY, (plan.title, entry.title())
            assert_days_fit(entry)


def assert_days_fit(entry: EntryFacts) -> None:
    """Check that what is called done is over, what is going on has begun, and what was measured is past."""
    days = {name: value for name, value in entry.columns.items() if isinstance(value, date)}
    status = entry.columns.get("status") or entry.columns.get("stage")
    told = entry.title()
    if status in {"done", "evaluated", "decided"}:
        assert days["ends_on"] < TODAY, told
    if status in {"ongoing", "running"}:
        assert days["starts_on"] < TODAY <= days["ends_on"], told
    if status == "planned":
        assert days["starts_on"] > TODAY, told
    assert all(days[name] < TODAY for name in HAS_HAPPENED if name in days), told


def test_the_pairings_stand_where_a_programme_does(demonstration: dict[str, PlanFacts]) -> None:
    sides = [side for plan in demonstration.values() for side in plan.sides]
    in_granada = [title for title in demonstration if title.endswith("– Granada")]
    late = [
        plan for plan in demonstration.values() if list(Phase).index(plan.phase) > list(Phase).index(Phase.DRAFTING)
    ]

    assert len({place.id for side in sides for place in side.places}) == 134
    assert [len(side.places) for side in demonstration["Barranquilla, Soledad – Velletri, Rome"].sides] == [2, 2]
    assert sum(any(len(side.places) > 1 for side in plan.sides) for plan in demonstration.values()) == 5
    assert len(in_granada) == 3
    assert len(late) >= 20
    assert {plan.phase for plan in demonstration.values()} == set(Phase)
    assert sum(plan.pause_reason is not None for plan in demonstration.values()) == 4


def test_the_milestones_fit_the_phases_and_the_history_tells_of_them(demonstration: dict[str, PlanFacts]) -> None:
    order = list(Phase)
    for plan in demonstration.values():
        reached = {one.phase: one.reached_on for one in milestones_of(plan.pairing_id) if one.reached_on}
        moves = [event for change in changes(plan.pairing_id)[0] for event in change.events if event.field == "phase"]
        assert list(reached) == order[: order.index(plan.phase) + 1], plan.title
        assert list(reached.values()) == sorted(reached.values())
        assert len(moves) == len(reached)
        moments = [change.at for change in changes(plan.pairing_id)[0]]
        assert moments == sorted(moments, reverse=True), plan.title


def test_loading_it_again_changes_nothing(demonstration: dict[str, PlanFacts]) -> None:
    before = session().scalar(select(func.count()).select_from(Person))

    assert not load_demonstration()

    assert session().scalar(select(func.count()).select_from(Person)) == before
    assert {plan.title: plan for plan in plans()} == demonstration


def test_every_page_of_the_written_plan_opens(client: PageClient, demonstration: dict[str, PlanFacts]) -> None:
    asha = person_by_email("surat@demo.example")
    assert asha is not None
    client.sign_in(asha)
    plan = demonstration["Surat – Rotterdam"]

    paths = [f"/plans/{plan.id}/{part}" for part in ("", *(f"{s}/" for s in Section), "history/", "glance")]
    of_sections = [entry for entry in entries_of_plan(plan.id) if isinstance(entry.type.section, Section)]
    beside = {entry.type: entry for entry in entries_of_plan(plan.id) if entry not in of_sections}
    for entry in (*of_sections, *beside.values()):
        here = f"/plans/{plan.id}/{entry.type.section}/{entry.id}/"
        paths += [here, f"{here}history"]
        if entry.place_id in (None, plan.sides[0].places[0].id):
            paths.append(f"{here}edit")

    assert {path: client.open(path).status for path in paths} == dict.fromkeys(paths, 200)
