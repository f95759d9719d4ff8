"""Questions about forms that people filled in: their drafts, and what was saved with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, exists, select

from ucap.accounts.models import Person
from ucap.core.database import rows, session
from ucap.entries.kept_forms import Draft, SentForm
from ucap.entries.models import Entry, entry_types
from ucap.entries.queries.reading import OF_PLAN
from ucap.history.models import Event


@dataclass(frozen=True)
class DraftFacts:
    """A draft as plain values; attributes as in `Draft`."""

    form_key: UUID
    plan_id: UUID
    type: type[Entry]
    entry_id: UUID | None
    path: str
    fields: Sequence[Sequence[str]]
    kept_at: datetime


def drafts_of_plan(plan_id: UUID, person: Person) -> list[DraftFacts]:
    """Return the person's drafts in the plan, newest first; those of deleted entries come back with their entry."""
    return _drafts(rows(_own_drafts(), {"plan_id": plan_id, "person_id": person.id}))


def drafts_of_form(
    plan_id: UUID, entry_type: type[Entry], entry_id: UUID | None, *, person: Person
) -> list[DraftFacts]:
    """Return the person's drafts of the entry's form, or of the form to add one of the type, newest first."""
    of_form = _own_drafts().where(Draft.type == entry_type.type_name(), Draft.entry_id == entry_id)
    return _drafts(rows(of_form, {"plan_id": plan_id, "person_id": person.id}))


_OF_PERSON = bindparam("person_id", type_=Uuid())


@cache
def _own_drafts() -> Select[*tuple[Any, ...]]:
    entry, draft = Entry.__table__.c, Draft.__table__.c
    return (
        select(*Draft.__table__.c)
        .outerjoin(Entry.__table__, entry.id == draft.entry_id)
        .where(draft.person_id == _OF_PERSON, draft.plan_id == OF_PLAN, entry.deleted_at.is_(None))
        .order_by(draft.kept_at.desc(), draft.id)
    )


def _drafts(kept: Sequence[Any]) -> list[DraftFacts]:
    named = {entry_type.type_name(): entry_type for entry_type in entry_types()}
    return [
        DraftFacts(
            draft.form_key,
            draft.plan_id,
            named[draft.type],
            draft.entry_id,
            draft.path,
            draft.fields,
            draft.kept_at,
        )
        for draft in kept
    ]


def draft_to_change(form_key: UUID, person: Person) -> Draft | None:
    """Return the person's draft of the form as an object to be changed."""
    return session().scalar(select(Draft).where(Draft.person_id == person.id, Draft.form_key == form_key))


def sent_form(form_key: UUID, person: Person) -> SentForm | None:
    """Return what the person has saved with the form."""
    return session().get(SentForm, (person.id, form_key))


def version_seen(sent: SentForm | None, entry_id: UUID, seen: int, person: Person) -> int:
    """Return the version that the form has seen, if the person has saved the entry with it before: the one it made.

    Unless others had changed the entry between the version that the form says and the one made: of that the form, to
    which one has gone back, knows nothing.
    """
    if sent is None or sent.entry_id != entry_id or sent.version <= seen:
        return seen
    by_others = exists().where(
        Event.record_id == entry_id, Event.version > seen, Event.version <= sent.version, Event.by_id != person.id
    )
    return seen if session().scalar(select(by_others)) else max(seen, sent.version)
