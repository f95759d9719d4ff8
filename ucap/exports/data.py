"""JSON: a plan in all its languages, with codes and ids instead of labels, and the schema that it keeps to."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from ucap.core.languages import words_in
from ucap.core.money import Money
from ucap.document.records import PlanRecords
from ucap.entries.fields import Amount, Choice, Day, Field, FieldValue, Kind, Number, Several, SideOfPlan, Terms
from ucap.entries.models import Entry, entry_types
from ucap.entries.queries.reading import EntryFacts
from ucap.pairings.models import Phase

FORMAT = "ucap-plan-1"
"""Names the shape of the data; another one gets another name."""

_NUMBER = r"^-?\d+(\.\d+)?$"
_ID: dict[str, Any] = {"type": "string", "format": "uuid"}
_TEXT: dict[str, Any] = {"type": "string"}


def json_of(records: PlanRecords, *, at: datetime) -> bytes:
    """Return the plan as JSON."""
    plan = records.plan
    data = {
        "format": FORMAT,
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "plan": {
            "id": str(plan.id),
            "version": plan.version,
            "programme": plan.programme,
            "theme": _term(records, plan.theme_id),
            "topic": plan.topic,
            "phase": str(plan.phase),
            "is_illustrative": plan.is_illustrative,
            "sides": [
                {
                    "id": str(side.id),
                    "position": side.position,
                    "language": side.language,
                    "places": [
                        {"id": str(place.id), "name": place.name, "country": place.country} for place in side.places
                    ],
                }
                for side in plan.sides
            ],
        },
        "entries": [_entry(records, entry) for entry in records.entries],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(records: PlanRecords, entry: EntryFacts) -> dict[str, Any]:
    return {
        "type": entry.type.type_name(),
        "id": str(entry.id),
        "position": entry.position,
        "version": entry.version,
        "language": entry.language,
        "fields": {name: _value(records, entry, declared) for name, declared in entry.type.fields.items()},
    }


def _value(records: PlanRecords, entry: EntryFacts, declared: Field) -> object:
    if declared.is_translated:
        return dict(entry.texts.get(declared.name, {}))
    value = entry.value(declared.name)
    if isinstance(declared.kind, Terms) and isinstance(value, tuple):
        return [_term(records, one) for one in value]
    return _plain(value)


def _term(records: PlanRecords, term_id: UUID) -> dict[str, str]:
    term = records.terms[term_id]
    return {"scheme": term.scheme, "code": term.code}


def _plain(value: FieldValue) -> object:
    match value:
        case Money():
            return {"amount": f"{value.amount:f}", "currency": value.currency}
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case tuple():
            return [str(one) for one in value]
        case None:
            return None
        case _:
            return str(value)


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of exported plans, made from the declarations of the entry types."""
    place = _object({"id": _ID, "name": _TEXT, "country": _TEXT})
    side = _object({"id": _ID, "position": {"type": "integer"}, "language": _TEXT, "places": _list_of(place)})
    plan = _object(
        {
            "id": _ID,
            "version": {"type": "integer", "minimum": 0},
            "programme": _TEXT,
            "theme": {"$ref": "#/$defs/term"},
            "topic": _TEXT,
            "phase": {"enum": [str(phase) for phase in Phase]},
            "is_illustrative": {"type": "boolean"},
            "sides": _list_of(side),
        }
    )
    types = entry_types()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ucap:{FORMAT}",
        "title": "Urban Cooperation Action Plan",
        **_object(
            {
                "format": {"const": FORMAT},
                "made_at": {"type": "string", "format": "date-time"},
                "plan": plan,
                "entries": _list_of({"oneOf": [{"$ref": f"#/$defs/{one.type_name()}"} for one in types]}),
            }
        ),
        "$defs": {
            "term": _object({"scheme": _TEXT, "code": _TEXT}),
            "texts": {"type": "object", "additionalProperties": _TEXT},
            "money": _object({"amount": {"type": "string", "pattern": _NUMBER}, "currency": _TEXT}),
            **{one.type_name(): _schema_of_type(one) for one in types},
        },
    }


def _schema_of_type(entry_type: type[Entry]) -> dict[str, Any]:
    fields = {
        name: {"title": words_in(declared.label, "en"), **_schema_of_field(declared)}
        for name, declared in entry_type.fields.items()
    }
    counting: dict[str, Any] = {"type": "integer", "minimum": 1}
    return {
        "title": words_in(entry_type.singular, "en"),
        **_object(
            {
                "type": {"const": entry_type.type_name()},
                "id": _ID,
                "position": counting,
                "version": counting,
                "language": _TEXT,
                "fields": _object(fields),
            }
        ),
    }


def _schema_of_field(declared: Field) -> dict[str, Any]:
    if declared.is_translated:
        return {"$ref": "#/$defs/texts"}
    if isinstance(declared.kind, Choice):
        return {"enum": [*(str(choice) for choice in declared.kind.choices), None]}
    shapes = (shape for kind, shape in _SHAPES.items() if isinstance(declared.kind, kind))
    return next(shapes, {"type": ["string", "null"]})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_SHAPES: dict[type[Kind], dict[str, Any]] = {
    Terms: _list_of({"$ref": "#/$defs/term"}),
    Several: _list_of(_ID),
    Amount: {"oneOf": [{"$ref": "#/$defs/money"}, {"type": "null"}]},
    Number: {"type": ["string", "null"], "pattern": _NUMBER},
    Day: {"type": ["string", "null"], "format": "date"},
    SideOfPlan: {"type": ["string", "null"], "format": "uuid"},
}
"""How the values of fields are written, by their kind; the first that fits."""
