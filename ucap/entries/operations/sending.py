"""Saving what a form sends, once: the same form sent again is answered as the first time, and changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import Delete, Uuid, bindparam, delete

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound
from ucap.entries import rules
from ucap.entries.fields import FieldValues
from ucap.entries.kept_forms import Draft, SentForm
from ucap.entries.models import Entry
from ucap.entries.operations.attaching import KeptFile, attach_files
from ucap.entries.operations.merging import Merged
from ucap.entries.operations.saving import add_entry, open_to_change, save_loaded
from ucap.entries.queries.changing import entry_to_change
from ucap.entries.queries.kept_forms import sent_form, version_seen

REMEMBERED = timedelta(days=7)
"""How long a form that was saved is known again."""


@dataclass(frozen=True)
class FilledForm:
    """A form that somebody filled in.

    Attributes:
        key: made with the form; one for each time that it was opened.
        fields: names and texts as they were sent.
        values: the typed values.
        seen_version: the version of the entry that was read; 0 for a new one.
        files: those that came along, in the store already.
    """

    key: UUID
    fields: Sequence[tuple[str, str]]
    values: FieldValues
    seen_version: int = 0
    files: Sequence[KeptFile] = ()


@transactional
def send_new(plan_id: UUID, entry_type: type[Entry], *, form: FilledForm, by: Person, at: datetime) -> UUID:
    """Add an entry, unless this very form has added it already; return its id.

    The same form with other texts in it adds another entry; with other files only, it adds those to the first one.

    Raises:
        RuleBroken: if the values make no sense.
        Forbidden, NotFound: if the person may not write in the plan.
    """
    open_to_change(plan_id, by=by, at=at)
    digest = rules.digest_of_form((plan_id, entry_type.type_name(), None), form.fields)
    sent = sent_form(form.key, by)
    if sent is not None and sent.digest == digest:
        attach_files(plan_id, sent.entry_id, form.files, by=by, at=at)
        return sent.entry_id
    entry_id = add_entry(plan_id, entry_type, values=form.values, by=by, at=at)
    attach_files(plan_id, entry_id, form.files, by=by, at=at)
    _remember(SentForm(form_key=form.key, digest=digest, entry_id=entry_id, version=1), by=by, at=at)
    return entry_id


@transactional
def send_changed(
    plan_id: UUID, entry_type: type[Entry], entry_id: UUID, *, form: FilledForm, by: Person, at: datetime
) -> Merged:
    """Give the entry the form's values, unless this very form has done so already; return what it was merged with.

    The same form with other texts in it is a new save; over what it has saved itself it never is a conflict.

    Raises:
        EditConflict: if somebody saved a version newer than the one seen, or deleted the entry.
        RuleBroken: if the values make no sense.
        Forbidden, NotFound: if the person may not change the entry, or it is not in the plan.
    """
    plan = open_to_change(plan_id, by=by, at=at)
    entry = entry_to_change(plan_id, entry_id, entry_type)
    if entry is None:
        raise NotFound
    digest = rules.digest_of_form((plan_id, entry.type, entry_id), form.fields)
    sent = sent_form(form.key, by)
    if sent is not None and sent.digest == digest:
        attach_files(plan_id, entry_id, form.files, by=by, at=at)
        return Merged(form.values)
    seen = version_seen(sent, entry_id, form.seen_version, by)
    merged = save_loaded(plan, entry, values=form.values, seen_version=seen, by=by, at=at)
    attach_files(plan_id, entry_id, form.files, by=by, at=at)
    _remember(SentForm(form_key=form.key, digest=digest, entry_id=entry_id, version=entry.version), by=by, at=at)
    return merged


def _remember(sent: SentForm, *, by: Person, at: datetime) -> None:
    """Remember what was saved, in place of its draft; with a new form, forget what nobody will send again."""
    sent.person_id, sent.sent_at = by.id, at
    is_new = session().merge(sent) in session().new
    connection = session().connection()  # nothing of it is read again in this transaction
    connection.execute(_draft_settled(), {"person": by.id, "form": sent.form_key})
    if is_new:
        connection.execute(_old_forgotten(), {"person": by.id, "before": at - REMEMBERED})


_OF_PERSON = bindparam("person", type_=Uuid())


@cache
def _draft_settled() -> Delete:
    """Made once, as the one below, for every save runs it."""
    return delete(Draft).where(Draft.person_id == _OF_PERSON, Draft.form_key == bindparam("form", type_=Uuid()))


@cache
def _old_forgotten() -> Delete:
    return delete(SentForm).where(SentForm.person_id == _OF_PERSON, SentForm.sent_at < bindparam("before"))
