"""What is acceptable in any entry. Pure functions over its declaration and typed values."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from ucap.core.text import Message, message, normalised
from ucap.entries.fields import NEEDED, Field, FieldValue, FieldValues, PlaceOfPlan, Several, is_same
from ucap.entries.models import Entry

ESSENTIAL = message("Fill in this field: it is how people will find the entry.")
WITHOUT_IT = message("Fill in this field: without it the entry says nothing.")
PLACE_MISSING = message("Choose the place this is about.")

MOST_FIELDS, MOST_TYPED = 1_000, 400_000
"""How many fields and characters a draft can have: more than twice what any form takes."""

_KILOBYTES_OF_A_MEGABYTE = 1_000
_NOT_TYPED = ("csrf_token", "form_key")


@dataclass(frozen=True)
class Refusal:
    """Why values cannot be saved, and at which field."""

    field: str
    message: Message


def refusal_to_save(entry_type: type[Entry], values: FieldValues) -> Refusal | None:
    """Tell why the values cannot be saved, or None if they can.

    Only what would make no sense is refused; what agreement needs may be missing in a draft.
    """
    for refusal in refusals_of_nothing(entry_type, values):
        return refusal
    compared = [values.get(name) for name in entry_type.must_differ]
    given = [value for value in compared if value is not None]
    if len(set(given)) < len(given):
        return Refusal(entry_type.must_differ[-1], message("Choose another side than the one it comes from."))
    return None


def refusals_of_nothing(entry_type: type[Entry], values: FieldValues) -> Iterator[Refusal]:
    """Yield why the values cannot be saved: a refusal for each empty field without which nothing is."""
    for field in _essential_fields(entry_type):
        if values.get(field.name) in (None, "", ()):
            yield Refusal(field.name, _refusal_of_nothing(entry_type, field))


def _essential_fields(entry_type: type[Entry]) -> list[Field]:
    """Return the fields without which nothing is saved: what names the entry, its place, and then all others."""
    essential = [field for field in entry_type.fields.values() if field.is_essential]
    return [essential[0], *sorted(essential[1:], key=lambda field: not isinstance(field.kind, PlaceOfPlan))]


def _refusal_of_nothing(entry_type: type[Entry], field: Field) -> Message:
    if isinstance(field.kind, PlaceOfPlan):
        return PLACE_MISSING
    return ESSENTIAL if field is entry_type.title_field() else WITHOUT_IT


def missing_fields(entry_type: type[Entry], values: FieldValues) -> list[str]:
    """Return the names of the fields that agreement will need and that are still empty."""
    return [
        name
        for name, field in entry_type.fields.items()
        if (field.is_needed or field.is_essential) and values.get(name) in (None, "", ())
    ]


def shortcomings(entry_type: type[Entry], values: FieldValues) -> list[list[str]]:
    """Return code and field of each check that the values do not pass, in the order of the fields.

    Where a check of the type says more about a field than that it is empty, only the check is returned.
    """
    failed = {check.field: check.code for check in reversed(entry_type.checks) if not check.passes(values)}
    missing = set(missing_fields(entry_type, values))
    return [[failed.get(name, NEEDED), name] for name in entry_type.fields if name in failed or name in missing]


@dataclass(frozen=True)
class Merge:
    """The values of an entry that two people changed at once.

    Attributes:
        values: with the changes of both; of contested fields, mine.
        theirs: the fields in which the other one's change stands, be it beside mine.
        contested: the fields that both changed, each to something else.
    """

    values: dict[str, FieldValue]
    theirs: list[str]
    contested: list[str]


def merge(entry_type: type[Entry], base: FieldValues, theirs: FieldValues, mine: FieldValues) -> Merge:
    """Return what becomes of two sets of values that were both made from the base; a field left out says nothing."""
    merged = Merge({}, [], [])
    for name, field in entry_type.fields.items():
        before, other = base.get(name), theirs.get(name)
        own = mine.get(name, before)
        merged.values[name] = own
        if is_same(other, before) or is_same(other, own):
            continue
        if is_same(own, before):
            merged.values[name] = other
            merged.theirs.append(name)
        elif _holds_several(field):
            merged.values[name] = _merged_ids(_ids(before), _ids(other), _ids(own))
            merged.theirs.append(name)
        else:
            merged.contested.append(name)
    return merged


def _holds_several(field: Field) -> bool:
    return isinstance(field.kind, Several) and not field.kind.is_single


def _ids(value: FieldValue) -> tuple[UUID, ...]:
    return value if isinstance(value, tuple) else ()


def _merged_ids(base: tuple[UUID, ...], theirs: tuple[UUID, ...], mine: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """Return theirs without what mine took away, then what mine added."""
    kept = [one for one in theirs if one in mine or one not in base]
    return (*kept, *(one for one in mine if one not in base and one not in theirs))


def digest_of_form(where: tuple[UUID, str, UUID | None], fields: Sequence[tuple[str, str]]) -> str:
    """Return the SHA-256 of a filled form: its plan, type and entry, and what was typed, however it was sent."""
    typed = sorted((name, normalised(text)) for name, text in fields if name not in _NOT_TYPED)
    plan_id, type_name, entry_id = where
    return hashlib.sha256(json.dumps([str(plan_id), type_name, str(entry_id), typed]).encode()).hexdigest()


def is_keepable(fields: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a draft of these fields is not larger than any form could be."""
    return len(fields) <= MOST_FIELDS and sum(len(name) + len(text) for name, text in fields) <= MOST_TYPED


def refusal_to_take_in(kilobytes: int, *, most_megabytes: int) -> Message | None:
    """Tell why the files of a plan may not take so much together, or None if they may."""
    if kilobytes <= most_megabytes * _KILOBYTES_OF_A_MEGABYTE:
        return None
    return message(
        "With this file the files of the plan would take more than %(most)s MB, which is all that fits. "
        "Make it smaller, or erase for good what is needed no more.",
        most=most_megabytes,
    )
