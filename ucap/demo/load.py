"""Loading the demonstration: through the same operations as people use, as if written over months."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ucap.accounts.models import Person
from ucap.accounts.operations.passwords import hash_of
from ucap.accounts.operations.people import add_person
from ucap.core.database import session, transactional
from ucap.demo.pairings import load_pairing, pairing_rows
from ucap.demo.pilots import write_pilots
from ucap.demo.stakeholders import write_stakeholders
from ucap.directory.models import Place, Programme, Term
from ucap.directory.operations import load_places, load_vocabularies
from ucap.entries.fields import FieldValue, Links, PlaceOfPlan, SideOfPlan, Terms, value_from_log
from ucap.entries.models import Entry, entry_type_named
from ucap.entries.operations.saving import add_entry, save_entry
from ucap.entries.queries.reading import EntryFacts, entries_of_plan
from ucap.pairings.models import PROGRAMME_ROLES, Post, PostHolder, Role, Side, SidePlace
from ucap.pairings.operations.giving import give_plan
from ucap.pairings.queries.plans import PlanFacts, plans

_DATA = Path(__file__).resolve().parent / "data"
_PROGRAMME = "iuc"
_COORDINATOR = "coordinator@demo.example"
_PASSWORD = "demo-password"  # noqa: S105 - published in README, only where UCAP_DEMO is on
_BEGAN_AT = datetime.fromisoformat("2026-02-02T09:00:00+00:00")
_OPENED_AT = datetime.fromisoformat("2023-09-04T09:00:00+00:00")
_WRITTEN = {"Surat – Rotterdam": "surat_rotterdam.json"}


def load_demonstration() -> bool:
    """Load the demonstration unless it is there; tell whether it was loaded now."""
    if session().scalar(select(Programme.id).where(Programme.code == _PROGRAMME)):
        return False
    _load(password_hash=hash_of(_PASSWORD))
    return True


@transactional
def _load(*, password_hash: str) -> None:
    programme = Programme(code=_PROGRAMME, name="International Urban Cooperation (IUC), 2016–2020")
    session().add(programme)
    load_vocabularies()
    session().flush()
    people = {account["email"]: _add_person(account, password_hash) for account in _read_json("accounts.json")}
    places = load_places()
    coordinator = people[_COORDINATOR]
    _fill_posts_off_sides(programme, people)
    for number, row in enumerate(pairing_rows()):
        pairing_id = load_pairing(row, number, programme_id=programme.id, places=places, by=coordinator)
        _fill_posts(pairing_id, people)
    for plan in plans():
        _give_to_experts(plan, by=coordinator)
        if plan.title in _WRITTEN:
            written = _write_plan(plan, _read_json(_WRITTEN[plan.title]), people)
            written |= write_stakeholders(plan, people, written, terms=_term)
            write_pilots(plan, people, written, terms=_term)


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
    places = {place.name for side in plan.sides for place in side.places}
    for account in _read_json("accounts.json"):
        if places & set(account.get("plans", ())):
            post = select(Post.id).where(Post.programme_id == plan.programme_id, Post.title == account["post"])
            give_plan(plan.id, session().scalars(post).one(), by=by, at=_BEGAN_AT)


def _fill_posts(pairing_id: UUID, people: Mapping[str, Person]) -> None:
    for account in _read_json("accounts.json"):
        side_id = _side_of(pairing_id, account.get("place", ""))
        if side_id:
            _fill_post(account, people, side_id=side_id)


def _fill_post(account: Mapping[str, Any], people: Mapping[str, Person], **where: UUID | None) -> None:
    post = Post(**where, role=Role(account["role"]), title=account["post"])
    session().add(post)
    session().flush()
    session().add(PostHolder(post_id=post.id, person_id=people[account["email"]].id, since=_BEGAN_AT))
    session().flush()


def _side_of(pairing_id: UUID, place: str) -> UUID | None:
    """Return the side of the pairing on which the place stands."""
    statement = (
        select(Side.id)
        .join(SidePlace, SidePlace.side_id == Side.id)
        .join(Place, Place.id == SidePlace.place_id)
        .where(Side.pairing_id == pairing_id, Place.name == place)
    )
    return session().scalars(statement).one_or_none()


@dataclass(frozen=True)
class _Named:
    """What the steps of a written plan call by name: sides, places, and entries written so far."""

    sides: Mapping[str, UUID]
    places: Mapping[str, UUID]
    entries: dict[str, UUID]


def _write_plan(plan: PlanFacts, steps: list[dict[str, Any]], people: Mapping[str, Person]) -> dict[str, UUID]:
    """Write a plan step by step; return its entries by the names that the steps give them."""
    plan_id, sides = plan.id, plan.sides
    named = _Named(
        sides={side.name: side.id for side in sides},
        places={place.name: place.id for side in sides for place in side.places},
        entries={},
    )
    for step in steps:
        by, at = people[step["by"]], datetime.fromisoformat(step["at"])
        if step["do"] == "add":
            entry_type = entry_type_named(step["type"])
            values = _values(entry_type, step["values"], named)
            named.entries[step["name"]] = add_entry(plan_id, entry_type, values=values, by=by, at=at)
        else:
            entry = _entry(plan_id, named.entries[step["name"]])
            values = {**entry.values(), **_values(entry.type, step["values"], named)}
            save_entry(plan_id, entry.id, values=values, seen_version=entry.version, by=by, at=at)
    return named.entries


def _entry(plan_id: UUID, entry_id: UUID) -> EntryFacts:
    return next(entry for entry in entries_of_plan(plan_id) if entry.id == entry_id)


def _values(entry_type: type[Entry], given: Mapping[str, Any], named: _Named) -> dict[str, FieldValue]:
    values: dict[str, FieldValue] = {}
    for name, value in given.items():
        match entry_type.fields[name].kind:
            case Links():
                values[name] = tuple(named.entries[target] for target in value)
            case Terms():
                values[name] = tuple(_term(*target.split(":")) for target in value)
            case PlaceOfPlan():
                values[name] = named.places[value]
            case SideOfPlan():
                values[name] = named.sides[value]
            case _:
                values[name] = value_from_log(entry_type.fields[name], json.dumps(value))
    return values


def _term(scheme: str, code: str) -> UUID:
    return session().scalars(select(Term.id).where(Term.scheme == scheme, Term.code == code)).one()
