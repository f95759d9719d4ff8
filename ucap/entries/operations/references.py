"""Whether the values of an entry may name the records that they name."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from ucap.core.errors import RuleBroken
from ucap.core.text import Message, message
from ucap.directory.queries import TermFacts, in_registers, terms_named
from ucap.entries.fields import (
    FieldValue,
    FieldValues,
    Kind,
    Links,
    OrganisationOfPlan,
    PlaceOfPlan,
    Several,
    SideOfPlan,
    Terms,
)
from ucap.entries.models import Entry
from ucap.entries.queries.changing import types_and_places_of
from ucap.pairings.access import OpenPlan

Written = Iterable[tuple[type[Entry], FieldValues]]


@dataclass(frozen=True)
class Named:
    """Those records that values name and that are there.

    Attributes:
        entries: of the plan, with the names of their types and their places.
        organisations: of the registers of the plan's places.
    """

    entries: Mapping[UUID, tuple[str, UUID | None]]
    terms: Mapping[UUID, TermFacts]
    organisations: Collection[UUID]


def named_in(plan: OpenPlan, written: Written) -> Named:
    """Return the records that the values of entries name, asking once for each kind that they name at all."""
    kinds: tuple[type[Kind], ...] = (Links, Terms, OrganisationOfPlan)
    ids: dict[type[Kind], set[UUID]] = {kind: set() for kind in kinds}
    for entry_type, values in written:
        for name, field in entry_type.fields.items():
            for kind in kinds:
                if isinstance(field.kind, kind):
                    ids[kind].update(_ids_in(values.get(name)))
    places = [place.id for place in plan.places]
    links, terms, organisations = (sorted(ids[kind]) for kind in kinds)
    return Named(
        entries=types_and_places_of(plan.id, links) if links else {},
        terms=terms_named(terms) if terms else {},
        organisations=in_registers(organisations, places) if organisations else (),
    )


def _ids_in(value: FieldValue) -> Iterator[UUID]:
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, UUID):
            yield one


def refuse_references(plan: OpenPlan, entry_type: type[Entry], values: FieldValues, named: Named) -> None:
    """Raise RuleBroken if a value names what it may not."""
    for name, field in entry_type.fields.items():
        of_place = values.get("place_id") if name == entry_type.part_of else None
        refused = _refusal_of_reference(plan, field.kind, values.get(name), of_place, named)
        if refused:
            raise RuleBroken(refused, field=name)


def _refusal_of_reference(
    plan: OpenPlan, kind: Kind, value: FieldValue, of_place: FieldValue, named: Named
) -> Message | None:
    """Tell why a value that names other records cannot be taken; None if it can, or names none.

    Args:
        of_place: the place of which an entry must be that the entry is a part of; None if it may be of any.
    """
    if isinstance(kind, Several) and isinstance(value, tuple):
        return _refusal_of_several(kind, value, of_place, named)
    if isinstance(kind, PlaceOfPlan) and value not in {place.id for place in plan.own_places}:
        return message("Choose one of the places you write for.")
    if isinstance(kind, OrganisationOfPlan):
        is_there = value is None or value in named.organisations
        return None if is_there else message("Choose from the register of the plan's places.")
    is_side = isinstance(kind, SideOfPlan) and not isinstance(kind, PlaceOfPlan)
    if is_side and value is not None and value not in {side.id for side in plan.sides}:
        return message("Choose one of the sides of this plan.")
    return None


def _refusal_of_several(kind: Several, value: tuple[UUID, ...], of_place: FieldValue, named: Named) -> Message | None:
    if kind.is_single and len(value) > 1:
        return message("Choose one only.")
    if isinstance(kind, Links):
        found = [named.entries.get(target) for target in value]
        if any(one is None or one[0] not in kind.to for one in found):
            return message("Choose from the entries of this plan.")
        if of_place is not None and any(one is not None and one[1] != of_place for one in found):
            return message("Choose one of the place that this is about.")
    if isinstance(kind, Terms) and any(_is_of_other(named.terms.get(target), kind) for target in value):
        return message("Choose from the terms of the list.")
    return None


def _is_of_other(term: TermFacts | None, kind: Terms) -> bool:
    return term is None or term.scheme not in kind.schemes
