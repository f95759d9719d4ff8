"""What people changed in an organisation, in words."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from ucap.core.languages import language_text
from ucap.core.text import message
from ucap.directory.models import HELIX_LABELS, Helix
from ucap.directory.queries import TermFacts
from ucap.history.queries import Change, EventFacts, changes
from ucap.places.pages.history import MOST_EVENTS, ChangedFact, RecordChange, with_mergings
from ucap.stakeholders.queries.organisations import organisations_by_ids, organisations_merged_into
from ucap.web.filters import page_language, said

_FIELDS = {
    "name": message("Name"),
    "helix": message("Helix"),
    "subtype_id": message("Kind"),
    "website": message("Website"),
    "languages": message("Languages"),
    "note": message("Note"),
    "archived_at": message("Archived"),
    "not_same": message("Not the same as"),
}


def changes_of_organisation(organisation_id: UUID, kinds: Sequence[TermFacts]) -> list[RecordChange]:
    """Return the newest changes, newest first, with those by which others were merged into it."""
    own = changes(organisation_id, most=MOST_EVENTS)[0]
    labels = {**{kind.id: kind.label for kind in kinds}, **_told_apart(own)}
    return with_mergings(own, organisations_merged_into(organisation_id), lambda change: _facts(change, labels))


def _told_apart(own: Sequence[Change]) -> dict[UUID, str]:
    """Return the names of the organisations that changes tell apart from it; mostly, nothing is asked."""
    texts = [
        text
        for change in own
        for event in change.events
        if event.field == "not_same"
        for text in (event.old, event.new)
        if text
    ]
    ids = {UUID(one) for text in texts for one in json.loads(text)}
    return {one.id: one.name for one in organisations_by_ids(ids).values()} if ids else {}


def _facts(change: Change, labels: Mapping[UUID, str]) -> list[ChangedFact]:
    events = {event.field: event for event in change.events}
    return [_fact(events[name], labels) for name in _FIELDS if name in events]


def _fact(event: EventFacts, labels: Mapping[UUID, str]) -> ChangedFact:
    texts = [_text(event.field, value, labels) for value in (event.old, event.new)]
    return ChangedFact(said(_FIELDS[event.field]), *texts)


def _text(field: str, value: str | None, labels: Mapping[UUID, str]) -> str:
    if value is None:
        return ""
    kept = json.loads(value)
    if field == "helix":
        return said(HELIX_LABELS[Helix(kept)])
    if field == "subtype_id":
        return labels.get(UUID(kept), "")
    if field == "not_same":
        return ", ".join(labels[UUID(one)] for one in kept if UUID(one) in labels)
    if field == "languages":
        return ", ".join(language_text(tag, page_language()) for tag in kept)
    return said(message("Yes")) if field == "archived_at" else str(kept)
