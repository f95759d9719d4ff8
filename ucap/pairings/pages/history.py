"""What changed in a pairing, in words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from ucap.accounts.queries import names_of
from ucap.core.languages import day_text, language_text, local_day
from ucap.core.text import Message, message
from ucap.directory.queries import terms_named
from ucap.history.queries import Change, EventFacts, changes
from ucap.pairings.models import MILESTONE_FIELDS, PHASE_LABELS, PLACE_FIELD, Phase
from ucap.pairings.queries.reading import PairingDetails, place_names
from ucap.web.filters import page_language, reader_zone, said

_ERASED = message("(erased)")
_MOST_EVENTS = 200
_FIELDS = {
    "theme_id": message("Theme"),
    "topic": message("Topic"),
    "phase": message("Phase"),
    "phase_reason": message("Reason for the phase"),
    "common_language": message("Language in common"),
    "binding_language": message("Binding language"),
    "paused_at": message("Paused since"),
    "pause_reason": message("Reason for the pause"),
    "language": message("Working language"),
    "coordinating_body": message("Coordinating body"),
}
_MILESTONES = {
    "planned_on": message("Planned: %(phase)s"),
    "reached_on": message("Reached: %(phase)s"),
}
_LANGUAGES = {"common_language", "binding_language", "language"}
_LEFT_OUT = {"programme_id", "position"}


@dataclass(frozen=True)
class ChangedFact:
    """A fact that was changed; the texts are empty where there was or is none.

    Attributes:
        side: the position of the side that it belongs to; None if it belongs to the pairing.
    """

    label: str
    before: str
    after: str
    side: int | None


@dataclass(frozen=True)
class PairingChange:
    """What somebody changed in a pairing at once."""

    by: str
    at: datetime
    is_beginning: bool
    facts: Sequence[ChangedFact]


@dataclass(frozen=True)
class _Names:
    """What ids in the log are called."""

    places: Mapping[UUID, str]
    themes: Mapping[UUID, str]
    sides: Mapping[UUID, int]


def changes_of_pairing(pairing: PairingDetails, *, after_version: int = 0) -> list[PairingChange]:
    """Return the newest changes of the pairing, newest first, of those that came after a version of it."""
    found = [change for change in changes(pairing.id, most=_MOST_EVENTS)[0] if change.version > after_version]
    people = names_of({change.by_id for change in found})
    names = _names_in(pairing, found)
    made = []
    for (version, by_id, at), together in groupby(found, key=lambda change: (change.version, change.by_id, change.at)):
        events = [(change.record_id, event) for change in together for event in change.events]
        events.sort(key=lambda one: (_order_of(one[1].field), one[1].number))
        facts = [fact for record_id, event in events if (fact := _fact(record_id, event, names)) is not None]
        is_beginning = version == 1
        made.append(PairingChange(people[by_id], at, is_beginning, [] if is_beginning else facts))
    return made


def _order_of(field: str) -> int:
    """Return where a field stands among others that were changed with it: the log's own order says nothing."""
    return list(_FIELDS).index(field) if field in _FIELDS else len(_FIELDS)


def _names_in(pairing: PairingDetails, found: Sequence[Change]) -> _Names:
    events = [event for change in found for event in change.events]
    place_ids = [UUID(event.field.removeprefix(PLACE_FIELD)) for event in events if event.field.startswith(PLACE_FIELD)]
    themes = [text for event in events if event.field == "theme_id" for text in (event.old, event.new) if text]
    return _Names(
        place_names(place_ids) if place_ids else {},
        _labels_of([UUID(json.loads(text)) for text in themes]) if themes else {},
        {side.id: side.position for side in pairing.sides},
    )


def _labels_of(theme_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    return {term.id: term.label for term in terms_named(theme_ids, page_language()).values()}


def _fact(record_id: UUID, event: EventFacts, names: _Names) -> ChangedFact | None:
    if event.field in _LEFT_OUT:
        return None
    side = names.sides.get(record_id)
    if event.field.startswith(PLACE_FIELD):
        name = names.places.get(UUID(event.field.removeprefix(PLACE_FIELD)), "")
        return ChangedFact(said(message("Place")), name if event.old else "", name if event.new else "", side)
    before = said(_ERASED) if event.is_old_erased else _text(event.field, event.old, names)
    after = said(_ERASED) if event.is_new_erased else _text(event.field, event.new, names)
    return ChangedFact(said(_label(event.field)), before, after, side)


def _label(field: str) -> Message:
    name, _dot, phase = field.partition(".")
    if name in MILESTONE_FIELDS:
        return message(_MILESTONES[name].msgid, phase=PHASE_LABELS[Phase(phase)])
    return _FIELDS[field]


def _text(field: str, value: str | None, names: _Names) -> str:
    if value is None:
        return ""
    text = str(json.loads(value))
    if field == "theme_id":
        return names.themes.get(UUID(text), "")
    if field == "phase":
        return said(PHASE_LABELS[Phase(text)])
    if field in _LANGUAGES:
        return language_text(text, page_language())
    if field == "paused_at":
        return day_text(local_day(datetime.fromisoformat(text), reader_zone()), page_language())
    if field.partition(".")[0] in MILESTONE_FIELDS:
        return day_text(date.fromisoformat(text), page_language())
    return text
