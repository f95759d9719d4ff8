"""Loading the demonstration: through the same operations as people use, as if written over months."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ucap.accounts.models import Person
from ucap.accounts.operations.passwords import hash_of
from ucap.accounts.operations.people import add_person
from ucap.core.database import session, transactional
from ucap.demo.outlines import Outline, outlines, story_of
from ucap.demo.pairings import load_pairing, pairing_rows
from ucap.demo.writing import Story, term_ids, write_story
from ucap.directory.models import Programme
from ucap.directory.operations import load_places, load_vocabularies
from ucap.pairings.models import PROGRAMME_ROLES, Post, PostHolder, Role
from ucap.pairings.operations.giving import give_plan
from ucap.pairings.queries.milestones import milestones_of
from ucap.pairings.queries.plans import PlanFacts, plans

_DATA = Path(__file__).resolve().parent / "data"
_PROGRAMME = "iuc"
_COORDINATOR = "coordinator@demo.example"
_PASSWORD = "demo-password"  # noqa: S105 - published in README, only where UCAP_DEMO is on
_BEGAN_AT = datetime.fromisoformat("2023-09-04T09:00:00+00:00")
_STEP = 6
"""After so many pairings or plans it is told how far the loading has come."""

Tell = Callable[[str], None]
"""Is told how far the loading has come."""


def load_demonstration(tell: Tell = lambda _said: None) -> bool:
    """Load the demonstration unless it is there; tell whether it was loaded now."""
    if session().scalar(select(Programme.id).where(Programme.code == _PROGRAMME)):
        return False
    _load(password_hash=hash_of(_PASSWORD), tell=tell)
    return True


@transactional
def _load(*, password_hash: str, tell: Tell) -> None:
    programme = Programme(code=_PROGRAMME, name="International Urban Cooperation (IUC), 2016–2020")
    session().add(programme)
    load_vocabularies()
    session().flush()
    people = {account["email"]: _add_person(account, password_hash) for account in _read_json("accounts.json")}
    places = load_places()
    coordinator = people[_COORDINATOR]
    _fill_posts_off_sides(programme, people)
    of_programme = pairing_rows()
    for number, row in enumerate(of_programme):
        load_pairing(row, number, programme_id=programme.id, places=places, by=coordinator)
        _tell_of(tell, number + 1, len(of_programme), "pairings")
    _write_plans(people, password_hash, tell)


def _write_plans(people: dict[str, Person], password_hash: str, tell: Tell) -> None:
    """Fill the posts of each plan and write it, in full or in outline."""
    stories, outlined, terms, all_plans = _stories(), outlines(), term_ids(), plans()
    for number, plan in enumerate(all_plans):
        _give_to_experts(plan, by=people[_COORDINATOR])
        _fill_posts(plan, people)
        if plan.title in stories:
            write_story(plan, stories[plan.title], people, terms)
        elif plan.title in outlined:
            emails = _add_writers(plan, outlined[plan.title], people, password_hash)
            reached = {one.phase: one.reached_on for one in milestones_of(plan.pairing_id) if one.reached_on}
            write_story(plan, story_of(plan, outlined[plan.title], reached, emails), people, terms)
        _tell_of(tell, number + 1, len(all_plans), "plans")


def _tell_of(tell: Tell, done: int, total: int, what: str) -> None:
    if done % _STEP == 0 or done == total:
        tell(f"{done}/{total} {what}")


def _stories() -> dict[str, Story]:
    """Return the plans that are written in full, by their titles."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((_DATA / "plans").glob("*.json"))]
    return {story["plan"]: story for story in read}


def _add_writers(plan: PlanFacts, outline: Outline, people: dict[str, Person], password_hash: str) -> dict[str, str]:
    """Give each side somebody who writes for it; return their addresses by the letters of the sides."""
    emails = {}
    for letter, side, other in zip("ab", plan.sides, reversed(plan.sides), strict=True):
        email = f"{_for_address(side.name)}.{_for_address(other.name)}@demo.example"
        account = {"email": email, "name": outline[letter]["writer"], "time_zone": "UTC"}
        people[email] = _add_person(account, password_hash)
        _fill_post({"email": email, "role": Role.EDITOR, "post": "City officer"}, people, side_id=side.id)
        emails[letter] = email
    return emails


def _for_address(name: str) -> str:
    """Return a name in letters that every address may have."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(letter if letter.isalnum() else "-" for letter in plain).strip("-")


def _read_json(name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((_DATA / name).read_text(encoding="utf-8"))
    return read


def _add_person(account: Mapping[str, str], password_hash: str) -> Person:
    return add_person(
        account["email"], name=account["name"], password_hash=password_hash, time_zone=account["time_zone"]
    )


def _fill_posts_off_sides(programme: Programme, people: Mapping[str, Person]) -> None:
    """Fill the posts of the programme, whose coordinator makes the pairings, and of the installation."""
    for account in _read_json("accounts.json"):
        if "place" not in account:
            is_of_programme = Role(account["role"]) in PROGRAMME_ROLES
            _fill_post(account, people, programme_id=programme.id if is_of_programme else None)


def _give_to_experts(plan: PlanFacts, *, by: Person) -> None:
    """Give the plan to the experts who are to have it."""
    places = {place.name for place in plan.places}
    for account in _read_json("accounts.json"):
        if places & set(account.get("plans", ())):
            post = select(Post.id).where(Post.programme_id == plan.programme_id, Post.title == account["post"])
            give_plan(plan.id, session().scalars(post).one(), by=by, at=_BEGAN_AT)


def _fill_posts(plan: PlanFacts, people: Mapping[str, Person]) -> None:
    """Fill the posts of the sides; of a place that is in several pairings, only in the one that the account names."""
    sides = {place.name: side.id for side in plan.sides for place in side.places}
    for account in _read_json("accounts.json"):
        if account.get("place") in sides and account.get("plan", plan.title) == plan.title:
            _fill_post(account, people, side_id=sides[account["place"]])


def _fill_post(account: Mapping[str, Any], people: Mapping[str, Person], **where: UUID | None) -> None:
    post = Post(**where, role=Role(account["role"]), title=account["post"])
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=people[account["email"]].id, since=_BEGAN_AT))
    session().flush()
