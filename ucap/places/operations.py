"""Adding places, changing what is known of them, and merging duplicates."""

from collections.abc import Set as AbstractSet
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import EditConflict, NotFound, RuleBroken
from ucap.core.text import message
from ucap.directory.models import EnteredList, NetworkPlace, Place
from ucap.entries.kept_forms import Draft
from ucap.entries.models import Entry
from ucap.history import log
from ucap.pairings.models import SidePlace
from ucap.pairings.operations.listing import keep_for_lists
from ucap.places import access, rules
from ucap.places.queries import changing
from ucap.places.rules import PlaceValues, Refusal

_KEPT_WHERE_EMPTY = (
    ("latitude", "longitude"),
    ("population", "population_year", "population_source"),
    ("time_zone",),
    ("languages",),
    ("geonames_id",),
    ("website",),
    ("source",),
    ("note",),
)
"""Facts of a duplicate that the place kept takes over where it has none; those that belong together at once."""


@transactional
def add_place(values: PlaceValues, *, by: Person, at: datetime) -> UUID:
    """Add a place; return its id.

    Raises:
        RuleBroken: if the values make no sense, or there is a place of this name in the country.
        Forbidden: if the person may not add places.
    """
    access.manager_of_places(by)
    _refuse_nonsense(values, but=None)
    place = Place(id=uuid4(), version=1, name=values.name).changed_in(1)
    log.open_first_change(place.id, by_id=by.id, at=at)
    _write(place, values)
    session().add(place)
    session().flush()
    _write_networks(place, values)
    return place.id


@transactional
def edit_place(place_id: UUID, values: PlaceValues, *, seen_version: int, by: Person, at: datetime) -> None:
    """Give the place these values.

    Raises:
        EditConflict: if somebody changed the place since the version seen.
        RuleBroken: if the values make no sense, or there is another place of this name in the country.
        Forbidden, NotFound: if the person may not change places, or the place does not stand.
    """
    place = _place_to_change(place_id, by=by)
    if place.version != seen_version:
        raise EditConflict
    _refuse_nonsense(values, but=place_id)
    _change(place, by=by, at=at)
    _write(place, values)
    _write_networks(place, values)
    keep_for_lists(changing.pairings_with(place_id))


@transactional
def merge_place(place_id: UUID, *, into: UUID, seen_version: int, by: Person, at: datetime) -> None:
    """Move all that belongs to the place to the other one; its address leads there from now on.

    Each pairing and each plan concerned keeps it in its history. What the other place lacks it takes over.

    Raises:
        EditConflict: if somebody changed the place since the version seen.
        RuleBroken: if they are one and the same, or both stand in one pairing.
        Forbidden, NotFound: if the person may not change places, or one of the two does not stand.
    """
    for one in sorted({place_id, into}):
        _place_to_change(one, by=by)
    place, kept = changing.place_to_change(place_id), changing.place_to_change(into)
    if place is None or kept is None:
        raise NotFound
    if place.version != seen_version:
        raise EditConflict
    _refuse(rules.refusal_to_merge(place_id, into, together=changing.titles_of_pairings_of_both(place_id, into)))
    _move_sides(place_id, into, by=by, at=at)
    _move_entries(place_id, into, by=by, at=at)
    _move_organisations(place_id, into, by=by, at=at)
    for merged in changing.places_merged_into(place_id):
        _change(merged, by=by, at=at)
        merged.merged_into_id = into
        session().flush()
    _take_over(place, kept, by=by, at=at)


def _place_to_change(place_id: UUID, *, by: Person) -> Place:
    """Lock the place and check the right again."""
    place = changing.place_to_change(place_id)
    access.place_to_edit(place_id, by)
    if place is None:
        raise NotFound
    return place


def _change(place: Place, *, by: Person, at: datetime) -> None:
    """Log what is changed in the place from now on, as its next version."""
    log.open_first_change(place.id, by_id=by.id, at=at)
    place.version += 1
    place.changed_in(place.version)


def _refuse_nonsense(values: PlaceValues, *, but: UUID | None) -> None:
    _refuse(rules.refusal_to_keep(values))
    taken = changing.place_called(values.name, values.country)
    if taken is not None and taken != but:
        refused = message("There is a place of this name in this country already: use that one, or merge the two.")
        raise RuleBroken(refused, field="name")
    if values.network_ids - changing.networks_among(values.network_ids):
        raise RuleBroken(message("Choose from the list."), field="networks")


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise RuleBroken(refusal.message, field=refusal.field)


def _write(place: Place, values: PlaceValues) -> None:
    for name, value in asdict(values).items():
        if name == "languages":
            place.languages = list(values.languages)
        elif name != "network_ids":
            setattr(place, name, value)


def _write_networks(place: Place, values: PlaceValues) -> None:
    kept = {one.network_id: one for one in changing.networks_to_change(place.id)}
    for network_id in sorted(kept.keys() - values.network_ids):
        session().delete(kept[network_id].changed_in(place.version))
    _join(place, values.network_ids - kept.keys())


def _join(place: Place, network_ids: AbstractSet[UUID]) -> None:
    for network_id in sorted(network_ids):
        session().add(NetworkPlace(network_id=network_id, place_id=place.id).changed_in(place.version))
    session().flush()


def _move_sides(place_id: UUID, into: UUID, *, by: Person, at: datetime) -> None:
    """Put the place kept where the other stood, pairing by pairing, each in its own history."""
    pairings = changing.pairings_with(place_id)
    for pairing_id in pairings:
        log.open_change(pairing_id, by_id=by.id, at=at)
        pairing = changing.pairing_to_change(pairing_id)
        pairing.version += 1
        for stood in changing.sides_with(place_id, pairing_id):
            stands = SidePlace(side_id=stood.side_id, place_id=into, position=stood.position)
            session().add(stands.changed_in(pairing.version))
            session().delete(stood.changed_in(pairing.version))
        session().flush()
    if pairings:
        keep_for_lists(pairings)


def _move_entries(place_id: UUID, into: UUID, *, by: Person, at: datetime) -> None:
    """Let entries belong to the place kept, plan by plan, each in its own history; drafts of them follow."""
    for plan_id in changing.plans_with_entries_of(place_id):
        log.open_change(plan_id, by_id=by.id, at=at)
        for entry in changing.entries_of_place(plan_id, place_id):
            _move_entry(entry, into, by=by, at=at)
        session().flush()
    for draft in changing.drafts_about(place_id):
        _move_draft(draft, place_id, into)


def _move_entry(entry: Entry, into: UUID, *, by: Person, at: datetime) -> None:
    entry.place_id = into
    entry.version += 1
    entry.changed_at, entry.changed_by_id = at, by.id


def _move_draft(draft: Draft, place_id: UUID, into: UUID) -> None:
    draft.fields = [[name, str(into) if text == str(place_id) else text] for name, text in draft.fields]


def _move_organisations(place_id: UUID, into: UUID, *, by: Person, at: datetime) -> None:
    """Put the register of the place into that of the place kept, each organisation in its own history."""
    for organisation_id in changing.organisations_of_place(place_id):
        log.open_change(organisation_id, by_id=by.id, at=at)
        organisation = changing.organisation_to_move(organisation_id)
        organisation.place_id = into
        organisation.version += 1
        session().flush()
    session().execute(update(EnteredList).where(EnteredList.place_id == place_id).values(place_id=into))


def _take_over(place: Place, kept: Place, *, by: Person, at: datetime) -> None:
    """Lead from the place to the one kept, which gets networks and facts that it lacks; each in its own history."""
    _change(place, by=by, at=at)
    theirs = changing.networks_to_change(place.id)
    for one in theirs:
        session().delete(one.changed_in(place.version))
    place.merged_into_id = kept.id
    session().flush()
    _change(kept, by=by, at=at)
    known = {one.network_id for one in changing.networks_to_change(kept.id)}
    _join(kept, {one.network_id for one in theirs} - known)
    for names in _KEPT_WHERE_EMPTY:
        if not any(_is_known(getattr(kept, name)) for name in names):
            for name in names:
                setattr(kept, name, getattr(place, name))
    session().flush()


def _is_known(value: object) -> bool:
    return value is not None and value not in ("", [])
