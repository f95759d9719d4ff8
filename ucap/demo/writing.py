"""Writing a plan of the demonstration step by step, in the order in which it is told to have been written."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.core.files import BroughtFile
from ucap.directory.models import SUBTYPES, Helix, Term
from ucap.entries.fields import Field, FieldValue, Links, OrganisationOfPlan, PlaceOfPlan, SideOfPlan, Terms
from ucap.entries.fields import value_from_log as value_of_json
from ucap.entries.models import entry_type_named
from ucap.entries.operations.attaching import NewFile, attach_files, in_store
from ucap.entries.operations.restoring import Wish, restore_entry
from ucap.entries.operations.saving import NewEntry, add_entries, save_entry
from ucap.entries.queries.changing import types_of
from ucap.entries.queries.reading import EntryFacts, entry_of_plan
from ucap.history.models import Event
from ucap.pairings.queries.plans import PlanFacts
from ucap.stakeholders.models.contacts import ContactBasis
from ucap.stakeholders.operations.contacts import add_contact
from ucap.stakeholders.operations.organisations import add_organisation
from ucap.stakeholders.rules.organisations import ContactValues, OrganisationValues

Step = Mapping[str, Any]
"""What somebody did: `at` a moment, `by` an account, they `add` an entry of a type under a `name`, `save` an entry of
that name with other `values`, `restore` a field of it, or `attach` a picture to a progress update of that name."""

Story = Mapping[str, Any]
"""How a plan came about: `organisations` of the registers, `steps`, and `contacts` at stakeholders."""

People = Mapping[str, Person]
TermIds = Mapping[tuple[str, str], UUID]

_ENGLISH = "en"
_DATA = Path(__file__).resolve().parent / "data"
_PICTURE = (960, 720)
"""Width and height of the pictures, in pixels."""


@dataclass(frozen=True)
class _Writing:
    """A plan in the making, and what its story calls by name."""

    plan: PlanFacts
    people: People
    terms: TermIds
    places: Mapping[str, UUID]
    sides: Mapping[str, UUID]
    organisations: dict[tuple[str, str], UUID]
    entries: dict[str, UUID]


def term_ids() -> dict[tuple[str, str], UUID]:
    """Return the terms of all vocabularies by scheme and code."""
    statement = select(Term.scheme, Term.code, Term.id).order_by(Term.id)
    return {(row.scheme, row.code): row.id for row in session().execute(statement)}


def write_story(plan: PlanFacts, story: Story, people: People, terms: TermIds) -> None:
    """Write the plan as the story tells, each step on its day."""
    places = {place.name: place.id for place in plan.places}
    writing = _Writing(plan, people, terms, places, {side.name: side.id for side in plan.sides}, {}, {})
    for given in story["organisations"]:
        _register(writing, given)
    for steps in _at_once(story["steps"]):
        if "add" in steps[0]:
            _add(writing, steps)
        elif "save" in steps[0]:
            _save(writing, steps[0])
        elif "attach" in steps[0]:
            _attach(writing, steps[0])
        else:
            _restore(writing, steps[0])
    for given in story["contacts"]:
        _keep_contact(writing, given)


def _at_once(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Return the steps in the order of time: those together by which somebody added entries at one moment."""
    in_order = sorted(steps, key=lambda step: datetime.fromisoformat(step["at"]))
    for is_added, run in groupby(in_order, key=lambda step: (step["at"], step["by"]) if "add" in step else None):
        if is_added:
            yield list(run)
        else:
            yield from ([step] for step in run)


def _register(writing: _Writing, given: Mapping[str, Any]) -> None:
    values = OrganisationValues(
        name=given["name"],
        helix=Helix(given["kind"].partition("-")[0]),
        subtype_id=writing.terms[SUBTYPES, given["kind"]],
        website=given.get("website", ""),
        languages=tuple(given["languages"].split()),
        note=given.get("note", ""),
    )
    by, at = writing.people[given["by"]], datetime.fromisoformat(given["at"])
    organisation_id = add_organisation(writing.places[given["place"]], values, by=by, at=at)
    writing.organisations[given["place"], given["name"]] = organisation_id


def _add(writing: _Writing, steps: Sequence[Step]) -> None:
    new = []
    for step in steps:
        entry_type = entry_type_named(step["add"])
        values = _values(writing, entry_type.fields, step)
        entry = NewEntry(uuid4(), entry_type, values, step.get("language", _ENGLISH))
        writing.entries[step["name"]] = entry.id
        new.append(entry)
    by, at = _who_and_when(writing, steps[0])
    add_entries(writing.plan.id, new, by=by, at=at)


def _save(writing: _Writing, step: Step) -> None:
    entry = _entry(writing, step["save"])
    values = {**entry.values(), **_values(writing, entry.type.fields, step, entry.place_id)}
    by, at = _who_and_when(writing, step)
    save_entry(writing.plan.id, entry.id, values=values, seen_version=entry.version, by=by, at=at)


def _restore(writing: _Writing, step: Step) -> None:
    """Bring back what a field of an entry held at first."""
    entry = _entry(writing, step["restore"])
    first = select(func.min(Event.number)).where(
        Event.chain_id == writing.plan.id, Event.record_id == entry.id, Event.field == step["field"]
    )
    wish = Wish(session().scalars(first).one(), step["field"])
    by, at = _who_and_when(writing, step)
    restore_entry(writing.plan.id, entry.id, wish=wish, seen_version=entry.version, by=by, at=at)


def _attach(writing: _Writing, step: Step) -> None:
    """Put a picture to a progress update; it was made by us and is kept as it is."""
    content = (_DATA / step["picture"]).read_bytes()
    picture = NewFile(BroughtFile("jpg", step["picture"], content, content, *_PICTURE), step["says"], "file_1")
    by, at = _who_and_when(writing, step)
    with in_store([picture]) as files:
        attach_files(writing.plan.id, writing.entries[step["attach"]], files, by=by, at=at)


def _entry(writing: _Writing, name: str) -> EntryFacts:
    entry_id = writing.entries[name]
    entry_type = entry_type_named(types_of(writing.plan.id, [entry_id])[entry_id])
    return entry_of_plan(writing.plan.id, entry_type, entry_id)


def _who_and_when(writing: _Writing, step: Step) -> tuple[Person, datetime]:
    return writing.people[step["by"]], datetime.fromisoformat(step["at"])


def _values(
    writing: _Writing, fields: Mapping[str, Field], step: Step, place_id: UUID | None = None
) -> dict[str, FieldValue]:
    given = step["values"]
    place = given.get("place_id") or next((name for name, known in writing.places.items() if known == place_id), "")
    return {name: _value(writing, fields[name], value, place) for name, value in given.items()}


def _value(writing: _Writing, field: Field, value: Any, place: str) -> FieldValue:  # noqa: ANN401 - of JSON
    if value is None:
        return None
    match field.kind:
        case Links():
            return tuple(writing.entries[name] for name in value)
        case Terms():
            return tuple(writing.terms[_scheme_and_code(term)] for term in value)
        case OrganisationOfPlan():
            return writing.organisations[place, value]
        case PlaceOfPlan():
            return writing.places[value]
        case SideOfPlan():
            return writing.sides[value]
        case _:
            return value_of_json(field, json.dumps(value))


def _scheme_and_code(term: str) -> tuple[str, str]:
    scheme, _colon, code = term.partition(":")
    return scheme, code


def _keep_contact(writing: _Writing, given: Mapping[str, str]) -> None:
    values = ContactValues(
        name=given["name"],
        post=given["post"],
        email=given["email"],
        purpose=given["purpose"],
        source=given["source"],
        basis=ContactBasis.of(given["basis"]),
        basis_on=date.fromisoformat(given["basis_on"]),
        review_on=date.fromisoformat(given["review_on"]),
    )
    by, at = _who_and_when(writing, given)
    add_contact(writing.plan.id, writing.entries[given["stakeholder"]], values, by=by, at=at)
