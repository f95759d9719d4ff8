"""Keeping what people type while they type it, so that nothing is lost before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.text import message
from ucap.entries import rules
from ucap.entries.kept_forms import Draft
from ucap.entries.models import Entry
from ucap.entries.operations.saving import open_to_change
from ucap.entries.queries.kept_forms import draft_to_change, sent_form
from ucap.entries.queries.naming import type_of

MOST_DRAFTS = 50
"""How many drafts are kept for a person; over that, the oldest goes."""


@dataclass(frozen=True)
class TypedForm:
    """A form as somebody left it.

    Attributes:
        key: made with the form; one for each time that it was opened.
        entry_id: the entry it changes; None if it adds one.
        path: where the form is.
        fields: names and texts as the form would send them.
    """

    key: UUID
    entry_type: type[Entry]
    entry_id: UUID | None
    path: str
    fields: Sequence[tuple[str, str]]


@transactional
def keep_draft(plan_id: UUID, typed: TypedForm, *, by: Person, at: datetime) -> UUID | None:
    """Keep the form as it is now, in place of how it was; unless just so it was saved: then return its entry's id.

    Raises:
        RuleBroken: if it is larger than any form.
        Forbidden, NotFound: if the person may not write in the plan, or the entry is not in it.
    """
    open_to_change(plan_id, by=by, at=at)
    if not rules.is_keepable(typed.fields):
        raise RuleBroken(message("This is too much text for a draft. Save it, or make it shorter."))
    name = typed.entry_type.type_name()
    if typed.entry_id is not None and type_of(plan_id, typed.entry_id) != name:
        raise NotFound
    sent = sent_form(typed.key, by)
    if sent is not None and sent.digest == rules.digest_of_form((plan_id, name, typed.entry_id), typed.fields):
        return sent.entry_id
    draft = draft_to_change(typed.key, by) or Draft(person_id=by.id, form_key=typed.key)
    draft.plan_id, draft.type, draft.entry_id, draft.path = plan_id, name, typed.entry_id, typed.path
    draft.fields = [list(pair) for pair in typed.fields]
    draft.kept_at = at
    session().add(draft)
    session().flush()
    _forget_oldest(by)
    return None


def _forget_oldest(by: Person) -> None:
    too_many = (
        select(Draft.id)
        .where(Draft.person_id == by.id)
        .order_by(Draft.kept_at.desc(), Draft.id)
        .offset(MOST_DRAFTS)
        .scalar_subquery()
    )
    session().execute(delete(Draft).where(Draft.id.in_(too_many)), execution_options={"synchronize_session": False})


@transactional
def discard_draft(plan_id: UUID, form_key: UUID, *, by: Person, at: datetime) -> str | None:
    """Throw the person's draft of this form away; return where the form is, or None if there was no draft.

    Raises:
        Forbidden, NotFound: if the person may not write in the plan.
    """
    open_to_change(plan_id, by=by, at=at)
    draft = draft_to_change(form_key, by)
    if draft is None or draft.plan_id != plan_id:
        return None
    session().delete(draft)
    return draft.path
