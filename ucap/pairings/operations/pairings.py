"""Making pairings and changing what they are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import EditConflict, NotFound, RuleBroken
from ucap.core.text import message
from ucap.history import log
from ucap.pairings import access, rules
from ucap.pairings.models import Milestone, Pairing, Phase, Plan, Side, SidePlace
from ucap.pairings.operations.listing import keep_for_lists
from ucap.pairings.queries import changing
from ucap.pairings.rules import PairingValues, Refusal, SideValues


@transactional
def add_pairing(
    programme_id: UUID, values: PairingValues, *, by: Person, at: datetime, is_illustrative: bool = False
) -> UUID:
    """Make a pairing in its first phase, with an empty plan; return its id.

    Raises:
        RuleBroken: if the values make no sense.
        Forbidden, NotFound: if the person may not make pairings in the programme.
    """
    access.programme_to_manage(programme_id, by)
    _refuse_nonsense(values, theme_before=None)
    pairing_id, plan_id = uuid4(), uuid4()
    for chain_id in (pairing_id, plan_id):
        log.start_chain(chain_id)
    log.open_change(pairing_id, by_id=by.id, at=at)
    pairing = Pairing(
        id=pairing_id, programme_id=programme_id, phase=Phase.APPLIED, version=1, made_at=at, made_by_id=by.id
    )
    pairing.changed_at = at
    _write(pairing, values)
    session().add(pairing)
    session().flush()
    for position, side in enumerate(values.sides):
        _add_side(pairing, position, side)
    session().add(Milestone(pairing_id=pairing_id, phase=Phase.APPLIED, reached_on=at.date()).changed_in(1))
    session().add(Plan(id=plan_id, pairing_id=pairing_id, is_illustrative=is_illustrative))
    keep_for_lists([pairing_id])
    return pairing_id


@transactional
def edit_pairing(pairing_id: UUID, values: PairingValues, *, seen_version: int, by: Person, at: datetime) -> None:
    """Give the pairing these values; saving what stands there already changes nothing, not even its version.

    Raises:
        EditConflict: if somebody changed the pairing since the version seen.
        RuleBroken: if the values make no sense, or take places away whose plan has text.
        Forbidden, NotFound: if the person may not change the pairing.
    """
    pairing = open_to_change(pairing_id, seen_version=seen_version, by=by, at=at)
    _refuse_nonsense(values, theme_before=pairing.theme_id)
    places = changing.places_to_change(pairing_id)
    sides = changing.sides_to_change(pairing_id)
    if changing.has_text(pairing_id):
        before = [[place.place_id for place in places.get(side.id, [])] for side in sides]
        _refuse(rules.refusal_to_take_away(before, values.sides))
    _write(pairing, values)
    _write_sides(pairing, sides, places, values.sides)
    settle(pairing)


def open_to_change(pairing_id: UUID, *, seen_version: int, by: Person, at: datetime) -> Pairing:
    """Lock the pairing, check the right again, and return it with the version that the change will make.

    Raises:
        EditConflict: if somebody changed it since the version seen.
    """
    log.open_change(pairing_id, by_id=by.id, at=at)
    access.pairing_to_manage(pairing_id, by)
    pairing = changing.pairing_to_change(pairing_id)
    if pairing is None:
        raise NotFound
    if pairing.version != seen_version:
        raise EditConflict
    pairing.version += 1
    return pairing


def settle(pairing: Pairing) -> None:
    """Keep what lists need, or take the version back if nothing is another than before."""
    session().flush()
    if log.is_anything_written():
        keep_for_lists([pairing.id])
    else:
        pairing.version -= 1


def _write(pairing: Pairing, values: PairingValues) -> None:
    pairing.theme_id, pairing.topic = values.theme_id, values.topic
    pairing.common_language, pairing.binding_language = values.common_language, values.binding_language


def _add_side(pairing: Pairing, position: int, values: SideValues, *, version: int = 1) -> None:
    side = Side(
        id=uuid4(),
        pairing_id=pairing.id,
        position=position,
        language=values.language,
        coordinating_body=values.coordinating_body,
    )
    session().add(side.changed_in(version))
    session().flush()
    _write_places(side, [], values.place_ids, version=version)


def _write_sides(
    pairing: Pairing, sides: Sequence[Side], places: dict[UUID, list[SidePlace]], wanted: Sequence[SideValues]
) -> None:
    version = pairing.version
    for side, values in zip(sides, wanted, strict=False):
        side.changed_in(version)
        side.language, side.coordinating_body = values.language, values.coordinating_body
        _write_places(side, places.get(side.id, []), values.place_ids, version=version)
    for position in range(len(sides), len(wanted)):
        _add_side(pairing, position, wanted[position], version=version)
    for side in sides[len(wanted) :]:
        _take_away(side, places.get(side.id, []), version=version)


def _write_places(side: Side, kept: Sequence[SidePlace], wanted: Sequence[UUID], *, version: int) -> None:
    known = {place.place_id: place for place in kept}
    for place_id in known.keys() - set(wanted):
        session().delete(known[place_id].changed_in(version))
    for position, place_id in enumerate(wanted):
        place = known.get(place_id)
        if place is None:
            place = SidePlace(side_id=side.id, place_id=place_id, position=position)
            session().add(place)
        place.changed_in(version).position = position


def _take_away(side: Side, places: Sequence[SidePlace], *, version: int) -> None:
    if changing.has_posts(side.id):
        taken = message("People hold posts on this side: end the posts before you take the side away.")
        raise RuleBroken(taken, field=rules.places_field(side.position))
    for place in places:
        session().delete(place.changed_in(version))
    session().flush()
    session().delete(side.changed_in(version))


def _refuse_nonsense(values: PairingValues, *, theme_before: UUID | None) -> None:
    _refuse(rules.refusal_of_sides(values.sides))
    chosen = {place_id for side in values.sides for place_id in side.place_ids}
    if changing.count_of_places(chosen) < len(chosen):
        raise RuleBroken(message("Choose from the places of the list."), field=rules.places_field(0))
    if values.theme_id != theme_before and not changing.is_theme(values.theme_id, rules.THEMES):
        raise RuleBroken(message("Choose from the themes of the list."), field="theme")


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise RuleBroken(refusal.message, field=refusal.field)
